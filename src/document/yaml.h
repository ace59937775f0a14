// YAML text to the same values as JSON's, on yaml-cpp. One document; plain
// scalars have the types of YAML 1.2's core schema, and merge keys work.
#pragma once

#include <string_view>

#include "document/value.h"
#include "kit/result.h"

namespace headroom::document {

// Nesting beyond JSON's depth_max is refused, and so are aliases that make more
// than 100,000 values of a short text. Errors name line and column.
kit::Result<Value> parse_yaml(std::string_view text);

}  // namespace headroom::document
