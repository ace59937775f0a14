#include "kit/duration_text.h"

#include <array>
#include <cstdlib>

#include "kit/number.h"

namespace headroom::kit {

namespace {

struct Unit {
  std::string_view name;
  double seconds;
};
constexpr std::array units{Unit{"ns", 1e-9},      Unit{"us", 1e-6}, Unit{"\u00b5s", 1e-6},
                           Unit{"\u03bcs", 1e-6}, Unit{"ms", 1e-3}, Unit{"s", 1},
                           Unit{"m", 60},         Unit{"h", 3600},  Unit{"d", 86400}};

std::unexpected<Error> not_a_duration(std::string_view text) {
  return failure("\"" + std::string(text) + "\" is not a duration (write 30s, 1m30s or 500ms)");
}

bool is_number_char(char c) {
  return (c >= '0' && c <= '9') || c == '.';
}

// Appends `ns / unit_ns` with at most `digits` decimals, without trailing zeros.
std::string scaled(std::int64_t ns, std::int64_t unit_ns, int digits) {
  std::string text = std::to_string(ns / unit_ns);
  std::string fraction = std::to_string(ns % unit_ns);
  fraction.insert(0, static_cast<std::size_t>(digits) - fraction.size(), '0');
  fraction.erase(fraction.find_last_not_of('0') + 1);
  return fraction.empty() ? text : text + "." + fraction;
}

}  // namespace

Result<Duration> parse_duration(std::string_view text) {
  std::string_view rest = text;
  const bool is_negative = rest.starts_with('-');
  if (is_negative || rest.starts_with('+')) {
    rest.remove_prefix(1);
  }
  if (rest == "0") {
    return Duration();
  }
  if (rest.empty()) {
    return not_a_duration(text);
  }
  double seconds = 0;
  while (!rest.empty()) {
    std::size_t number_length = 0;
    while (number_length < rest.size() && is_number_char(rest[number_length])) {
      ++number_length;
    }
    const auto number = parse_decimal(rest.substr(0, number_length));
    rest.remove_prefix(number_length);
    std::size_t unit_length = 0;
    while (unit_length < rest.size() && !is_number_char(rest[unit_length])) {
      ++unit_length;
    }
    const std::string_view name = rest.substr(0, unit_length);
    rest.remove_prefix(unit_length);
    const Unit* unit = nullptr;
    for (const Unit& candidate : units) {
      unit = candidate.name == name ? &candidate : unit;
    }
    if (!number || unit == nullptr) {
      return not_a_duration(text);
    }
    seconds += *number * unit->seconds;
  }
  return Duration::from_seconds(is_negative ? -seconds : seconds);
}

std::string text_of(Duration duration) {
  std::int64_t ns = duration.in_nanoseconds();
  if (ns == 0) {
    return "0s";
  }
  std::string text = ns < 0 ? "-" : "";
  ns = std::abs(ns);
  if (ns < 1'000) {
    return text + std::to_string(ns) + "ns";
  }
  if (ns < 1'000'000) {
    return text + scaled(ns, 1'000, 3) + "\u00b5s";
  }
  if (ns < 1'000'000'000) {
    return text + scaled(ns, 1'000'000, 6) + "ms";
  }
  const std::int64_t minutes = ns / 60'000'000'000;
  if (minutes >= 60) {
    text += std::to_string(minutes / 60) + "h";
  }
  if (minutes > 0) {
    text += std::to_string(minutes % 60) + "m";
  }
  return text + scaled(ns % 60'000'000'000, 1'000'000'000, 9) + "s";
}

}  // namespace headroom::kit
