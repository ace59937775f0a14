#include "target/uuid.h"

#include <string_view>

namespace headroom::target {

std::string random_hex(kit::Random& random) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  for (int half = 0; half < 2; ++half) {
    std::uint64_t bits = random.next();
    for (int i = 0; i < 16; ++i, bits >>= 4U) {
      hex += digits[bits & 0xfU];
    }
  }
  return hex;
}

std::string random_uuid(kit::Random& random) {
  std::string hex = random_hex(random);
  constexpr std::string_view variants = "89ab";
  hex[12] = '4';
  hex[16] = variants[random.next_below(variants.size())];
  std::string text;
  for (std::size_t i = 0; i < hex.size(); ++i) {
    const bool starts_part = i == 8 || i == 12 || i == 16 || i == 20;
    text += starts_part ? "-" : "";
    text += hex[i];
  }
  return text;
}

}  // namespace headroom::target
