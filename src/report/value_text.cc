#include "report/value_text.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>

namespace headroom::report {

namespace {

std::string printed(double value, int digits) {
  std::array<char, 512> text;
  const int length = std::snprintf(text.data(), text.size(), "%.*f", digits, value);
  return {text.data(), static_cast<std::size_t>(length)};
}

// Is the value exactly half-way between two numbers of so many decimals?
bool is_half_way(double value, int digits) {
  // A half that is one in binary has few decimals; 25 more show any remainder.
  constexpr int remainder_digits = 25;
  const std::string text = printed(value, digits + remainder_digits);
  const std::string_view remainder = std::string_view(text).substr(text.size() - remainder_digits);
  return remainder.front() == '5' && remainder.find_first_not_of('0', 1) == remainder.npos;
}

std::string without_trailing_zeros(std::string text) {
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') {
      text.pop_back();
    }
  }
  return text == "-0" ? "0" : text;
}

// Cut off after `digits` decimals, trailing zeros removed.
std::string truncated(double value, int digits) {
  const double factor = std::pow(10, digits);
  return without_trailing_zeros(fixed(std::trunc(factor * value) / factor, digits));
}

std::string long_duration_text(double milliseconds) {
  const int digits = milliseconds > 60'000 ? 0 : 2;
  std::string text = truncated(std::fmod(milliseconds, 60'000) / 1000, digits) + "s";
  const double minutes = std::trunc(milliseconds / 60'000);
  if (minutes < 1) {
    return text;
  }
  text = number_text(std::fmod(minutes, 60)) + "m" + text;
  const double hours = std::trunc(minutes / 60);
  return hours < 1 ? text : number_text(hours) + "h" + text;
}

std::string duration_text_by_size(double milliseconds) {
  if (milliseconds == 0) {
    return "0s";
  }
  if (milliseconds < 0.001) {
    return number_text(std::trunc(milliseconds * 1'000'000)) + "ns";
  }
  if (milliseconds < 1) {
    return truncated(milliseconds * 1000, 2) + "\u00b5s";
  }
  if (milliseconds < 1000) {
    return truncated(milliseconds, 2) + "ms";
  }
  return long_duration_text(milliseconds);
}

}  // namespace

TimeUnit time_unit_of(std::string_view option) {
  if (option == "s") {
    return TimeUnit::seconds;
  }
  if (option == "ms") {
    return TimeUnit::milliseconds;
  }
  return option == "us" ? TimeUnit::microseconds : TimeUnit::by_size;
}

std::string fixed(double value, int digits) {
  if (is_half_way(value, digits)) {
    value = std::nextafter(value, std::numeric_limits<double>::infinity());
  }
  return printed(value, digits);
}

std::string number_text(double value) {
  constexpr int digits = 6;
  return without_trailing_zeros(fixed(value, digits));
}

double milliseconds_of(double seconds) {
  const double nanoseconds = seconds * 1e9;
  const double whole = std::round(nanoseconds);
  constexpr double tolerance = 1e-4;
  return std::abs(nanoseconds - whole) < tolerance ? whole / 1e6 : seconds * 1e3;
}

std::string duration_text(double seconds, TimeUnit unit) {
  const double milliseconds = milliseconds_of(seconds);
  switch (unit) {
    case TimeUnit::seconds: return fixed(milliseconds * 0.001, 2) + "s";
    case TimeUnit::milliseconds: return fixed(milliseconds, 2) + "ms";
    case TimeUnit::microseconds: return fixed(milliseconds * 1000, 2) + "\u00b5s";
    case TimeUnit::by_size: break;
  }
  return duration_text_by_size(milliseconds);
}

std::string bytes_text(double bytes) {
  constexpr std::array units{"B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"};
  if (!(bytes >= 10)) {
    constexpr int digits = 15;
    return without_trailing_zeros(fixed(bytes, digits)) + " B";
  }
  const double power = std::floor(std::log(bytes) / std::log(1000.0));
  const auto index = std::min(static_cast<std::size_t>(power), units.size() - 1);
  const double scaled = bytes / std::pow(1000.0, static_cast<double>(index));
  const double rounded = std::floor(scaled * 10 + 0.5) / 10;
  return fixed(rounded, rounded < 10 ? 1 : 0) + " " + units.at(index);
}

std::string percent_text(double share) {
  return fixed(std::trunc(share * 100 * 100) / 100, 2) + "%";
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  bool is_in_escape = false;
  for (const char c : text) {
    if (c == '\x1b') {
      is_in_escape = true;
    } else if (is_in_escape) {
      is_in_escape = !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
    } else if ((static_cast<unsigned char>(c) & 0xc0U) != 0x80U) {
      ++columns;
    }
  }
  return columns;
}

std::string padded(std::string_view text, std::size_t columns) {
  const std::size_t used = columns_of(text);
  return std::string(text) + std::string(columns > used ? columns - used : 0, ' ');
}

std::string fixed_width_duration(kit::Duration duration, kit::Duration longest) {
  constexpr std::int64_t tenth_ns = 100'000'000;
  const auto tenths_of = [](kit::Duration span) {
    return (std::abs(span.in_nanoseconds()) + tenth_ns / 2) / tenth_ns;
  };
  const std::int64_t tenths = tenths_of(duration);
  const std::int64_t tenths_max = std::max(tenths, tenths_of(longest));
  const std::int64_t seconds = tenths / 10;
  const std::int64_t seconds_max = tenths_max / 10;
  constexpr std::int64_t minute = 60;
  constexpr std::int64_t hour = 60 * minute;
  constexpr std::int64_t day = 24 * hour;

  const auto digits = [](std::int64_t number, std::size_t width) {
    std::string text = std::to_string(number);
    text.insert(0, width > text.size() ? width - text.size() : 0, '0');
    return text;
  };
  const bool has_minutes = seconds_max >= minute;
  const bool has_hours = seconds_max >= hour;
  const bool has_days = seconds_max >= day;
  std::string text;
  if (has_days) {
    text += digits(seconds / day, std::to_string(seconds_max / day).size()) + "d";
  }
  if (has_hours) {
    text += digits(seconds % day / hour, seconds_max >= 10 * hour ? 2 : 1) + "h";
  }
  if (has_minutes) {
    text += digits(seconds % hour / minute, seconds_max >= 10 * minute ? 2 : 1) + "m";
  }
  return text + digits(seconds % minute, seconds_max >= 10 ? 2 : 1) + "." +
         std::to_string(tenths % 10) + "s";
}

}  // namespace headroom::report
