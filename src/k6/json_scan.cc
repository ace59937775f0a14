#include "k6/json_scan.h"

#include <algorithm>
#include <cstdint>

namespace headroom::k6 {

namespace {

// What may follow a backslash, but for the u of a number.
constexpr std::string_view escape_letters = "\"\\/bfnrt";

constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && is_blank(text[at])) {
    ++at;
  }
  return at;
}

// Behind the closing quote, or the end of the text. `at` is behind the opening one.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (; at < text.size(); ++at) {
    if (text[at] == '"') {
      return at + 1;
    }
    at += text[at] == '\\' ? 1 : 0;
  }
  return text.size();
}

std::size_t end_of_container(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  while (at < text.size()) {
    switch (text[at++]) {
      case '"': at = end_of_string(text, at); break;
      case '{':
      case '[': ++depth; break;
      case '}':
      case ']':
        if (--depth == 0) {
          return at;
        }
        break;
      default: break;
    }
  }
  return text.size();
}

// Behind the value that starts at `at`, which is not the end of the text.
std::size_t end_of_value(std::string_view text, std::size_t at) {
  switch (text[at]) {
    case '"': return end_of_string(text, at + 1);
    case '{':
    case '[': return end_of_container(text, at);
    default: break;
  }
  const std::size_t end = text.find_first_of(" \t\r\n,:]}[{\"", at + 1);
  return std::min(end, text.size());
}

bool starts_value(char c) {
  return is_digit(c) || std::string_view("\"{[-tfn").find(c) != std::string_view::npos;
}

int hex_value(char c) {
  if (is_digit(c)) {
    return c - '0';
  }
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// The number of four hexadecimal digits, or -1.
std::int32_t hex_number(std::string_view text, std::size_t at) {
  constexpr std::size_t digit_count = 4;
  if (text.size() < at + digit_count) {
    return -1;
  }
  std::int32_t number = 0;
  for (std::size_t i = at; i < at + digit_count; ++i) {
    const int digit = hex_value(text[i]);
    if (digit < 0) {
      return -1;
    }
    number = number * 16 + digit;
  }
  return number;
}

class JsonValidator {
 public:
  explicit JsonValidator(std::string_view text) : text_(text) {}

  bool is_valid() {
    while (true) {
      at_ = skip_blanks(text_, at_);
      if (!take_scalar_or_opening()) {
        return false;
      }
      if (is_behind_opening_) {
        continue;
      }
      if (!take_closings()) {
        return false;
      }
      if (open_.empty()) {
        return skip_blanks(text_, at_) == text_.size();
      }
    }
  }

 private:
  bool take_scalar_or_opening() {
    is_behind_opening_ = false;
    if (at_ == text_.size()) {
      return false;
    }
    const char c = text_[at_];
    if (c != '{' && c != '[') {
      return take_scalar(c);
    }
    ++at_;
    at_ = skip_blanks(text_, at_);
    if (take(closing_of(c))) {
      return true;
    }
    open_.push_back(c);
    is_behind_opening_ = true;
    return c == '[' || take_key();
  }

  // What follows a value: brackets that close, then a comma unless all have.
  bool take_closings() {
    while (!open_.empty()) {
      at_ = skip_blanks(text_, at_);
      if (take(',')) {
        return open_.back() == '[' || take_key();
      }
      if (!take(closing_of(open_.back()))) {
        return false;
      }
      open_.pop_back();
    }
    return true;
  }

  bool take_key() {
    at_ = skip_blanks(text_, at_);
    if (!take('"') || !take_string()) {
      return false;
    }
    at_ = skip_blanks(text_, at_);
    return take(':');
  }

  bool take_scalar(char first) {
    switch (first) {
      case '"': ++at_; return take_string();
      case 't': return take("true");
      case 'f': return take("false");
      case 'n': return take("null");
      default: return take_number();
    }
  }

  // Behind the opening quote.
  bool take_string() {
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"') {
        return true;
      }
      if (static_cast<unsigned char>(c) < ' ' || (c == '\\' && !take_escape())) {
        return false;
      }
    }
    return false;
  }

  bool take_escape() {
    if (take('u')) {
      const bool is_number = hex_number(text_, at_) >= 0;
      at_ += is_number ? 4 : 0;
      return is_number;
    }
    if (at_ == text_.size()) {
      return false;
    }
    const char letter = text_[at_];
    ++at_;
    return escape_letters.find(letter) != std::string_view::npos;
  }

  bool take_number() {
    take('-');
    if (!take('0') && !take_digits()) {
      return false;
    }
    if (take('.') && !take_digits()) {
      return false;
    }
    if (take('e') || take('E')) {
      if (!take('+')) {
        take('-');
      }
      return take_digits();
    }
    return true;
  }

  bool take_digits() {
    const std::size_t start = at_;
    while (at_ < text_.size() && is_digit(text_[at_])) {
      ++at_;
    }
    return at_ > start;
  }

  bool take(char c) {
    const bool is_there = at_ < text_.size() && text_[at_] == c;
    at_ += is_there ? 1 : 0;
    return is_there;
  }
  bool take(std::string_view word) {
    const bool is_there = text_.substr(at_).starts_with(word);
    at_ += is_there ? word.size() : 0;
    return is_there;
  }

  static char closing_of(char opening) { return opening == '{' ? '}' : ']'; }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string open_;  // the brackets around the next value
  bool is_behind_opening_ = false;
};

void append_utf8(std::string& out, std::uint32_t rune) {
  const auto append = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (rune < 0x80) {
    append(rune);
  } else if (rune < 0x800) {
    append(0xc0 | rune >> 6);
    append(0x80 | (rune & 0x3f));
  } else if (rune < 0x10000) {
    append(0xe0 | rune >> 12);
    append(0x80 | (rune >> 6 & 0x3f));
    append(0x80 | (rune & 0x3f));
  } else {
    append(0xf0 | rune >> 18);
    append(0x80 | (rune >> 12 & 0x3f));
    append(0x80 | (rune >> 6 & 0x3f));
    append(0x80 | (rune & 0x3f));
  }
}

// The character of \uXXXX, or of two of them; `at` is at the u and moves to the last
// digit. A half without its other half is U+FFFD. False when it is none.
bool append_unicode_escape(std::string& out, std::string_view text, std::size_t& at) {
  constexpr std::uint32_t replacement = 0xfffd;
  const auto is_between = [](std::int32_t n, std::int32_t low) {
    return n >= low && n < low + 0x400;
  };
  const bool is_escape = at < text.size() && text[at] == 'u';
  const std::int32_t first = is_escape ? hex_number(text, at + 1) : -1;
  if (first < 0) {
    return false;
  }
  at += 4;
  const bool is_high = is_between(first, 0xd800);
  if (!is_high || !text.substr(at + 1).starts_with("\\u")) {
    const bool is_half = is_high || is_between(first, 0xdc00);
    append_utf8(out, is_half ? replacement : static_cast<std::uint32_t>(first));
    return true;
  }
  const std::int32_t second = hex_number(text, at + 3);
  if (!is_between(second, 0xdc00)) {
    append_utf8(out, replacement);
    return true;
  }
  at += 6;
  append_utf8(out, 0x10000 + (static_cast<std::uint32_t>(first - 0xd800) << 10) +
                       static_cast<std::uint32_t>(second - 0xdc00));
  return true;
}

}  // namespace

bool is_valid_json(std::string_view text) {
  return JsonValidator(text).is_valid();
}

std::string_view first_json_value(std::string_view text) {
  const std::size_t start = skip_blanks(text, 0);
  if (start == text.size() || !starts_value(text[start])) {
    return {};
  }
  return text.substr(start, end_of_value(text, start) - start);
}

std::string text_of_json_string(std::string_view value) {
  std::string_view text = value.substr(value.starts_with('"') ? 1 : 0);
  std::string out;
  for (std::size_t i = 0; i < text.size() && text[i] != '"'; ++i) {
    if (text[i] != '\\') {
      out += text[i];
      continue;
    }
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    ++i;
    const std::size_t letter =
        i < text.size() ? escape_letters.find(text[i]) : std::string_view::npos;
    if (letter != std::string_view::npos) {
      out += meanings[letter];
    } else if (!append_unicode_escape(out, text, i)) {
      return out;
    }
  }
  return out;
}

JsonMembers JsonMembers::of(std::string_view value) {
  if (!is_json_container(value)) {
    return {{}, false};
  }
  return {value.substr(1), is_json_object(value)};
}

bool JsonMembers::next() {
  const auto skip_to = [&](char separator) {
    at_ = skip_blanks(text_, at_);
    if (at_ < text_.size() && text_[at_] == separator) {
      at_ = skip_blanks(text_, at_ + 1);
    }
    return at_ < text_.size();
  };
  const auto take_value = [&] {
    const std::size_t start = at_;
    at_ = end_of_value(text_, at_);
    return text_.substr(start, at_ - start);
  };
  if (!skip_to(',')) {
    return false;
  }
  if (has_keys_) {
    if (text_[at_] != '"') {
      return false;
    }
    key_ = take_value();
    if (!skip_to(':')) {
      return false;
    }
  }
  if (!starts_value(text_[at_])) {
    return false;
  }
  value_ = take_value();
  return true;
}

}  // namespace headroom::k6
