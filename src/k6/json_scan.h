// JSON read where it lies, without a tree: where a value ends, the members of an
// object or array, the text of a string. For gjson's paths. Any bytes are safe;
// what they give is only worth something when is_valid_json() said so.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace headroom::k6 {

// One value of RFC 8259 and nothing else. As deep as it likes.
bool is_valid_json(std::string_view text);

// The value that `text` starts with, without what surrounds it; empty when there
// is none.
std::string_view first_json_value(std::string_view text);

// `value` is what the functions here give: it starts with its first byte.
inline bool is_json_object(std::string_view value) {
  return value.starts_with('{');
}
inline bool is_json_array(std::string_view value) {
  return value.starts_with('[');
}
inline bool is_json_container(std::string_view value) {
  return is_json_object(value) || is_json_array(value);
}
inline bool is_json_string(std::string_view value) {
  return value.starts_with('"');
}

// The text of a string, given with its quotes. What is no escape ends it.
std::string text_of_json_string(std::string_view value);

// Steps through the members of an object, the elements of an array, or values
// that follow each other.
class JsonMembers {
 public:
  // Of an object or array; anything else has none.
  static JsonMembers of(std::string_view value);
  // Of JSON Lines.
  static JsonMembers of_lines(std::string_view text) { return {text, false}; }

  bool next();
  // With its quotes; empty in an array.
  std::string_view key() const { return key_; }
  std::string_view value() const { return value_; }

 private:
  JsonMembers(std::string_view text, bool has_keys) : text_(text), has_keys_(has_keys) {}

  std::string_view text_;  // behind the opening bracket
  std::size_t at_ = 0;
  bool has_keys_;
  std::string_view key_;
  std::string_view value_;
};

}  // namespace headroom::k6
