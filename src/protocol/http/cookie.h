// Cookies as they travel: a Set-Cookie line taken apart and a Cookie field read and
// written, by the rules of Go's net/http, since scripts were written against those.
// Which cookie goes to which host is http/cookie_jar.h.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/http1/field.h"

namespace headroom::protocol::http {

enum class SameSite : std::uint8_t {
  unset,
  unknown,  // the attribute is there and says nothing we know
  lax,
  strict,
  none
};

// What a server, or a script, wants to be kept.
struct Cookie {
  std::string name;
  std::string value;   // without the quotes around it, which are not sent back either
  std::string domain;  // as given, a leading dot included; empty: the host that set it
  std::string path;    // as given; empty: the folder of the URL that set it
  // Seconds from now; below 0: delete it at once; 0: the attribute is missing. Wins over expires.
  std::int64_t max_age = 0;
  std::optional<std::int64_t> expires_unix_ms;
  bool is_secure = false;
  bool is_http_only = false;
  SameSite same_site = SameSite::unset;
};

// One name and value of a Cookie field. The views are borrowed.
struct CookiePair {
  std::string_view name;
  std::string_view value;

  bool operator==(const CookiePair&) const = default;
};

// None when it has no valid name or value. Attributes that are wrong are passed over.
std::optional<Cookie> parse_set_cookie(std::string_view line);

// All of a response, in order; none when there are more than 3000 lines, as in Go.
std::vector<Cookie> cookies_of(const http1::Fields& fields);

// The valid ones of a Cookie field; none when there are more than 3000. Views into `value`.
std::vector<CookiePair> parse_cookie_field(std::string_view value);

// Adds "name=value" to the value of a Cookie field. Bytes that a cookie may not have are
// dropped, and a value with a blank or a comma is quoted.
void append_cookie(std::string& field, CookiePair cookie);

// "a=1; b=2"
std::string cookie_field(std::span<const CookiePair> cookies);

}  // namespace headroom::protocol::http
