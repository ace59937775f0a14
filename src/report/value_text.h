// Numbers as the summary prints them: durations, bytes, percents and plain
// values, digit for digit as k6 does (some truncated, some rounded). Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "kit/time.h"

namespace headroom::report {

// How durations are shown: by size ("6.25ms", "2m3s"), or always in one unit
// with two decimals ("0.01s").
enum class TimeUnit { by_size, seconds, milliseconds, microseconds };

// "s", "ms" and "us"; anything else is by_size, as it is for k6.
TimeUnit time_unit_of(std::string_view option);

// Rounded to `digits` decimals, halves upwards as JavaScript's toFixed.
std::string fixed(double value, int digits);

// At most six decimals, without trailing zeros: "5.979207", "3".
std::string number_text(double value);

// Milliseconds of a value recorded in seconds. A whole number of nanoseconds
// stays exact, so that truncating for print does not lose a digit.
double milliseconds_of(double seconds);

std::string duration_text(double seconds, TimeUnit unit = TimeUnit::by_size);

// "574 B", "1.5 kB", "12 MB": powers of 1000.
std::string bytes_text(double bytes);

// A share from 0 to 1, truncated, never rounded up to success: "66.66%".
std::string percent_text(double share);

// Code points of UTF-8 text without escape sequences: its columns on a terminal.
std::size_t columns_of(std::string_view text);

// The text followed by spaces up to so many columns.
std::string padded(std::string_view text, std::size_t columns);

// A duration of as many characters as `longest` needs, in tenths of a second:
// "0.3s", "00m01.0s". Nothing jumps when it is redrawn.
std::string fixed_width_duration(kit::Duration duration, kit::Duration longest);

}  // namespace headroom::report
