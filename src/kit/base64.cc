#include "kit/base64.h"

#include <array>

namespace headroom::kit {

namespace {

constexpr std::uint8_t no_digit = 64;

constexpr std::string_view standard_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

using DigitValues = std::array<std::uint8_t, 256>;

constexpr DigitValues make_values(std::string_view digits) {
  DigitValues values{};
  values.fill(no_digit);
  for (std::size_t i = 0; i < digits.size(); ++i) {
    values[static_cast<unsigned char>(digits[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}
constexpr DigitValues standard_values = make_values(standard_digits);
constexpr DigitValues url_values = make_values(url_digits);

std::unexpected<Error> illegal_at(std::size_t position) {
  return failure("illegal base64 data at input byte " + std::to_string(position));
}

// Reads four digits at a time; what is wrong is said by the position where Go says it.
class Decoder {
 public:
  Decoder(std::string_view text, Base64Form form)
      : text_(text),
        values_(form.alphabet == Base64Alphabet::url ? url_values : standard_values),
        is_padded_(form.is_padded) {}

  Result<std::string> decode() {
    bytes_.reserve(text_.size() / 4 * 3 + 3);
    for (skip_line_breaks(); at_ < text_.size(); skip_line_breaks()) {
      const char c = text_[at_];
      if (is_padded_ && c == '=') {
        return finish_padded();
      }
      const std::uint8_t value = values_[static_cast<unsigned char>(c)];
      if (value == no_digit) {
        return illegal_at(at_);
      }
      ++at_;
      add(value);
    }
    if (digit_count_ == 1 || (is_padded_ && digit_count_ != 0)) {
      return illegal_at(at_ - digit_count_);
    }
    flush();
    return std::move(bytes_);
  }

 private:
  void skip_line_breaks() {
    while (at_ < text_.size() && (text_[at_] == '\n' || text_[at_] == '\r')) {
      ++at_;
    }
  }

  void add(std::uint8_t value) {
    bits_ = bits_ << 6U | value;
    if (++digit_count_ == 4) {
      flush();
    }
  }

  // Two digits hold one byte, three hold two; the bits left over are not looked at.
  void flush() {
    for (std::size_t i = 1; i < digit_count_; ++i) {
      bytes_ += static_cast<char>(bits_ >> (6 * digit_count_ - 8 * i));
    }
    bits_ = 0;
    digit_count_ = 0;
  }

  Result<std::string> finish_padded() {
    if (digit_count_ < 2) {
      return illegal_at(at_);
    }
    ++at_;
    if (digit_count_ == 2) {
      skip_line_breaks();
      if (at_ == text_.size()) {
        return illegal_at(at_);
      }
      if (text_[at_] != '=') {
        return illegal_at(at_ - 1);
      }
      ++at_;
    }
    skip_line_breaks();
    if (at_ < text_.size()) {
      return illegal_at(at_);
    }
    flush();
    return std::move(bytes_);
  }

  std::string_view text_;
  const DigitValues& values_;
  bool is_padded_;
  std::size_t at_ = 0;
  std::string bytes_;
  std::uint32_t bits_ = 0;
  std::size_t digit_count_ = 0;  // of the four being read
};

}  // namespace

std::string base64_encoded(std::string_view bytes, Base64Form form) {
  const std::string_view digits =
      form.alphabet == Base64Alphabet::url ? url_digits : standard_digits;
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::string_view group = bytes.substr(at, 3);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      bits = bits << 8U | (i < group.size() ? static_cast<unsigned char>(group[i]) : 0U);
    }
    for (std::size_t i = 0; i <= group.size(); ++i) {
      text += digits[bits >> (18 - 6 * i) & 63U];
    }
    if (form.is_padded) {
      text.append(3 - group.size(), '=');
    }
  }
  return text;
}

Result<std::string> base64_decoded(std::string_view text, Base64Form form) {
  return Decoder(text, form).decode();
}

}  // namespace headroom::kit
