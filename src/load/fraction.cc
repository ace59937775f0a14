#include "load/fraction.h"

#include <limits>
#include <utility>

#include "kit/number.h"

namespace headroom::load {

namespace {

__extension__ using Wide = __int128;

constexpr Wide int64_max = std::numeric_limits<std::int64_t>::max();

Wide magnitude(Wide value) {
  return value < 0 ? -value : value;
}

// std::gcd takes no 128-bit numbers under strict C++.
Wide greatest_divisor(Wide left, Wide right) {
  while (right != 0) {
    left %= right;
    std::swap(left, right);
  }
  return left;
}

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Takes the sign off `text`.
bool take_minus(std::string_view& text) {
  const bool is_negative = text.starts_with('-');
  if (is_negative || text.starts_with('+')) {
    text.remove_prefix(1);
  }
  return is_negative;
}

std::optional<std::int64_t> parse_part_of_quotient(std::string_view digits) {
  const bool is_octal = digits.size() > 1 && digits.starts_with('0');
  return is_digits(digits) && !is_octal ? kit::parse_integer(digits) : std::nullopt;
}

std::optional<Fraction> parse_quotient(std::string_view text) {
  const bool is_negative = take_minus(text);
  const std::size_t slash = text.find('/');
  const auto numerator = parse_part_of_quotient(text.substr(0, slash));
  const auto denominator = parse_part_of_quotient(text.substr(slash + 1));
  if (!numerator || !denominator) {
    return std::nullopt;
  }
  return Fraction::of(is_negative ? -*numerator : *numerator, *denominator);
}

// Ten to the power, as far as it can matter.
std::optional<std::int64_t> power_of_ten(std::int64_t exponent) {
  constexpr std::int64_t exponent_max = 18;
  if (exponent > exponent_max) {
    return std::nullopt;
  }
  std::int64_t power = 1;
  for (; exponent > 0; --exponent) {
    power *= 10;
  }
  return power;
}

std::optional<Fraction> parse_decimal(std::string_view text) {
  const bool is_negative = take_minus(text);
  std::int64_t exponent = 0;
  if (const std::size_t e = text.find_first_of("eE"); e != std::string_view::npos) {
    std::string_view exponent_text = text.substr(e + 1);
    const bool is_exponent_negative = take_minus(exponent_text);
    const auto parsed = is_digits(exponent_text) ? kit::parse_integer(exponent_text) : std::nullopt;
    if (!parsed) {
      return std::nullopt;
    }
    exponent = is_exponent_negative ? -*parsed : *parsed;
    text = text.substr(0, e);
  }
  const std::size_t point = text.find('.');
  const std::string_view decimals =
      point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  const std::string digits = std::string(text.substr(0, point)) + std::string(decimals);
  const auto mantissa = is_digits(digits) ? kit::parse_integer(digits) : std::nullopt;
  if (!mantissa) {
    return std::nullopt;
  }
  exponent -= static_cast<std::int64_t>(decimals.size());
  const auto power = power_of_ten(exponent < 0 ? -exponent : exponent);
  if (!power) {
    return std::nullopt;
  }
  const Wide signed_mantissa = is_negative ? -Wide{*mantissa} : Wide{*mantissa};
  return exponent < 0 ? Fraction::of(signed_mantissa, *power)
                      : Fraction::of(signed_mantissa * *power, 1);
}

}  // namespace

std::optional<Fraction> Fraction::of(Wide numerator, Wide denominator) {
  if (denominator == 0) {
    return std::nullopt;
  }
  const Wide sign = denominator < 0 ? -1 : 1;
  const Wide divisor = greatest_divisor(magnitude(numerator), magnitude(denominator)) * sign;
  if (magnitude(numerator / divisor) > int64_max || denominator / divisor > int64_max) {
    return std::nullopt;
  }
  Fraction fraction;
  fraction.numerator_ = static_cast<std::int64_t>(numerator / divisor);
  fraction.denominator_ = static_cast<std::int64_t>(denominator / divisor);
  return fraction;
}

std::strong_ordering Fraction::operator<=>(const Fraction& other) const {
  const Wide left = Wide{numerator_} * other.denominator_;
  const Wide right = Wide{other.numerator_} * denominator_;
  return left < right   ? std::strong_ordering::less
         : left > right ? std::strong_ordering::greater
                        : std::strong_ordering::equal;
}

std::string Fraction::text() const {
  return denominator_ == 1 ? std::to_string(numerator_)
                           : std::to_string(numerator_) + "/" + std::to_string(denominator_);
}

std::string Fraction::decimal_text() const {
  const Wide hundredths = (magnitude(numerator_) * 200 + denominator_) / (Wide{2} * denominator_);
  const auto whole = static_cast<std::int64_t>(hundredths / 100);
  const auto decimals = static_cast<std::int64_t>(hundredths % 100);
  return (numerator_ < 0 ? "-" : "") + std::to_string(whole) + (decimals < 10 ? ".0" : ".") +
         std::to_string(decimals);
}

double Fraction::approximate() const {
  return static_cast<double>(numerator_) / static_cast<double>(denominator_);
}

std::optional<Fraction> difference(const Fraction& left, const Fraction& right) {
  return Fraction::of(
      Wide{left.numerator()} * right.denominator() - Wide{right.numerator()} * left.denominator(),
      Wide{left.denominator()} * right.denominator());
}

std::optional<Fraction> parse_fraction(std::string_view text) {
  return text.find('/') == std::string_view::npos ? parse_decimal(text) : parse_quotient(text);
}

}  // namespace headroom::load
