// Any bytes, cut anywhere, give the same head or the same complaint as in one piece.
#include <cstddef>
#include <cstdint>

#include "kit/assert.h"
#include "protocol/http1/response_head.h"

namespace {

using headroom::protocol::http1::Fields;
using headroom::protocol::http1::ResponseHeadParser;

struct Outcome {
  int status = 0;
  std::uint32_t size = 0;
  std::uint64_t length = 0;
  std::string error;
  bool operator==(const Outcome&) const = default;
};

Outcome parse(std::string_view bytes, std::size_t step) {
  ResponseHeadParser parser;
  std::string buffer;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    buffer += bytes.substr(at, step);
    const auto complete = parser.parse(buffer);
    if (!complete) {
      return {.error = complete.error().text};
    }
    if (*complete) {
      const auto& head = parser.head();
      HEADROOM_ASSERT(head.size <= buffer.size());
      std::size_t field_bytes = 0;
      for (const auto& field :
           Fields(std::string_view(buffer).substr(head.fields.start, head.fields.size))) {
        field_bytes += field.name.size() + field.value.size();
      }
      HEADROOM_ASSERT(field_bytes <= head.fields.size);
      return {.status = head.status, .size = head.size, .length = head.length, .error = {}};
    }
  }
  return {.error = parser.end(buffer).text};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  HEADROOM_ASSERT(parse(text, size + 1) == parse(text, 1));
  return 0;
}
