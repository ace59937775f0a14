#include "target/service_time.h"

#include <cmath>

#include <gtest/gtest.h>

namespace headroom::target {
namespace {

using kit::Duration;
using Shape = ServiceTime::Shape;

struct Moments {
  double mean = 0;
  double variance = 0;
};

Moments moments_of(const ServiceTime& time, std::uint64_t seed) {
  kit::Random random(seed);
  constexpr int count = 50'000;
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < count; ++i) {
    const double seconds = draw(time, random).in_seconds();
    EXPECT_GE(seconds, 0);
    sum += seconds;
    squares += seconds * seconds;
  }
  const double mean = sum / count;
  return {.mean = mean, .variance = squares / count - mean * mean};
}

TEST(ServiceTime, FixedTimesAreAlwaysTheSame) {
  kit::Random random(1);
  const ServiceTime time{.shape = Shape::fixed, .mean = Duration::milliseconds(5)};
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(draw(time, random), Duration::milliseconds(5));
  }
}

TEST(ServiceTime, ExponentialTimesHaveTheirMeanAsDeviation) {
  const Moments moments =
      moments_of({.shape = Shape::exponential, .mean = Duration::milliseconds(10)}, 7);
  EXPECT_NEAR(moments.mean, 0.010, 0.0002);
  EXPECT_NEAR(std::sqrt(moments.variance), 0.010, 0.0004);
}

TEST(ServiceTime, LognormalTimesKeepTheMeanWhateverTheSpread) {
  for (const double spread : {0.2, 0.5, 1.0}) {
    const Moments moments = moments_of(
        {.shape = Shape::lognormal, .mean = Duration::milliseconds(10), .spread = spread}, 7);
    EXPECT_NEAR(moments.mean, 0.010, 0.0004) << spread;
    const double deviation = 0.010 * std::sqrt(std::exp(spread * spread) - 1);
    EXPECT_NEAR(std::sqrt(moments.variance), deviation, deviation * 0.1) << spread;
  }
}

TEST(ServiceTime, OneSeedIsOneSequence) {
  const ServiceTime time{.shape = Shape::lognormal, .mean = Duration::milliseconds(10)};
  kit::Random left(42);
  kit::Random right(42);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(draw(time, left), draw(time, right));
  }
}

TEST(ServiceTime, IsReadFromText) {
  const auto fixed = parse_service_time("fixed:5ms");
  ASSERT_TRUE(fixed);
  EXPECT_EQ(fixed->shape, Shape::fixed);
  EXPECT_EQ(fixed->mean, Duration::milliseconds(5));

  const auto exponential = parse_service_time("exponential:1s");
  ASSERT_TRUE(exponential);
  EXPECT_EQ(exponential->shape, Shape::exponential);

  const auto lognormal = parse_service_time("lognormal:10ms,1.2");
  ASSERT_TRUE(lognormal);
  EXPECT_EQ(lognormal->shape, Shape::lognormal);
  EXPECT_DOUBLE_EQ(lognormal->spread, 1.2);
}

TEST(ServiceTime, RefusesWhatIsNotOneAndSaysWhatIs) {
  for (const char* text : {"", "5ms", "fixed", "fixed:", "fixed:-1ms", "uniform:5ms", "fixed:5ms,1",
                           "lognormal:10ms,", "lognormal:10ms,-1", "lognormal:10ms,99"}) {
    const auto time = parse_service_time(text);
    ASSERT_FALSE(time) << text;
    EXPECT_NE(time.error().text().find("write fixed:5ms"), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace headroom::target
