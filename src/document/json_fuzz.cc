// Any bytes: parse_json gives a value or an error; what it gives, it reads back.
#include <cstdint>
#include <string_view>

#include "document/json.h"
#include "kit/assert.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const auto value = headroom::document::parse_json(text);
  if (value) {
    HEADROOM_ASSERT(
        headroom::document::parse_json(headroom::document::to_json(*value)).has_value());
  }
  return 0;
}
