#include "kit/random.h"

#include <gtest/gtest.h>

namespace headroom::kit {
namespace {

TEST(Random, SameSeedSameStream) {
  Random left(7);
  Random right(7);
  Random other(8);
  const std::uint64_t value = left.next();

  EXPECT_EQ(value, right.next());
  EXPECT_NE(value, other.next());
}

TEST(Random, StaysInRangeAndFillsIt) {
  Random random(1);
  std::array<int, 10> counts{};
  double sum = 0;
  for (int i = 0; i < 100'000; ++i) {
    ++counts[random.next_below(10)];
    sum += random.next_double();
  }

  for (const int count : counts) {
    EXPECT_NEAR(count, 10'000, 500);
  }
  EXPECT_NEAR(sum / 100'000, 0.5, 0.01);
}

}  // namespace
}  // namespace headroom::kit
