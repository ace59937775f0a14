#include "kit/duration_text.h"

#include <gtest/gtest.h>

namespace headroom::kit {
namespace {

using namespace literals;

TEST(ParseDuration, ReadsGoNotationAndDays) {
  EXPECT_EQ(parse_duration("30s").value(), 30_s);
  EXPECT_EQ(parse_duration("1m30s").value(), 90_s);
  EXPECT_EQ(parse_duration("1.5h").value(), 5400_s);
  EXPECT_EQ(parse_duration("100ms").value(), 100_ms);
  EXPECT_EQ(parse_duration("7\u00b5s").value(), 7_us);
  EXPECT_EQ(parse_duration("1d2h").value(), 93600_s);
  EXPECT_EQ(parse_duration("0").value(), Duration());
  EXPECT_EQ(parse_duration("-1s").value(), -1_s);
}

TEST(ParseDuration, RefusesWhatIsNotADurationAndQuotesIt) {
  for (const char* text : {"", "10", "s", "1x", "1..5s", "-", "1s ", "five"}) {
    const auto result = parse_duration(text);
    ASSERT_FALSE(result) << text;
    EXPECT_NE(result.error().text().find('"' + std::string(text) + '"'), std::string::npos);
  }
}

TEST(TextOfDuration, PrintsAsGoDoes) {
  EXPECT_EQ(text_of(Duration()), "0s");
  EXPECT_EQ(text_of(Duration::nanoseconds(17)), "17ns");
  EXPECT_EQ(text_of(1500_us), "1.5ms");
  EXPECT_EQ(text_of(250_ms), "250ms");
  EXPECT_EQ(text_of(1500_ms), "1.5s");
  EXPECT_EQ(text_of(90_s), "1m30s");
  EXPECT_EQ(text_of(600_s), "10m0s");
  EXPECT_EQ(text_of(3600_s), "1h0m0s");
  EXPECT_EQ(text_of(-1_s), "-1s");
}

}  // namespace
}  // namespace headroom::kit
