#include "target/http_date.h"

#include <array>
#include <chrono>
#include <string_view>

namespace headroom::target {

namespace {

std::string two_digits(long number) {
  return {static_cast<char>('0' + number / 10 % 10), static_cast<char>('0' + number % 10)};
}

}  // namespace

std::string http_date(kit::WallTime time) {
  constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::sys_time<std::chrono::nanoseconds> point{
      std::chrono::nanoseconds(time.unix_ns)};
  const auto midnight = std::chrono::floor<std::chrono::days>(point);
  const std::chrono::year_month_day date(midnight);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(point - midnight));
  std::string text(days[std::chrono::weekday(midnight).c_encoding()]);
  text += ", " + two_digits(static_cast<unsigned>(date.day())) + " ";
  text.append(months[static_cast<unsigned>(date.month()) - 1]);
  text += " " + std::to_string(static_cast<int>(date.year())) + " ";
  text += two_digits(clock.hours().count()) + ":" + two_digits(clock.minutes().count()) + ":";
  return text + two_digits(clock.seconds().count()) + " GMT";
}

}  // namespace headroom::target
