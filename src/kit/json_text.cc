#include "kit/json_text.h"

#include <array>
#include <cmath>
#include <cstddef>

#include "kit/number.h"

namespace headroom::kit {

namespace {

// The length of the well-formed UTF-8 sequence at the start of `text`; 0 when
// there is none (overlong forms, surrogates and what is beyond U+10FFFF included).
std::size_t sequence_length(std::string_view text) {
  const auto byte = [text](std::size_t index) {
    return static_cast<unsigned>(static_cast<unsigned char>(text[index]));
  };
  const unsigned lead = byte(0);
  if (lead < 0x80) {
    return 1;
  }
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < length) {
    return 0;
  }
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0U) != 0x80) {
      return 0;
    }
  }
  const bool is_overlong = (lead == 0xe0 && byte(1) < 0xa0) || (lead == 0xf0 && byte(1) < 0x90);
  const bool is_surrogate = lead == 0xed && byte(1) >= 0xa0;
  const bool is_beyond = lead == 0xf4 && byte(1) >= 0x90;
  return is_overlong || is_surrogate || is_beyond ? 0 : length;
}

void append_character(std::string& json, char c) {
  switch (c) {
    case '"': json += "\\\""; return;
    case '\\': json += "\\\\"; return;
    case '\n': json += "\\n"; return;
    case '\r': json += "\\r"; return;
    case '\t': json += "\\t"; return;
    default: break;
  }
  const auto byte = static_cast<unsigned char>(c);
  if (byte >= 0x20) {
    json += c;
    return;
  }
  constexpr std::string_view digits = "0123456789abcdef";
  json += "\\u00";
  json += digits[byte >> 4U];
  json += digits[byte & 0xfU];
}

}  // namespace

std::string json_string(std::string_view text) {
  std::string json = "\"";
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length == 1) {
      append_character(json, text.front());
    } else if (length == 0) {
      json += "\ufffd";
    } else {
      json += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return json + "\"";
}

std::string json_number(double value) {
  return std::isfinite(value) ? shortest_decimal(value) : "null";
}

}  // namespace headroom::kit
