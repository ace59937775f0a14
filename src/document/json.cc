#include "document/json.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "kit/json_text.h"

namespace headroom::document {

namespace {

using Library = nlohmann::ordered_json;

// Lines and columns of offsets that are asked for in rising order.
class Ruler {
 public:
  explicit Ruler(std::string_view text) : text_(text) {}

  Position at(std::size_t offset) {
    offset = std::min(offset, text_.size());
    for (; measured_ < offset; ++measured_) {
      if (text_[measured_] == '\n') {
        ++line_;
        line_start_ = measured_ + 1;
      }
    }
    return {.line = line_, .column = static_cast<int>(measured_ - line_start_) + 1};
  }

 private:
  std::string_view text_;
  std::size_t measured_ = 0;
  std::size_t line_start_ = 0;
  int line_ = 1;
};

// Follows the library through the text, token by token, because its events do
// not say where they happened. All text before an event is known to be JSON.
class Tracker {
 public:
  explicit Tracker(std::string_view text) : text_(text), ruler_(text) {
    next_ = text_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  }

  // Steps over the next token; returns where it begins.
  Position step() {
    next_ = std::min(text_.find_first_not_of(" \t\r\n,:", next_), text_.size());
    const Position position = ruler_.at(next_);
    next_ = end_of_token();
    return position;
  }

 private:
  std::size_t end_of_token() const {
    if (next_ == text_.size()) {
      return next_;
    }
    const char first = text_[next_];
    if (first == '"') {
      std::size_t end = next_ + 1;
      while (end < text_.size() && text_[end] != '"') {
        end += text_[end] == '\\' ? 2U : 1U;
      }
      return std::min(end + 1, text_.size());
    }
    if (first == '{' || first == '}' || first == '[' || first == ']') {
      return next_ + 1;
    }
    return std::min(text_.find_first_of(" \t\r\n,:]}", next_), text_.size());
  }

  std::string_view text_;
  Ruler ruler_;
  std::size_t next_ = 0;
};

// "unexpected end of input; expected ']'" from the library's long text.
std::string reason_of(const std::string& library_text) {
  const std::size_t dash = library_text.rfind(" - ");
  std::string reason = dash == std::string::npos ? "" : library_text.substr(dash + 3);
  // Bytes quoted from hostile input do not belong on a terminal.
  const bool is_clean =
      std::all_of(reason.begin(), reason.end(), [](char c) { return c >= ' ' && c < 0x7f; });
  return is_clean && !reason.empty() ? ": " + reason : "";
}

// Builds values from the library's events, so that hostile nesting is met
// before it costs stack.
class Builder {
 public:
  explicit Builder(std::string_view text) : text_(text), tracker_(text) {}

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
    tracker_.step();
    open_.back().key = std::move(name);
    return true;
  }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool parse_error(std::size_t byte, const std::string&, const nlohmann::detail::exception& why) {
    const Position position = Ruler(text_).at(byte == 0 ? 0 : byte - 1);
    error_ = text_of(position) + ": this is not JSON" + reason_of(why.what());
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
    Position position;
    std::string key;
    std::vector<Value> elements;
    std::vector<Value::Member> members;
  };

  bool add(Value value) {
    value.set_position(tracker_.step());
    return place(std::move(value));
  }

  bool place(Value value) {
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
    open_.push_back({.is_object = is_object, .position = tracker_.step()});
    return true;
  }

  bool close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    tracker_.step();
    Value value = done.is_object ? Value(std::move(done.members)) : Value(std::move(done.elements));
    value.set_position(done.position);
    return place(std::move(value));
  }

  std::string_view text_;
  Tracker tracker_;
  std::string error_ = "this is not JSON";
  std::vector<Open> open_;
  Value root_;
};

// Appends to one string, whatever the depth.
class Writer {
 public:
  explicit Writer(JsonStyle style) : is_pretty_(style == JsonStyle::pretty) {}

  void write(const Value& value) {
    switch (value.kind()) {
      case Kind::null: text_ += "null"; break;
      case Kind::boolean: text_ += value.as_boolean() ? "true" : "false"; break;
      case Kind::number: text_ += kit::json_number(value.as_number()); break;
      case Kind::string: text_ += kit::json_string(value.as_string()); break;
      case Kind::array: write_array(value.elements()); break;
      case Kind::object: write_object(value.members()); break;
    }
  }
  std::string take() { return std::move(text_); }

 private:
  void write_array(const std::vector<Value>& elements) {
    text_ += '[';
    ++depth_;
    for (const Value& element : elements) {
      begin_line(&element == &elements.front());
      write(element);
    }
    end(elements.empty(), ']');
  }

  void write_object(const std::vector<Value::Member>& members) {
    text_ += '{';
    ++depth_;
    for (const Value::Member& member : members) {
      begin_line(&member == &members.front());
      text_ += kit::json_string(member.first);
      text_ += is_pretty_ ? ": " : ":";
      write(member.second);
    }
    end(members.empty(), '}');
  }

  void begin_line(bool is_first) {
    if (!is_first) {
      text_ += ',';
    }
    new_line();
  }

  void end(bool is_empty, char bracket) {
    --depth_;
    if (!is_empty) {
      new_line();
    }
    text_ += bracket;
  }

  void new_line() {
    if (is_pretty_) {
      text_ += '\n';
      text_.append(2 * depth_, ' ');
    }
  }

  const bool is_pretty_;
  std::size_t depth_ = 0;
  std::string text_;
};

}  // namespace

kit::Result<Value> parse_json(std::string_view text) {
  Builder builder(text);
  const bool is_whole = Library::sax_parse(text, &builder);
  return builder.result(is_whole);
}

std::string to_json(const Value& value, JsonStyle style) {
  Writer writer(style);
  writer.write(value);
  return writer.take();
}

}  // namespace headroom::document
