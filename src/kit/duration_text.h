// Durations as people write and read them, in Go's notation: "1m30s", "1.5h",
// "100ms"; and days: "1d2h".
#pragma once

#include <string>
#include <string_view>

#include "kit/result.h"
#include "kit/time.h"

namespace headroom::kit {

// Units ns us µs ms s m h d, each with an optional fraction, in any order; an
// optional sign in front; "0" needs no unit. The error quotes the text.
Result<Duration> parse_duration(std::string_view text);

// As Go prints it: "1h0m0s", "1m30s", "1.5s", "250ms", "0s".
std::string text_of(Duration duration);

}  // namespace headroom::kit
