// Dates as cookies carry them, read with the leniency of Go's time.Parse. For
// cookies and for scripts that set them; nothing here writes dates or reads clocks.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace headroom::protocol::http {

// Milliseconds since 1970 of "Mon, 02 Jan 2006 15:04:05 GMT". Years 0 to 9999, which is
// more than kit::WallTime holds. The day's name is not compared with the date, and every
// time zone counts as UTC, since a name alone says no offset.
std::optional<std::int64_t> parse_rfc1123_ms(std::string_view text);

// The same, or with dashes: "Mon, 02-Jan-2006 15:04:05 GMT".
std::optional<std::int64_t> parse_cookie_date_ms(std::string_view text);

}  // namespace headroom::protocol::http
