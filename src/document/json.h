// JSON text to values and back (RFC 8259), on nlohmann-json.
#pragma once

#include <string>
#include <string_view>

#include "document/value.h"
#include "kit/result.h"

namespace headroom::document {

// Nesting beyond `depth_max` is refused. Errors name line and column, both from 1.
inline constexpr int depth_max = 256;
kit::Result<Value> parse_json(std::string_view text);

enum class JsonStyle {
  compact,
  pretty,  // indented by two spaces, one element or member a line
};

// Members in order, numbers in the shortest form that reads back the same.
std::string to_json(const Value& value, JsonStyle style = JsonStyle::compact);

}  // namespace headroom::document
