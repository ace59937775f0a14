#include "target/set_cookie.h"

#include <algorithm>

namespace headroom::target {

namespace {

bool is_plain(char c) {
  constexpr std::string_view marks = "!#%&'~_`><@:/$*+-.^|)(?}{=";
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         marks.find(c) != marks.npos;
}

void append_quoted(std::string& text, char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (c == '"' || c == '\\') {
    text.append("\\").append(1, c);
  } else if (is_plain(c) || c == ' ') {
    text += c;
  } else {
    text += '\\';
    text += static_cast<char>('0' + (byte >> 6U));
    text += static_cast<char>('0' + (byte >> 3U & 7U));
    text += static_cast<char>('0' + (byte & 7U));
  }
}

}  // namespace

std::string set_cookie_text(std::string_view name, std::string_view value, bool is_secure) {
  std::string text(name);
  text += '=';
  if (std::ranges::all_of(value, is_plain)) {
    text += value;
  } else {
    text += '"';
    for (const char c : value) {
      append_quoted(text, c);
    }
    text += '"';
  }
  return text + (is_secure ? "; Secure; Path=/" : "; Path=/");
}

}  // namespace headroom::target
