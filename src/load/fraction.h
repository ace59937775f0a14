// An exact fraction, for the ends of execution segments: thirds of a test must
// add up to all of it. Values only; what does not fit 64 bits over 64 bits is
// refused where it would arise.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace headroom::load {

// Always in lowest terms, the denominator positive.
class Fraction {
  __extension__ using Wide = __int128;

 public:
  constexpr Fraction() = default;
  constexpr explicit Fraction(std::int64_t whole) : numerator_(whole) {}

  // std::nullopt when the denominator is 0 or the lowest terms do not fit.
  static std::optional<Fraction> of(Wide numerator, Wide denominator);

  std::int64_t numerator() const { return numerator_; }
  std::int64_t denominator() const { return denominator_; }

  std::strong_ordering operator<=>(const Fraction& other) const;
  bool operator==(const Fraction& other) const = default;

  // "1/3", or "1" for a whole number.
  std::string text() const;
  // With two decimals, a half rounded away from zero: "0.33".
  std::string decimal_text() const;
  double approximate() const;

 private:
  std::int64_t numerator_ = 0;
  std::int64_t denominator_ = 1;
};

// std::nullopt when it does not fit.
std::optional<Fraction> difference(const Fraction& left, const Fraction& right);

// "1/3", "0.25", "2.5e-1", "1". std::nullopt for anything else, and for what does not
// fit. Neither part of a quotient has a leading zero, which k6 would take for octal.
std::optional<Fraction> parse_fraction(std::string_view text);

}  // namespace headroom::load
