// The two tokens of JSON that are easy to get wrong when text is written by
// hand. For short documents of fixed shape; reading and editing is document's.
#pragma once

#include <string>
#include <string_view>

namespace headroom::kit {

// With its quotes. Bytes that are not UTF-8 become U+FFFD.
std::string json_string(std::string_view text);
void append_json_string(std::string& json, std::string_view text);

// Is all of it well-formed UTF-8?
bool is_utf8(std::string_view text);

// The shortest that reads back the same; null for infinities and NaN, which JSON lacks.
std::string json_number(double value);

}  // namespace headroom::kit
