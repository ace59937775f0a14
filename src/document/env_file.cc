#include "document/env_file.h"

#include <algorithm>

#include "document/value.h"

namespace headroom::document {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool is_in_name(char c) {
  return starts_name(c) || (c >= '0' && c <= '9');
}

// What an escape in double quotes stands for; 0 when there is no such escape.
char unescaped(char c) {
  switch (c) {
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case '\\':
    case '"':
    case '$': return c;
    default: return 0;
  }
}

class EnvReader {
 public:
  explicit EnvReader(std::string_view text) : rest_(text) {
    if (rest_.starts_with(byte_order_mark)) {
      rest_.remove_prefix(byte_order_mark.size());
    }
  }

  kit::Result<EnvVariables> read() {
    EnvVariables variables;
    for (skip_blank_lines(); !rest_.empty(); skip_blank_lines()) {
      if (auto done = read_variable(variables); !done) {
        return kit::failure_of(done);
      }
    }
    return variables;
  }

 private:
  kit::Result<void> read_variable(EnvVariables& variables) {
    std::string name = take_name();
    skip_blanks();
    if (name == "export" && !rest_.empty() && starts_name(rest_.front())) {
      name = take_name();
      skip_blanks();
    }
    if (name.empty()) {
      return failed("a name starts with a letter or _, and has letters, digits and _");
    }
    if (!take('=')) {
      return failed("expected NAME=value");
    }
    skip_blanks();
    kit::Result<std::string> value = is_at('\'')  ? take_single_quoted()
                                     : is_at('"') ? take_double_quoted()
                                                  : take_unquoted();
    if (!value) {
      return kit::failure_of(value);
    }
    variables.emplace_back(std::move(name), std::move(*value));
    return take_end_of_line();
  }

  std::string take_name() {
    std::string name;
    while (!rest_.empty() &&
           (name.empty() ? starts_name(rest_.front()) : is_in_name(rest_.front()))) {
      name += take();
    }
    return name;
  }

  kit::Result<std::string> take_unquoted() {
    std::string value;
    while (!rest_.empty() && !is_at('\n')) {
      if (is_at('#') && (value.empty() || is_blank(value.back()))) {
        break;
      }
      value += take();
    }
    while (!value.empty() && is_blank(value.back())) {
      value.pop_back();
    }
    return value;
  }

  kit::Result<std::string> take_single_quoted() {
    const Position start = position_;
    take();
    std::string value;
    while (!rest_.empty() && !is_at('\'')) {
      value += take();
    }
    if (!take('\'')) {
      return failed_at(start, "the quote is not closed");
    }
    return value;
  }

  kit::Result<std::string> take_double_quoted() {
    const Position start = position_;
    take();
    std::string value;
    while (!rest_.empty() && !is_at('"')) {
      const char c = take();
      if (c != '\\') {
        value += c;
        continue;
      }
      const char escaped = rest_.empty() ? '\0' : unescaped(rest_.front());
      if (escaped == 0) {
        return failed("in double quotes \\ stands before n, r, t, \\, \" or $ only");
      }
      take();
      value += escaped;
    }
    if (!take('"')) {
      return failed_at(start, "the quote is not closed");
    }
    return value;
  }

  // Blanks and a comment may follow.
  kit::Result<void> take_end_of_line() {
    skip_blanks();
    skip_comment();
    if (rest_.empty() || take('\n')) {
      return {};
    }
    return failed("nothing but a comment may follow a quoted value");
  }

  void skip_blank_lines() {
    do {
      skip_blanks();
      skip_comment();
    } while (take('\n'));
  }
  void skip_blanks() {
    while (!rest_.empty() && is_blank(rest_.front())) {
      take();
    }
  }
  void skip_comment() {
    if (is_at('#')) {
      const std::size_t end = std::min(rest_.find('\n'), rest_.size());
      position_.column += static_cast<int>(end);
      rest_.remove_prefix(end);
    }
  }

  bool is_at(char c) const { return !rest_.empty() && rest_.front() == c; }
  bool take(char c) {
    if (!is_at(c)) {
      return false;
    }
    take();
    return true;
  }
  char take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    position_ = c == '\n' ? Position{position_.line + 1, 1}
                          : Position{position_.line, position_.column + 1};
    return c;
  }

  std::unexpected<kit::Error> failed(const std::string& text) const {
    return failed_at(position_, text);
  }
  static std::unexpected<kit::Error> failed_at(Position position, const std::string& text) {
    return kit::failure(text_of(position) + ": " + text);
  }

  std::string_view rest_;
  Position position_{1, 1};
};

}  // namespace

kit::Result<EnvVariables> parse_env_file(std::string_view text) {
  return EnvReader(text).read();
}

}  // namespace headroom::document
