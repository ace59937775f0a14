// Any path in any JSON selects something or nothing; in valid JSON, a path without
// literals and modifiers that read text selects valid JSON. The first line is the
// path.
#include <cstddef>
#include <cstdint>

#include "k6/gjson.h"
#include "k6/json_scan.h"
#include "kit/assert.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace headroom::k6;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const std::size_t line_end = text.find('\n');
  if (line_end == std::string_view::npos) {
    return 0;
  }
  const std::string_view path = text.substr(0, line_end);
  const std::string_view json = text.substr(line_end + 1);
  const auto found = select_json(json, path);
  if (found) {
    HEADROOM_ASSERT(!found->empty());
  }
  const bool makes_text = path.find_first_of("!@") != std::string_view::npos;
  if (found && !makes_text && is_valid_json(json)) {
    HEADROOM_ASSERT(is_valid_json(*found));
  }
  return 0;
}
