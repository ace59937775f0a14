// JSON between text and JavaScript values, by QuickJS's own parser and writer.
// JSON that no script sees is document's.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "script/value.h"

namespace headroom::script {

// `name` stands in the message of a syntax error.
Outcome<Value> parse_json(JSContext* context, std::string_view text, const char* name = "<json>");

// JSON.stringify; none where that gives undefined (a function, undefined itself).
Outcome<std::optional<std::string>> to_json(const Value& value);

}  // namespace headroom::script
