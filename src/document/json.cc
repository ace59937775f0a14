#include "document/json.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "kit/json_text.h"

namespace headroom::document {

namespace {

using Library = nlohmann::ordered_json;

std::string position_text(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, std::min(byte, text.size()));
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  return "line " + std::to_string(line) + ", column " +
         std::to_string(before.size() - line_start + 1);
}

// Builds values from the library's events, so that hostile nesting is met
// before it costs stack.
class Builder {
 public:
  explicit Builder(std::string_view text) : text_(text) {}

  // NOLINTBEGIN(readability-identifier-naming): names and shapes are the library's
  bool null() { return add(Value()); }
  bool boolean(bool truth) { return add(Value(truth)); }
  bool number_integer(std::int64_t number) { return add(Value(static_cast<double>(number))); }
  bool number_unsigned(std::uint64_t number) { return add(Value(static_cast<double>(number))); }
  bool number_float(double number, const std::string&) { return add(Value(number)); }
  bool string(std::string& text) { return add(Value(std::move(text))); }
  bool binary(Library::binary_t&) { return false; }
  bool start_object(std::size_t) { return open(true); }
  bool start_array(std::size_t) { return open(false); }
  bool key(std::string& name) {
    open_.back().key = std::move(name);
    return true;
  }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool parse_error(std::size_t byte, const std::string&, const nlohmann::detail::exception&) {
    error_ = position_text(text_, byte == 0 ? 0 : byte - 1) + ": this is not JSON";
    return false;
  }
  // NOLINTEND(readability-identifier-naming)

  kit::Result<Value> result(bool is_whole) {
    if (is_whole) {
      return std::move(root_);
    }
    return kit::failure(error_);
  }

 private:
  struct Open {
    bool is_object = false;
    std::string key;
    std::vector<Value> elements;
    std::vector<Value::Member> members;
  };

  bool add(Value value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (open_.back().is_object) {
      open_.back().members.emplace_back(std::move(open_.back().key), std::move(value));
    } else {
      open_.back().elements.push_back(std::move(value));
    }
    return true;
  }

  bool open(bool is_object) {
    if (open_.size() >= static_cast<std::size_t>(depth_max)) {
      error_ = "JSON nested deeper than " + std::to_string(depth_max) + " levels";
      return false;
    }
    open_.push_back({.is_object = is_object});
    return true;
  }

  bool close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    return add(done.is_object ? Value(std::move(done.members)) : Value(std::move(done.elements)));
  }

  std::string_view text_;
  std::string error_ = "this is not JSON";
  std::vector<Open> open_;
  Value root_;
};

}  // namespace

kit::Result<Value> parse_json(std::string_view text) {
  Builder builder(text);
  const bool is_whole = Library::sax_parse(text, &builder);
  return builder.result(is_whole);
}

std::string to_json(const Value& value) {
  if (value.is_null()) {
    return "null";
  }
  if (value.is_boolean()) {
    return value.as_boolean() ? "true" : "false";
  }
  if (value.is_number()) {
    return kit::json_number(value.as_number());
  }
  if (value.is_string()) {
    return kit::json_string(value.as_string());
  }
  std::string text;
  if (value.is_array()) {
    for (const Value& element : value.elements()) {
      text += (text.empty() ? "" : ",") + to_json(element);
    }
    return "[" + text + "]";
  }
  for (const auto& [key, member] : value.members()) {
    text += (text.empty() ? "" : ",") + kit::json_string(key) + ":" + to_json(member);
  }
  return "{" + text + "}";
}

}  // namespace headroom::document
