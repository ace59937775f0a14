#include "log/line.h"

#include <cstdio>

#include "kit/clock.h"
#include "kit/json_text.h"

namespace headroom::log {

namespace {

bool needs_no_quotes(std::string_view text) {
  constexpr std::string_view also = "-._/@^+";
  for (const char c : text) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || also.find(c) != std::string_view::npos;
    if (!is_plain) {
      return false;
    }
  }
  return !text.empty();
}

// Go's %q: like C, with other control characters as \x01 and UTF-8 as it is.
std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    switch (c) {
      case '"': result += "\\\""; break;
      case '\\': result += "\\\\"; break;
      case '\n': result += "\\n"; break;
      case '\r': result += "\\r"; break;
      case '\t': result += "\\t"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
          char escape[8];
          std::snprintf(escape, sizeof escape, "\\x%02x", static_cast<unsigned char>(c));
          result += escape;
        } else {
          result += c;
        }
    }
  }
  return result + '"';
}

std::string value_text(std::string_view text) {
  return needs_no_quotes(text) ? std::string(text) : quoted(text);
}

std::string plain_text(const Line& line) {
  std::string text = "time=\"" + kit::rfc3339(line.time) + "\" level=";
  text += name_of(line.level);
  text += " msg=" + value_text(line.message);
  for (const auto& [key, value] : line.fields) {
    text += " " + key + "=" + value_text(value);
  }
  return text;
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
  std::string text = on + look.word + off + seconds + line.message;
  // Fields stand in a column of their own behind short messages.
  constexpr std::size_t message_width = 44;
  if (!line.fields.empty() && line.message.size() < message_width) {
    text.append(message_width - line.message.size(), ' ');
  }
  for (const auto& [key, value] : line.fields) {
    text += " " + on + key + off + "=" + value_text(value);
  }
  return text;
}

std::string json_text(const Line& line) {
  std::string text = "{\"level\":\"" + std::string(name_of(line.level)) +
                     "\",\"msg\":" + kit::json_string(line.message);
  for (const auto& [key, value] : line.fields) {
    text += "," + kit::json_string(key) + ":" + kit::json_string(value);
  }
  return text + ",\"time\":\"" + kit::rfc3339(line.time) + "\"}";
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
