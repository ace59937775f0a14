#include "kit/number.h"

#include <gtest/gtest.h>

namespace headroom::kit {
namespace {

TEST(Number, ParsesWholeTextsOnly) {
  EXPECT_EQ(parse_integer("-42"), -42);
  EXPECT_EQ(parse_integer("42x"), std::nullopt);
  EXPECT_EQ(parse_integer("99999999999999999999"), std::nullopt);
  EXPECT_EQ(parse_decimal("1.5e3"), 1500);
  EXPECT_EQ(parse_decimal("nan"), std::nullopt);
  EXPECT_EQ(parse_decimal(""), std::nullopt);
}

TEST(Number, ShortestDecimalHasNoExponent) {
  EXPECT_EQ(shortest_decimal(0.1), "0.1");
  EXPECT_EQ(shortest_decimal(1.2e6), "1200000");
  EXPECT_EQ(shortest_decimal(5.979207), "5.979207");
}

}  // namespace
}  // namespace headroom::kit
