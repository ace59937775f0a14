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
  std::string text = random_hex(random);
  constexpr std::string_view variants = "89ab";
  text[12] = '4';
  text[16] = variants[random.next_below(variants.size())];
  for (const std::size_t place : {8, 13, 18, 23}) {
    text.insert(place, "-");
  }
  return text;
}

}  // namespace headroom::target
