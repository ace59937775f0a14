// A URL as Go's net/url reads and writes it, since scripts were written against
// that: same texts for what is wrong, same escaping of paths. For the http
// session and whoever shows URLs. No IDN, and paths are normalised only by resolve().
#pragma once

#include <string>
#include <string_view>

#include "kit/result.h"

namespace headroom::protocol::http {

struct Url {
  // The error is Go's: parse "http://[::bad/": missing ']' in host
  static kit::Result<Url> parse(std::string_view text);

  std::string scheme;     // lower case; empty for "/path" or ""
  std::string opaque;     // what follows the scheme when it is not a path: "mailto:opaque"
  std::string user_info;  // still escaped: "user:pass%20word"
  std::string host;       // with the port as given: "example.com:8080", "[::1]"
  std::string path;       // escaped, as it is sent; may be empty
  std::string query;      // raw, without "?"
  std::string fragment;   // escaped, without "#"; never sent
  bool has_user_info = false;
  bool has_empty_query = false;  // "/path?"

  // "example.com", "::1" (without brackets).
  std::string_view host_name() const;
  // The port as given, else 443 for https, 80 for others; -1 when it is none (":99999").
  int port() const;
  // What goes into the request line: "/path?query", "/" at least.
  std::string request_target() const;
  // The decoded halves of user_info.
  std::string user_name() const;
  std::string password() const;
  std::string text() const;
};

// What a reference such as "../x?y" means in a document at `base`: RFC 3986, section 5.2,
// as Go's URL.ResolveReference has it. A path without dots is left as it is.
Url resolve(const Url& base, const Url& reference);

// As a name or a value of a query or a form: "a b&c" to "a+b%26c".
std::string query_escaped(std::string_view text);

// Decodes %xx; wrong escapes stay as they are.
std::string percent_decoded(std::string_view text);

}  // namespace headroom::protocol::http
