// Text to numbers and back, independent of the locale; the whole text must be
// the number.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace headroom::kit {

// std::nullopt when the text is not one decimal integer in range.
std::optional<std::int64_t> parse_integer(std::string_view text);

// Decimal or exponent notation; std::nullopt for anything else, hex, inf and nan.
std::optional<double> parse_decimal(std::string_view text);

// The shortest text that reads back as the same double, without an exponent: "0.1", "1200000".
std::string shortest_decimal(double value);

}  // namespace headroom::kit
