// Header fields of a message as views into its bytes, read when asked for, and
// the small rules of names and values. For both sides of a connection.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace headroom::protocol::http1 {

struct Field {
  std::string_view name;
  std::string_view value;
};

// A part of a buffer that may move.
struct Slice {
  std::uint32_t start = 0;
  std::uint32_t size = 0;
};

// The fields of a checked head: lines of "name: value", without the blank one.
class Fields {
 public:
  class Iterator {
   public:
    explicit Iterator(std::string_view rest) : rest_(rest) { next(); }
    const Field& operator*() const { return field_; }
    Iterator& operator++() {
      next();
      return *this;
    }
    bool operator!=(const Iterator& other) const { return at_end_ != other.at_end_; }

   private:
    void next();
    std::string_view rest_;
    Field field_;
    bool at_end_ = false;
  };

  explicit Fields(std::string_view lines) : lines_(lines) {}
  Iterator begin() const { return Iterator(lines_); }
  Iterator end() const { return Iterator({}); }
  // The first of that name in any case.
  std::optional<std::string_view> find(std::string_view name) const;

 private:
  std::string_view lines_;
};

// The field in a line with a colon; both sides trimmed.
Field field_of_line(std::string_view line);

bool equals_ignoring_case(std::string_view left, std::string_view right);
std::string_view trimmed(std::string_view text);  // of spaces and tabs
bool is_token(std::string_view text);             // what a method or a field's name must be
bool is_field_value(std::string_view text);       // no control character but tab
// Is `token` an element of a comma-separated value?
bool contains_token(std::string_view value, std::string_view token);
// "content-type" becomes "Content-Type"; what is no token stays.
std::string canonical_name(std::string_view name);

}  // namespace headroom::protocol::http1
