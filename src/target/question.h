// A request as the target's answers need it, and what they read out of it:
// fields, arguments, forms, cookies, counts. Clients are hostile: everything is
// bounded, and what is malformed is left out or left as it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kit/time.h"
#include "protocol/http/url.h"

namespace headroom::target {

// Views are valid for the call only.
struct Question {
  std::string_view method = "GET";
  std::string_view target = "/";  // path and query as sent
  std::span<const std::pair<std::string_view, std::string_view>> headers;
  std::string_view body;
  std::string_view origin;  // the client's address
  std::string_view scheme = "http";
  kit::WallTime now;
  // Of all that is random in the answer; another one for each request.
  std::uint64_t seed = 0;
};

using protocol::http::percent_decoded;  // of a place in a path, where + is a plus

using Pairs = std::vector<std::pair<std::string, std::string>>;

// Of one form, query or multipart body; those behind are left out.
inline constexpr std::size_t pairs_max = 10'000;

std::string_view path_of(const Question& question);
std::string_view query_of(const Question& question);
// The first field of that name in any case.
std::optional<std::string_view> header_of(const Question& question, std::string_view name);

// The decoded names and values of the query, in order.
Pairs arguments_of(const Question& question);
// Those of "a=1&b=2".
Pairs pairs_of_form(std::string_view form);
// Those of the Cookie field, quotes taken off; of one name the first.
Pairs cookies_of(const Question& question);
// The value of the first pair of that name in any case.
std::optional<std::string_view> value_of(const Pairs& pairs, std::string_view name);

// "http://host/path": what `path` is here, for the outside.
std::string url_of(const Question& question, std::string_view path);
// The client's address, as a proxy in front of us may know it better.
std::string_view origin_of(const Question& question);

// Digits only; more than fit are the greatest number.
std::optional<std::uint64_t> parse_count(std::string_view text);

}  // namespace headroom::target
