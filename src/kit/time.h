// Durations and instants as strong types over int64 nanoseconds, cheap to
// include (unlike <chrono>). Reading a clock is kit/clock.h.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>

namespace headroom::kit {

// A signed span of time; +-292 years.
class Duration {
 public:
  constexpr Duration() = default;
  static constexpr Duration nanoseconds(std::int64_t n) { return Duration(n); }
  static constexpr Duration microseconds(std::int64_t n) { return Duration(n * 1'000); }
  static constexpr Duration milliseconds(std::int64_t n) { return Duration(n * 1'000'000); }
  static constexpr Duration seconds(std::int64_t n) { return Duration(n * 1'000'000'000); }
  // Rounds to the nearest nanosecond; values out of range become max() or -max().
  static constexpr Duration from_seconds(double seconds) {
    const double ns = seconds * 1e9;
    if (ns >= 9.2e18) {
      return max();
    }
    if (ns <= -9.2e18) {
      return Duration(-std::numeric_limits<std::int64_t>::max());
    }
    return Duration(static_cast<std::int64_t>(ns < 0 ? ns - 0.5 : ns + 0.5));
  }
  static constexpr Duration max() { return Duration(std::numeric_limits<std::int64_t>::max()); }

  constexpr std::int64_t in_nanoseconds() const { return ns_; }
  constexpr std::int64_t in_milliseconds() const { return ns_ / 1'000'000; }
  constexpr double in_seconds() const { return static_cast<double>(ns_) / 1e9; }

  constexpr auto operator<=>(const Duration&) const = default;
  constexpr Duration operator-() const { return Duration(-ns_); }
  constexpr Duration operator+(Duration other) const { return Duration(ns_ + other.ns_); }
  constexpr Duration operator-(Duration other) const { return Duration(ns_ - other.ns_); }
  constexpr Duration operator*(std::int64_t factor) const { return Duration(ns_ * factor); }
  constexpr Duration operator/(std::int64_t divisor) const { return Duration(ns_ / divisor); }
  constexpr Duration& operator+=(Duration other) { return *this = *this + other; }
  constexpr Duration& operator-=(Duration other) { return *this = *this - other; }

 private:
  explicit constexpr Duration(std::int64_t ns) : ns_(ns) {}
  std::int64_t ns_ = 0;
};

// A point on a monotonic clock, comparable only with instants of the same clock.
class Instant {
 public:
  constexpr Instant() = default;
  static constexpr Instant from_nanoseconds(std::int64_t ns) { return Instant(ns); }
  // Later than every instant a clock returns: the deadline of a wait without one.
  static constexpr Instant never() { return Instant(std::numeric_limits<std::int64_t>::max()); }

  constexpr std::int64_t in_nanoseconds() const { return ns_; }

  constexpr auto operator<=>(const Instant&) const = default;
  // Saturates at never().
  constexpr Instant operator+(Duration span) const {
    std::int64_t sum = 0;
    return __builtin_add_overflow(ns_, span.in_nanoseconds(), &sum) ? never() : Instant(sum);
  }
  constexpr Instant operator-(Duration span) const { return Instant(ns_ - span.in_nanoseconds()); }
  constexpr Duration operator-(Instant other) const {
    return Duration::nanoseconds(ns_ - other.ns_);
  }

 private:
  explicit constexpr Instant(std::int64_t ns) : ns_(ns) {}
  std::int64_t ns_ = 0;
};

// A point of civil time: nanoseconds since 1970-01-01 UTC.
struct WallTime {
  std::int64_t unix_ns = 0;
  constexpr auto operator<=>(const WallTime&) const = default;
};

namespace literals {
constexpr Duration operator""_s(unsigned long long n) {
  return Duration::seconds(static_cast<std::int64_t>(n));
}
constexpr Duration operator""_ms(unsigned long long n) {
  return Duration::milliseconds(static_cast<std::int64_t>(n));
}
constexpr Duration operator""_us(unsigned long long n) {
  return Duration::microseconds(static_cast<std::int64_t>(n));
}
}  // namespace literals

}  // namespace headroom::kit
