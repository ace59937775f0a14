// A document in memory: what JSON can say, with the members of objects in the
// order written. A value like any other; knows no file and no schema.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace headroom::document {

// Where a value begins in the text it was read from; both count from 1, columns
// in bytes. 0 for a value made by code.
struct Position {
  int line = 0;
  int column = 0;

  bool operator==(const Position&) const = default;
};

// "line 3, column 7"
std::string text_of(Position position);

enum class Kind { null, boolean, number, string, array, object };  // as content_ has them

class Value {
 public:
  using Member = std::pair<std::string, Value>;

  Value() = default;  // null
  explicit Value(bool truth) : content_(truth) {}
  explicit Value(double number) : content_(number) {}
  explicit Value(std::string text) : content_(std::move(text)) {}
  explicit Value(std::vector<Value> elements) : content_(std::move(elements)) {}
  explicit Value(std::vector<Member> members) : content_(std::move(members)) {}

  Kind kind() const { return static_cast<Kind>(content_.index()); }
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

  // Elements of an array or members of an object; 0 for the rest.
  std::size_t size() const;
  // Requires an array and an index below its size.
  const Value& at(std::size_t index) const;
  // The member of that name; the last of several; null when there is none or this is no object.
  const Value* find(std::string_view key) const;

  Position position() const { return position_; }
  void set_position(Position position) { position_ = position; }

 private:
  std::variant<std::monostate, bool, double, std::string, std::vector<Value>, std::vector<Member>>
      content_;
  Position position_;
};

}  // namespace headroom::document
