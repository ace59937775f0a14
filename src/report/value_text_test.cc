#include "report/value_text.h"

#include <gtest/gtest.h>

namespace headroom::report {
namespace {

using kit::Duration;

TEST(ValueText, DurationsTakeTheUnitOfTheirSizeAndAreCutNotRounded) {
  const struct {
    double seconds;
    const char* text;
  } rows[] = {
      {0, "0s"},
      {0.0000004, "400ns"},
      {0.00024033, "240.33µs"},
      {0.0005041, "504.1µs"},
      {0.00078817, "788.17µs"},
      {0.000999999, "999.99µs"},
      {0.00173, "1.73ms"},
      {0.004851, "4.85ms"},
      {0.00485, "4.84ms"},  // 100 * 4.85 is less than 485 in binary, for k6 too
      {0.00625, "6.25ms"},
      {0.0125, "12.5ms"},
      {0.07952999, "79.52ms"},
      {0.105, "105ms"},
      {0.999999, "999.99ms"},
      {1.05, "1.05s"},
      {59.999, "59.99s"},
      {60, "1m0s"},
      {123.9, "2m3s"},
      {3723, "1h2m3s"},
      {90000, "25h0m0s"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(duration_text(row.seconds), row.text) << row.seconds;
  }
}

TEST(ValueText, AFixedUnitHasTwoDecimals) {
  EXPECT_EQ(duration_text(1.23456, TimeUnit::seconds), "1.23s");
  EXPECT_EQ(duration_text(0.00625, TimeUnit::milliseconds), "6.25ms");
  EXPECT_EQ(duration_text(0.00625, TimeUnit::microseconds), "6250.00µs");
}

TEST(ValueText, TimeUnitsAreNamedAsTheOptionNamesThem) {
  EXPECT_EQ(time_unit_of("s"), TimeUnit::seconds);
  EXPECT_EQ(time_unit_of("ms"), TimeUnit::milliseconds);
  EXPECT_EQ(time_unit_of("us"), TimeUnit::microseconds);
  EXPECT_EQ(time_unit_of(""), TimeUnit::by_size);
  EXPECT_EQ(time_unit_of("h"), TimeUnit::by_size);
}

TEST(ValueText, PercentsAreCutSoThatNearlyAllIsNotAll) {
  EXPECT_EQ(percent_text(12.0 / 18), "66.66%");
  EXPECT_EQ(percent_text(6.0 / 18), "33.33%");
  EXPECT_EQ(percent_text(0.999999), "99.99%");
  EXPECT_EQ(percent_text(1), "100.00%");
  EXPECT_EQ(percent_text(0), "0.00%");
}

TEST(ValueText, PlainNumbersHaveAtMostSixDecimals) {
  EXPECT_EQ(number_text(3), "3");
  EXPECT_EQ(number_text(7.972275199), "7.972275");
  EXPECT_EQ(number_text(17.9376201), "17.93762");
  EXPECT_EQ(number_text(1e12), "1000000000000");
  EXPECT_EQ(number_text(-0.0000001), "0");
  EXPECT_EQ(number_text(-2.5), "-2.5");
}

TEST(ValueText, HalvesRoundUpwardsAsInJavaScript) {
  EXPECT_EQ(fixed(12.5, 0), "13");
  EXPECT_EQ(fixed(13.5, 0), "14");
  EXPECT_EQ(fixed(0.125, 2), "0.13");
  EXPECT_EQ(fixed(1.005, 2), "1.00");  // below the half in binary
}

TEST(ValueText, BytesComeInPowersOfAThousand) {
  EXPECT_EQ(bytes_text(0), "0 B");
  EXPECT_EQ(bytes_text(9), "9 B");
  EXPECT_EQ(bytes_text(9.25), "9.25 B");
  EXPECT_EQ(bytes_text(574), "574 B");
  EXPECT_EQ(bytes_text(572.01), "572 B");
  EXPECT_EQ(bytes_text(1482), "1.5 kB");
  EXPECT_EQ(bytes_text(12'500), "13 kB");
  EXPECT_EQ(bytes_text(3'200'000), "3.2 MB");
  EXPECT_EQ(bytes_text(45e12), "45 TB");
}

TEST(ValueText, ColumnsCountCharactersNotBytesNorEscapes) {
  EXPECT_EQ(columns_of("240.33µs"), 8U);
  EXPECT_EQ(columns_of("\x1b[2;36m✓ ok\x1b[0m"), 4U);
  EXPECT_EQ(padded("1µs", 5), "1µs  ");
  EXPECT_EQ(padded("long", 2), "long");
}

TEST(ValueText, FixedWidthDurationsHaveThePlacesOfTheLongest) {
  const struct {
    Duration duration;
    Duration longest;
    const char* text;
  } rows[] = {
      {Duration::milliseconds(0), Duration::seconds(1), "0.0s"},
      {Duration::milliseconds(1234), Duration::seconds(30), "01.2s"},
      {Duration::milliseconds(10'000), Duration::seconds(30), "10.0s"},
      {Duration::milliseconds(1000), Duration::seconds(60), "0m01.0s"},
      {Duration::milliseconds(1000), Duration::seconds(631), "00m01.0s"},
      {Duration::milliseconds(340), Duration::seconds(600), "00m00.3s"},
      {Duration::seconds(3723), Duration::seconds(7200), "1h02m03.0s"},
      {Duration::seconds(5), Duration::seconds(36'000), "00h00m05.0s"},
      {Duration::seconds(5), Duration::seconds(20 * 86'400), "00d00h00m05.0s"},
      {Duration::seconds(75), Duration::seconds(30), "1m15.0s"},
      {Duration::milliseconds(9'960), Duration::seconds(9), "10.0s"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(fixed_width_duration(row.duration, row.longest), row.text);
  }
}

}  // namespace
}  // namespace headroom::report
