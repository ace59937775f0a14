#include "metrics/aggregate.h"

#include <cmath>

#include <gtest/gtest.h>

namespace headroom::metrics {
namespace {

Aggregate trend_of(const std::vector<double>& values, std::size_t raw_max = 10'000) {
  Aggregate trend(Type::trend, raw_max);
  for (const double value : values) {
    trend.record(value);
  }
  return trend;
}

TEST(Aggregate, PercentilesInterpolateBetweenRanksAsK6Does) {
  const Aggregate trend = trend_of({3, 1, 2, 5, 4});

  EXPECT_EQ(trend.percentile(0), 1);
  EXPECT_EQ(trend.percentile(50), 3);
  EXPECT_DOUBLE_EQ(trend.percentile(90), 4.6);
  EXPECT_DOUBLE_EQ(trend.percentile(95), 4.8);
  EXPECT_EQ(trend.percentile(100), 5);
  EXPECT_EQ(trend.average(), 3);
  EXPECT_EQ(trend_of({7}).percentile(95), 7);
  EXPECT_EQ(trend_of({}).percentile(95), 0);
}

TEST(Aggregate, IsExactUpToItsBoundAndCloseBeyond) {
  std::vector<double> values;
  for (int i = 1; i <= 1000; i++) {
    values.push_back(i);
  }
  EXPECT_TRUE(trend_of(values, 1000).is_exact());
  EXPECT_EQ(trend_of(values, 1000).percentile(50), 500.5);

  const Aggregate beyond = trend_of(values, 999);
  EXPECT_FALSE(beyond.is_exact());
  EXPECT_NEAR(beyond.percentile(50), 500.5, 500.5 * 0.003);
  EXPECT_EQ(beyond.max(), 1000);
  EXPECT_EQ(beyond.sum(), 500'500);
}

TEST(Aggregate, MergedTrendsStayExactWhileTheirValuesFit) {
  Aggregate total = trend_of({1, 3}, 4);
  total.merge(trend_of({2, 4}, 4));
  EXPECT_TRUE(total.is_exact());
  EXPECT_EQ(total.percentile(50), 2.5);

  total.merge(trend_of({5}, 4));
  EXPECT_FALSE(total.is_exact());
  EXPECT_TRUE(total.raw().empty());
  EXPECT_EQ(total.count(), 5U);
}

TEST(Aggregate, OnceValuesAreNotWantedClearingDoesNotBringThemBack) {
  Aggregate trend = trend_of({1, 2});
  trend.stop_keeping_raw();
  trend.clear();
  trend.record(3);

  EXPECT_FALSE(trend.is_exact());
  EXPECT_TRUE(trend.raw().empty());
  EXPECT_EQ(trend.max(), 3);
}

TEST(Aggregate, AnEmptyOneSpoilsNothing) {
  Aggregate total = trend_of({1, 2});
  Aggregate empty(Type::trend);
  empty.stop_keeping_raw();
  total.merge(empty);
  EXPECT_TRUE(total.is_exact());
}

TEST(Aggregate, CountersAddUp) {
  Aggregate counter(Type::counter);
  counter.record(2);
  counter.record(0.5);
  Aggregate other(Type::counter);
  other.record(1);
  counter.merge(other);

  EXPECT_EQ(counter.sum(), 3.5);
  EXPECT_EQ(counter.count(), 3U);
}

TEST(Aggregate, OfAGaugeTheLatestWinsInWhateverOrderItIsMerged) {
  const auto at = [](std::int64_t ns) { return kit::Instant::from_nanoseconds(ns); };
  Aggregate early(Type::gauge);
  early.record(9, at(10));
  early.record(-2, at(20));
  Aggregate late(Type::gauge);
  late.record(4, at(30));

  Aggregate total(Type::gauge);
  total.merge(late);
  total.merge(early);

  EXPECT_EQ(total.last(), 4);
  EXPECT_EQ(total.min(), -2);
  EXPECT_EQ(total.max(), 9);
}

TEST(Aggregate, RatesCountWhatIsNotZero) {
  Aggregate rate(Type::rate);
  for (const double value : {1.0, 0.0, 3.0, 0.0}) {
    rate.record(value);
  }
  EXPECT_EQ(rate.trues(), 2U);
  EXPECT_EQ(rate.count(), 4U);
  EXPECT_EQ(rate.share(), 0.5);
  EXPECT_EQ(Aggregate(Type::rate).share(), 0);
}

TEST(Aggregate, IgnoresNaNInEveryType) {
  for (const Type type : {Type::counter, Type::gauge, Type::rate, Type::trend}) {
    Aggregate aggregate(type, 0);
    aggregate.record(std::nan(""));
    EXPECT_TRUE(aggregate.is_empty());
    EXPECT_TRUE(aggregate.is_exact());
    EXPECT_EQ(aggregate.sum(), 0);
  }
}

}  // namespace
}  // namespace headroom::metrics
