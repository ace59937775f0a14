// Any WWW-Authenticate value gives no challenge, or one whose answer reads back with the
// same parts.
#include <cstddef>
#include <cstdint>

#include "kit/assert.h"
#include "protocol/http/digest_auth.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace headroom::protocol::http;
  const std::string_view value(reinterpret_cast<const char*>(bytes), size);
  const auto challenge = parse_digest_challenge(value);
  if (!challenge) {
    return 0;
  }
  HEADROOM_ASSERT(!challenge->nonce.empty());
  const std::string answer = digest_authorization(
      *challenge, {.method = "GET", .target = value, .user_name = value, .client_nonce = value});
  // An answer has the shape of a challenge.
  const auto again = parse_digest_challenge(answer);
  HEADROOM_ASSERT(again);
  HEADROOM_ASSERT(again->nonce == challenge->nonce && again->realm == challenge->realm);
  HEADROOM_ASSERT(again->opaque == challenge->opaque);
  HEADROOM_ASSERT(again->algorithm == challenge->algorithm);
  HEADROOM_ASSERT(again->offers_auth == challenge->offers_auth);
  return 0;
}
