#include "protocol/http/cookie.h"

#include <algorithm>
#include <iterator>

#include "kit/number.h"
#include "protocol/http/date.h"

namespace headroom::protocol::http {

namespace {

using http1::equals_ignoring_case;

// Go's limit on what one message may carry.
constexpr std::size_t cookie_count_max = 3000;

bool is_value_byte(char c) {
  return c >= ' ' && c <= '~' && c != '"' && c != ';' && c != '\\';
}

bool is_value(std::string_view text) {
  return std::ranges::all_of(text, is_value_byte);
}

// Takes the text up to the separator off the front.
std::string_view take_until(std::string_view& rest, char separator) {
  const std::size_t end = rest.find(separator);
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return part;
}

std::optional<std::string_view> unquoted_value(std::string_view text) {
  if (text.size() > 1 && text.starts_with('"') && text.ends_with('"')) {
    text = text.substr(1, text.size() - 2);
  }
  return is_value(text) ? std::optional(text) : std::nullopt;
}

// "name=value"; without "=" the value is empty.
std::optional<CookiePair> parse_pair(std::string_view part) {
  const std::string_view name = http1::trimmed(take_until(part, '='));
  const std::optional<std::string_view> value = unquoted_value(part);
  if (!http1::is_token(name) || !value) {
    return std::nullopt;
  }
  return CookiePair{.name = name, .value = *value};
}

// As strconv.Atoi reads it, but "05" is wrong; 0 and less mean: at once.
std::optional<std::int64_t> parse_max_age(std::string_view text) {
  const bool has_plus = text.size() > 1 && text[0] == '+' && text[1] != '-';
  const std::optional<std::int64_t> seconds = kit::parse_integer(text.substr(has_plus ? 1 : 0));
  if (!seconds || (*seconds != 0 && text[0] == '0')) {
    return std::nullopt;
  }
  return *seconds <= 0 ? -1 : *seconds;
}

SameSite parse_same_site(std::string_view text) {
  if (equals_ignoring_case(text, "lax")) {
    return SameSite::lax;
  }
  if (equals_ignoring_case(text, "strict")) {
    return SameSite::strict;
  }
  return equals_ignoring_case(text, "none") ? SameSite::none : SameSite::unknown;
}

void read_attribute(std::string_view attribute, Cookie& cookie) {
  const std::string_view name = take_until(attribute, '=');
  const std::string_view value = attribute;
  if (!is_value(value)) {
    return;
  }
  if (equals_ignoring_case(name, "domain")) {
    cookie.domain = value;
  } else if (equals_ignoring_case(name, "path")) {
    cookie.path = value;
  } else if (equals_ignoring_case(name, "max-age")) {
    cookie.max_age = parse_max_age(value).value_or(cookie.max_age);
  } else if (equals_ignoring_case(name, "expires")) {
    cookie.expires_unix_ms = parse_cookie_date_ms(value);
  } else if (equals_ignoring_case(name, "secure")) {
    cookie.is_secure = true;
  } else if (equals_ignoring_case(name, "httponly")) {
    cookie.is_http_only = true;
  } else if (equals_ignoring_case(name, "samesite")) {
    cookie.same_site = parse_same_site(value);
  }
}

}  // namespace

std::optional<Cookie> parse_set_cookie(std::string_view line) {
  const std::string_view first = http1::trimmed(take_until(line, ';'));
  const std::optional<CookiePair> pair = parse_pair(first);
  if (!pair || first.find('=') == std::string_view::npos) {
    return std::nullopt;
  }
  Cookie cookie{.name = std::string(pair->name), .value = std::string(pair->value)};
  while (!line.empty()) {
    read_attribute(http1::trimmed(take_until(line, ';')), cookie);
  }
  return cookie;
}

std::vector<Cookie> cookies_of(const http1::Fields& fields) {
  std::vector<Cookie> cookies;
  std::size_t line_count = 0;
  for (const http1::Field& field : fields) {
    if (!equals_ignoring_case(field.name, "Set-Cookie")) {
      continue;
    }
    if (++line_count > cookie_count_max) {
      return {};
    }
    if (auto cookie = parse_set_cookie(field.value)) {
      cookies.push_back(std::move(*cookie));
    }
  }
  return cookies;
}

std::vector<CookiePair> parse_cookie_field(std::string_view value) {
  std::vector<CookiePair> cookies;
  if (std::ranges::count(value, ';') >= static_cast<std::ptrdiff_t>(cookie_count_max)) {
    return cookies;
  }
  while (!value.empty()) {
    if (const auto pair = parse_pair(http1::trimmed(take_until(value, ';')))) {
      cookies.push_back(*pair);
    }
  }
  return cookies;
}

void append_cookie(std::string& field, CookiePair cookie) {
  if (!field.empty()) {
    field += "; ";
  }
  for (const char c : cookie.name) {
    field += c == '\r' || c == '\n' ? '-' : c;
  }
  field += '=';
  const bool is_quoted =
      std::ranges::any_of(cookie.value, [](char c) { return c == ' ' || c == ','; });
  field += is_quoted ? "\"" : "";
  std::ranges::copy_if(cookie.value, std::back_inserter(field), is_value_byte);
  field += is_quoted ? "\"" : "";
}

std::string cookie_field(std::span<const CookiePair> cookies) {
  std::string field;
  for (const CookiePair& cookie : cookies) {
    append_cookie(field, cookie);
  }
  return field;
}

}  // namespace headroom::protocol::http
