#include "load/fraction.h"

#include <limits>

#include <gtest/gtest.h>

namespace headroom::load {
namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

std::string text_of(const std::optional<Fraction>& fraction) {
  return fraction ? fraction->text() : "none";
}

struct Reading {
  std::string_view text;
  std::string_view fraction;
};

TEST(Fraction, IsReadFromQuotientsAndDecimals) {
  const Reading readings[] = {
      {"0", "0"},
      {"1", "1"},
      {"010", "10"},  // a decimal, not octal
      {"1/3", "1/3"},
      {"2/4", "1/2"},
      {"-1/2", "-1/2"},
      {"+1/2", "1/2"},
      {"6/3", "2"},
      {"0/5", "0"},
      {"0.5", "1/2"},
      {".25", "1/4"},
      {"1.", "1"},
      {"-0.5", "-1/2"},
      {"0.30", "3/10"},
      {"25e-2", "1/4"},
      {"2.5E-1", "1/4"},
      {"1e2", "100"},
      {"9223372036854775807/9223372036854775807", "1"},
      {"0.000000000000000001", "1/1000000000000000000"},
  };
  for (const Reading& each : readings) {
    EXPECT_EQ(text_of(parse_fraction(each.text)), each.fraction) << each.text;
  }
}

TEST(Fraction, IsNotReadFromAnythingElse) {
  const std::string_view texts[] = {
      "",
      ".",
      "-",
      "1a5",
      " 1",
      "1 ",
      "0x1",
      "inf",
      "nan",
      "1/0",
      "1/",
      "/3",
      "1/-3",
      "1/3/4",
      "0.5/2",
      "01/3",  // octal in k6
      "1/010",
      "1_000",
      "--1",
      "1e",
      "1e1.5",
      "1e-19",  // does not fit
      "1e19",
      "0.0000000000000000001",
      "9223372036854775808/9223372036854775809",
      "1:2",
      "1,2",
  };
  for (const std::string_view text : texts) {
    EXPECT_EQ(text_of(parse_fraction(text)), "none") << text;
  }
}

TEST(Fraction, ComparesWithoutRounding) {
  const auto smaller = Fraction::of(most - 1, most);
  const auto greater = Fraction::of(most - 2, most - 1);

  EXPECT_GT(*smaller, *greater);
  EXPECT_LT(*smaller, Fraction(1));
  EXPECT_LT(Fraction(-1), Fraction(0));
  EXPECT_EQ(*Fraction::of(2, 6), *Fraction::of(-1, -3));
}

TEST(Fraction, DifferenceIsExactOrNone) {
  EXPECT_EQ(text_of(difference(*Fraction::of(2, 3), *Fraction::of(1, 2))), "1/6");
  EXPECT_EQ(text_of(difference(*Fraction::of(1, 3), *Fraction::of(1, 3))), "0");
  EXPECT_EQ(text_of(difference(*Fraction::of(1, most), *Fraction::of(1, most - 1))), "none");
}

TEST(Fraction, IsWrittenWithTwoDecimalsInErrors) {
  EXPECT_EQ(Fraction::of(5, 4)->decimal_text(), "1.25");
  EXPECT_EQ(Fraction::of(1, 3)->decimal_text(), "0.33");
  EXPECT_EQ(Fraction::of(2, 3)->decimal_text(), "0.67");
  EXPECT_EQ(Fraction::of(-1, 2)->decimal_text(), "-0.50");
  EXPECT_EQ(Fraction::of(1, 200)->decimal_text(), "0.01");
  EXPECT_EQ(Fraction(2).decimal_text(), "2.00");
}

}  // namespace
}  // namespace headroom::load
