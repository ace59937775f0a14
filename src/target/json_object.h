// A JSON object written member by member, in the order of calls. For answers of
// fixed shape; the caller adds each name once.
#pragma once

#include <string>
#include <string_view>

#include "kit/json_text.h"

namespace headroom::target {

class JsonObject {
 public:
  JsonObject& add(std::string_view name, std::string_view text) {
    begin(name);
    kit::append_json_string(json_, text);
    return *this;
  }
  // `json` is the value as it is to stand there: a number, true, an object.
  JsonObject& add_json(std::string_view name, std::string_view json) {
    begin(name);
    json_ += json;
    return *this;
  }
  // Appends the value behind the name.
  std::string& add_name(std::string_view name) {
    begin(name);
    return json_;
  }

  void reserve(std::size_t bytes) { json_.reserve(bytes); }
  std::string text() && { return std::move(json_ += '}'); }
  // As the body of an answer.
  std::string line() && { return std::move(json_ += "}\n"); }

 private:
  void begin(std::string_view name) {
    json_ += json_.size() > 1 ? "," : "";
    kit::append_json_string(json_, name);
    json_ += ':';
  }

  std::string json_ = "{";
};

}  // namespace headroom::target
