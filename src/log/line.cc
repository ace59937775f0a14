#include "log/line.h"

#include <algorithm>
#include <cstdio>

#include "kit/clock.h"
#include "kit/go_quoted.h"
#include "kit/json_text.h"

namespace headroom::log {

namespace {

using Field = std::pair<std::string, std::string>;

std::vector<Field> sorted_by_key(std::vector<Field> fields) {
  std::sort(fields.begin(), fields.end());
  return fields;
}

bool needs_quotes(std::string_view text) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._/@^+";
  return text.find_first_not_of(plain) != std::string_view::npos;
}

std::string value_text(const std::string& text) {
  return needs_quotes(text) ? kit::go_quoted(text) : text;
}

std::string plain_text(const Line& line) {
  std::string text = "time=\"" + kit::rfc3339(line.time) + "\" level=";
  text += name_of(line.level);
  if (!line.message.empty()) {
    text += " msg=" + value_text(line.message);
  }
  for (const auto& [key, value] : sorted_by_key(line.fields)) {
    text += " " + key + "=" + value_text(value);
  }
  return text;
}

std::size_t character_count(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80;
  }));
}

std::string terminal_text(const Line& line, bool uses_colour) {
  struct Look {
    const char* word;
    const char* colour;
  };
  constexpr Look looks[] = {{"DEBU", "37"}, {"INFO", "36"}, {"WARN", "33"}, {"ERRO", "31"}};
  const Look look = looks[static_cast<int>(line.level)];
  const std::string on = uses_colour ? "\x1b[" + std::string(look.colour) + "m" : "";
  const std::string off = uses_colour ? "\x1b[0m" : "";
  char seconds[24];
  std::snprintf(seconds, sizeof seconds, "[%04lld] ",
                static_cast<long long>(line.since_start.in_nanoseconds() / 1'000'000'000));
  std::string_view message = line.message;
  if (message.ends_with('\n')) {
    message.remove_suffix(1);
  }
  std::string text = on + look.word + off + seconds;
  text += message;
  // Fields stand in a column of their own behind short messages. logrus pads
  // lines without fields as well.
  constexpr std::size_t message_width = 44;
  const std::size_t width = character_count(message);
  text.append(width < message_width ? message_width - width : 0, ' ');
  text += ' ';
  for (const auto& [key, value] : sorted_by_key(line.fields)) {
    text += ' ';
    text += on;
    text += key;
    text += off;
    text += '=';
    text += value_text(value);
  }
  return text;
}

// As Go's encoding/json: the characters that HTML gives a meaning are escaped.
std::string go_json_string(std::string_view text) {
  std::string escaped;
  for (const char c : kit::json_string(text)) {
    switch (c) {
      case '<': escaped += "\\u003c"; break;
      case '>': escaped += "\\u003e"; break;
      case '&': escaped += "\\u0026"; break;
      default: escaped += c;
    }
  }
  return escaped;
}

std::string json_text(const Line& line) {
  std::vector<Field> members = line.fields;
  members.emplace_back("level", name_of(line.level));
  members.emplace_back("msg", line.message);
  members.emplace_back("time", kit::rfc3339(line.time));
  std::string text;
  for (const auto& [key, value] : sorted_by_key(std::move(members))) {
    text += (text.empty() ? "{" : ",") + go_json_string(key) + ":" + go_json_string(value);
  }
  return text + "}";
}

}  // namespace

std::string text_of(const Line& line, Format format, bool uses_colour) {
  switch (format) {
    case Format::text: return plain_text(line);
    case Format::terminal: return terminal_text(line, uses_colour);
    case Format::json: return json_text(line);
    case Format::raw: return line.message;
  }
  __builtin_unreachable();
}

std::string_view name_of(Level level) {
  switch (level) {
    case Level::debug: return "debug";
    case Level::info: return "info";
    case Level::warning: return "warning";
    case Level::error: return "error";
  }
  __builtin_unreachable();
}

}  // namespace headroom::log
