#include "protocol/http/date.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "protocol/http1/field.h"

namespace headroom::protocol::http {

namespace {

constexpr std::array<std::string_view, 7> day_names = {"Sun", "Mon", "Tue", "Wed",
                                                       "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> month_names = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Takes the parts of a date off the front of a text. Once a part is missing, all is wrong.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool is_done() const { return is_right_ && rest_.empty(); }

  // A blank stands for any number of them.
  void take(std::string_view pattern) {
    for (const char c : pattern) {
      require(rest_.starts_with(c));
      rest_.remove_prefix(is_right_ ? 1 : 0);
      while (c == ' ' && rest_.starts_with(' ')) {
        rest_.remove_prefix(1);
      }
    }
  }

  // Which of the names comes, from 0; in any case.
  template <std::size_t count>
  int take_name(const std::array<std::string_view, count>& names) {
    const auto found = std::ranges::find_if(names, [this](std::string_view name) {
      return http1::equals_ignoring_case(rest_.substr(0, name.size()), name);
    });
    require(found != names.end());
    if (is_right_) {
      rest_.remove_prefix(found->size());
    }
    return static_cast<int>(found - names.begin());
  }

  int take_number(std::size_t digits_min, std::size_t digits_max) {
    int number = 0;
    std::size_t count = 0;
    while (count < digits_max && count < rest_.size() && is_digit(rest_[count])) {
      number = number * 10 + (rest_[count] - '0');
      ++count;
    }
    require(count >= digits_min);
    rest_.remove_prefix(count);
    return number;
  }

  // ".25" or ",25", which may follow the seconds: in milliseconds.
  int take_fraction() {
    const bool has_fraction =
        rest_.size() > 1 && (rest_[0] == '.' || rest_[0] == ',') && is_digit(rest_[1]);
    if (!has_fraction) {
      return 0;
    }
    rest_.remove_prefix(1);
    int milliseconds = 0;
    for (int unit = 100; !rest_.empty() && is_digit(rest_[0]); unit /= 10) {
      milliseconds += unit * (rest_[0] - '0');
      rest_.remove_prefix(1);
    }
    return milliseconds;
  }

  // "GMT", "GMT+2", "CEST", "-03".
  void take_zone() {
    const std::size_t size = zone_size();
    require(size > 0);
    rest_.remove_prefix(size);
  }

  void require(bool condition) { is_right_ = is_right_ && condition; }

 private:
  std::size_t zone_size() const {
    if (rest_.starts_with("UTC")) {
      return 3;
    }
    if (rest_.starts_with("ChST") || rest_.starts_with("MeST")) {
      return 4;
    }
    if (rest_.starts_with("GMT")) {
      return 3 + offset_size(rest_.substr(3));
    }
    if (rest_.starts_with('+') || rest_.starts_with('-')) {
      return rest_.size() < 3 ? 0 : offset_size(rest_);
    }
    const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    const auto end = std::ranges::find_if_not(rest_, is_capital);
    const auto size = static_cast<std::size_t>(end - rest_.begin());
    const bool is_name = size == 3 ||
                         (size == 4 && (rest_[3] == 'T' || rest_.starts_with("WITA"))) ||
                         (size == 5 && rest_[4] == 'T');
    return is_name ? size : 0;
  }

  // Of a sign and hours up to 23; 0 when there are none.
  static std::size_t offset_size(std::string_view text) {
    if (!text.starts_with('+') && !text.starts_with('-')) {
      return 0;
    }
    std::size_t size = 1;
    int hours = 0;
    for (; size < text.size() && is_digit(text[size]); ++size) {
      hours = std::min(hours * 10 + (text[size] - '0'), 24);
    }
    return size > 1 && hours <= 23 ? size : 0;
  }

  std::string_view rest_;
  bool is_right_ = true;
};

std::optional<std::int64_t> parse_ms(std::string_view text, std::string_view separator) {
  Scanner scanner(text);
  scanner.take_name(day_names);
  scanner.take(", ");
  const int day = scanner.take_number(2, 2);
  scanner.take(separator);
  const int month = scanner.take_name(month_names) + 1;
  scanner.take(separator);
  const int year = scanner.take_number(4, 4);
  scanner.take(" ");
  const int hour = scanner.take_number(1, 2);
  scanner.take(":");
  const int minute = scanner.take_number(2, 2);
  scanner.take(":");
  const int second = scanner.take_number(2, 2);
  const int milliseconds = scanner.take_fraction();
  scanner.take(" ");
  scanner.take_zone();
  const std::chrono::year_month_day date(std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)});
  if (!scanner.is_done() || !date.ok() || hour > 23 || minute > 59 || second > 59) {
    return std::nullopt;
  }
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000 + milliseconds;
}

}  // namespace

std::optional<std::int64_t> parse_rfc1123_ms(std::string_view text) {
  return parse_ms(text, " ");
}

std::optional<std::int64_t> parse_cookie_date_ms(std::string_view text) {
  const std::optional<std::int64_t> time = parse_rfc1123_ms(text);
  return time ? time : parse_ms(text, "-");
}

}  // namespace headroom::protocol::http
