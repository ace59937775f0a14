// Where an answer of 301, 302, 303, 307 or 308 leads, by the rules of Go's http.Client:
// the next URL and method, and what of the first request is sent again. For clients that
// follow redirects; how many they follow, and the jar's cookies, are theirs.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocol/http/failure.h"
#include "protocol/http/url.h"

namespace headroom::protocol::http {

// A request of a chain: the first as it was made, each next from redirect_of(). What once
// was not kept stays away for the rest of the chain.
struct Hop {
  Url url;
  std::string method = "GET";
  bool keeps_body = true;
  bool keeps_credentials = true;
  bool keeps_host_field = true;  // a Host field of the first request, not the URL's host
};

// The request after `hop`, which was answered with that status and Location (empty: none).
// None when the answer is no redirect. `first` is where the chain began. The failure says
// what is wrong with the Location.
Outcome<std::optional<Hop>> redirect_of(const Hop& hop, const Url& first, int status,
                                        std::string_view location);

// Does a header field of the first request go with this one? Whoever keeps cookies makes
// the Cookie field anew instead.
bool is_sent_again(std::string_view field_name, const Hop& hop);

// May what identifies a user at one host be told to the other? At the same and those below.
bool keeps_credentials(const Url& from, const Url& to);

// What the Referer field of a redirected request says, unless it has one of its own: the
// URL before, without user and password; empty when TLS would be left.
std::string referer_of(const Url& from, const Url& to);

}  // namespace headroom::protocol::http
