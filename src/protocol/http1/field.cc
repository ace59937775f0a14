#include "protocol/http1/field.h"

#include <array>

namespace headroom::protocol::http1 {

namespace {

constexpr std::array<bool, 256> make_token_bytes() {
  std::array<bool, 256> is_allowed{};
  for (const char c : std::string_view("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                       "ABCDEFGHIJKLMNOPQRSTUVWXYZ")) {
    is_allowed[static_cast<unsigned char>(c)] = true;
  }
  return is_allowed;
}
constexpr std::array<bool, 256> token_bytes = make_token_bytes();

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}
char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
}

}  // namespace

void Fields::Iterator::next() {
  while (!rest_.empty()) {
    const std::size_t end = rest_.find('\n');
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    field_ = field_of_line(line);
    if (!field_.name.empty()) {
      return;
    }
  }
  at_end_ = true;
}

std::optional<std::string_view> Fields::find(std::string_view name) const {
  for (const Field& field : *this) {
    if (equals_ignoring_case(field.name, name)) {
      return field.value;
    }
  }
  return std::nullopt;
}

Field field_of_line(std::string_view line) {
  if (line.ends_with('\r')) {
    line.remove_suffix(1);
  }
  line = trimmed(line);
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) {
    return {};
  }
  return {.name = line.substr(0, colon), .value = trimmed(line.substr(colon + 1))};
}

bool equals_ignoring_case(std::string_view left, std::string_view right) {
  if (left.size() != right.size()) {
    return false;
  }
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (left[i] != right[i] && lower(left[i]) != lower(right[i])) {
      return false;
    }
  }
  return true;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  return text;
}

bool is_token(std::string_view text) {
  for (const char c : text) {
    if (!token_bytes[static_cast<unsigned char>(c)]) {
      return false;
    }
  }
  return !text.empty();
}

bool is_field_value(std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < ' ' && c != '\t') || byte == 0x7f) {
      return false;
    }
  }
  return true;
}

bool contains_token(std::string_view value, std::string_view token) {
  while (!value.empty()) {
    const std::size_t comma = value.find(',');
    if (equals_ignoring_case(trimmed(value.substr(0, comma)), token)) {
      return true;
    }
    value.remove_prefix(comma == std::string_view::npos ? value.size() : comma + 1);
  }
  return false;
}

std::string canonical_name(std::string_view name) {
  std::string canonical(name);
  if (!is_token(name)) {
    return canonical;
  }
  bool starts_word = true;
  for (char& c : canonical) {
    c = starts_word ? upper(c) : lower(c);
    starts_word = c == '-';
  }
  return canonical;
}

}  // namespace headroom::protocol::http1
