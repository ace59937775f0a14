// Whatever a server staples, it is an OCSP response with times, or none at all, and leaves
// no error behind for the next use of OpenSSL.
#include <cstddef>
#include <cstdint>

#include <openssl/err.h>

#include "kit/assert.h"
#include "net/ocsp.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace headroom::net;
  const OcspFacts facts = parse_ocsp_response({reinterpret_cast<const char*>(bytes), size});
  HEADROOM_ASSERT(facts.status != OcspStatus::none || facts.produced_at_unix_s == 0);
  HEADROOM_ASSERT(facts.status == OcspStatus::revoked || !facts.revoked_at_unix_s);
  HEADROOM_ASSERT(facts.status == OcspStatus::revoked || facts.revocation_reason == 0);
  HEADROOM_ASSERT(ERR_peek_error() == 0);
  return 0;
}
