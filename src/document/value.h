// A document in memory: what JSON can say, with the members of objects in the
// order written. A value like any other; knows no file and no schema.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace headroom::document {

class Value {
 public:
  using Member = std::pair<std::string, Value>;

  Value() = default;  // null
  explicit Value(bool truth) : content_(truth) {}
  explicit Value(double number) : content_(number) {}
  explicit Value(std::string text) : content_(std::move(text)) {}
  explicit Value(std::vector<Value> elements) : content_(std::move(elements)) {}
  explicit Value(std::vector<Member> members) : content_(std::move(members)) {}

  bool is_null() const { return std::holds_alternative<std::monostate>(content_); }
  bool is_boolean() const { return std::holds_alternative<bool>(content_); }
  bool is_number() const { return std::holds_alternative<double>(content_); }
  bool is_string() const { return std::holds_alternative<std::string>(content_); }
  bool is_array() const { return std::holds_alternative<std::vector<Value>>(content_); }
  bool is_object() const { return std::holds_alternative<std::vector<Member>>(content_); }

  // Each requires that kind.
  bool as_boolean() const { return std::get<bool>(content_); }
  double as_number() const { return std::get<double>(content_); }
  const std::string& as_string() const { return std::get<std::string>(content_); }
  const std::vector<Value>& elements() const { return std::get<std::vector<Value>>(content_); }
  const std::vector<Member>& members() const { return std::get<std::vector<Member>>(content_); }

  // The member of that name; null when there is none or this is no object.
  const Value* find(std::string_view key) const;

 private:
  std::variant<std::monostate, bool, double, std::string, std::vector<Value>, std::vector<Member>>
      content_;
};

}  // namespace headroom::document
