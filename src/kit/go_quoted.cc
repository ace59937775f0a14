#include "kit/go_quoted.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <utility>

namespace headroom::kit {

namespace {

struct Character {
  std::uint32_t code;
  std::size_t size;
};

// The UTF-8 character at the start of `text`; none when it is not valid.
std::optional<Character> first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (byte(0) < 0x80) {
    return Character{.code = byte(0), .size = 1};
  }
  const std::size_t size = byte(0) >= 0xF0 ? 4 : byte(0) >= 0xE0 ? 3 : 2;
  if (byte(0) < 0xC2 || byte(0) > 0xF4 || text.size() < size) {
    return std::nullopt;
  }
  std::uint32_t code = byte(0) & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) {
      return std::nullopt;
    }
    code = code << 6U | (byte(i) & 0x3FU);
  }
  constexpr std::array<std::uint32_t, 5> smallest = {0, 0, 0x80, 0x800, 0x10000};
  const bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < smallest[size] || code > 0x10FFFF || is_surrogate) {
    return std::nullopt;
  }
  return Character{.code = code, .size = size};
}

// Go's unicode.IsPrint, but for code points not assigned yet, which pass.
bool is_printable(std::uint32_t code) {
  constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 18> others = {{
      {0x0, 0x1F},
      {0x7F, 0xA0},
      {0xAD, 0xAD},
      {0x600, 0x605},
      {0x61C, 0x61C},
      {0x6DD, 0x6DD},
      {0x70F, 0x70F},
      {0x1680, 0x1680},
      {0x180E, 0x180E},
      {0x2000, 0x200F},
      {0x2028, 0x202F},
      {0x205F, 0x206F},
      {0x3000, 0x3000},
      {0xD800, 0xF8FF},
      {0xFEFF, 0xFEFF},
      {0xFFF0, 0xFFFB},
      {0xFFFE, 0xFFFF},
      {0xE0000, 0x10FFFF},
  }};
  return std::none_of(others.begin(), others.end(), [code](const auto& range) {
    return code >= range.first && code <= range.second;
  });
}

template <typename Number>
std::string in_hex(const char* pattern, Number number) {
  std::array<char, 16> text{};
  const int size = std::snprintf(text.data(), text.size(), pattern, number);
  return {text.data(), static_cast<std::size_t>(size)};
}

// "\n" and its kin; empty when the code has no short escape.
std::string_view short_escape(std::uint32_t code) {
  switch (code) {
    case '\a': return "\\a";
    case '\b': return "\\b";
    case '\f': return "\\f";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    case '\v': return "\\v";
    case '\\': return "\\\\";
    case '"': return "\\\"";
    default: return {};
  }
}

}  // namespace

std::string go_quoted(std::string_view text) {
  std::string quoted = "\"";
  while (!text.empty()) {
    const std::optional<Character> next = first_character(text);
    const std::size_t size = next ? next->size : 1;
    if (!next) {
      quoted += in_hex("\\x%02x", static_cast<unsigned>(static_cast<unsigned char>(text[0])));
    } else if (const std::string_view escape = short_escape(next->code); !escape.empty()) {
      quoted += escape;
    } else if (is_printable(next->code)) {
      quoted += text.substr(0, size);
    } else if (next->code < 0x80) {
      quoted += in_hex("\\x%02x", next->code);
    } else {
      quoted += in_hex(next->code < 0x10000 ? "\\u%04x" : "\\U%08x", next->code);
    }
    text.remove_prefix(size);
  }
  return quoted + '"';
}

}  // namespace headroom::kit
