// Any body under any coding decodes within the limit or fails; and any body that
// is encoded comes back. The first byte says which codings.
#include <cstddef>
#include <cstdint>

#include "kit/assert.h"
#include "protocol/http/content_coding.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace headroom::protocol::http;
  constexpr std::string_view codings_tried[] = {"gzip",          "deflate",    "br",
                                                "zstd",          "br, gzip",   "zstd, br",
                                                "gzip, deflate", "frob, gzip", "gzip, zstd,"};
  constexpr std::size_t bytes_max = 1 << 20;
  // Kept, as a worker keeps its own: what one body leaves behind meets the next.
  static BodyDecoder decoder;
  if (size == 0) {
    return 0;
  }
  const std::string_view codings = codings_tried[bytes[0] % std::size(codings_tried)];
  const std::string_view body(reinterpret_cast<const char*>(bytes) + 1, size - 1);
  std::string decoded;
  const auto outcome = decoder.decode(codings, body, decoded, bytes_max);
  HEADROOM_ASSERT(decoded.size() <= bytes_max + 1);
  if (outcome) {
    HEADROOM_ASSERT(*outcome && decoded.size() <= bytes_max);
  } else {
    HEADROOM_ASSERT(!text_of(outcome.error().exchange).empty());
    HEADROOM_ASSERT(outcome.error().has_partial_body || decoded.empty());
  }

  constexpr std::string_view one[] = {"gzip", "deflate", "br", "zstd"};
  const std::string_view coding = one[bytes[0] % std::size(one)];
  const auto encoded = encode_body(coding, body);
  HEADROOM_ASSERT(encoded.has_value());
  HEADROOM_ASSERT(decoder.decode(coding, encoded->bytes, decoded, bytes_max).has_value());
  HEADROOM_ASSERT(decoded == body);
  return 0;
}
