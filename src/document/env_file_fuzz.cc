// Any bytes: parse_env_file gives variables or an error. What it gives is read back from
// single quotes, and from double ones where the value has a single quote.
#include <cstdint>
#include <string>
#include <string_view>

#include "document/env_file.h"
#include "kit/assert.h"

namespace {

std::string quoted(const std::string& value) {
  if (value.find('\'') == std::string::npos) {
    return "'" + value + "'";
  }
  std::string text = "\"";
  for (const char c : value) {
    text += (c == '"' || c == '\\') ? std::string("\\") + c : std::string(1, c);
  }
  return text + "\"";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const auto variables = headroom::document::parse_env_file(text);
  if (variables) {
    std::string written;
    for (const auto& [name, value] : *variables) {
      written += name + "=" + quoted(value) + "\n";
    }
    const auto again = headroom::document::parse_env_file(written);
    HEADROOM_ASSERT(again.has_value());
    HEADROOM_ASSERT(*again == *variables);
  }
  return 0;
}
