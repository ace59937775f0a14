#include "metrics/histogram.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

#include <gtest/gtest.h>

#include "kit/random.h"
#include "metrics/histogram_codec.h"

namespace headroom::metrics {
namespace {

using Draw = std::function<double(kit::Random&)>;

double normal(kit::Random& random) {
  return std::sqrt(-2 * std::log(1 - random.next_double())) *
         std::cos(2 * std::numbers::pi * random.next_double());
}

struct Distribution {
  const char* name;
  Draw draw;
};

const std::vector<Distribution>& distributions() {
  static const std::vector<Distribution> all{
      {"uniform", [](kit::Random& r) { return 0.001 + r.next_double(); }},
      {"lognormal", [](kit::Random& r) { return std::exp(std::log(2e-3) + 0.8 * normal(r)); }},
      {"heavy tail", [](kit::Random& r) { return 1e-4 / std::pow(1 - r.next_double(), 0.7); }},
      {"two modes",
       [](kit::Random& r) {
         return (r.next_below(10) == 0 ? 1.0 : 1e-3) * (1 + 0.1 * r.next_double());
       }},
      {"one value", [](kit::Random&) { return 0.0125; }},
      {"huge range", [](kit::Random& r) { return std::pow(10, 40 * r.next_double() - 20); }},
      {"negative", [](kit::Random& r) { return -std::exp(normal(r)); }},
  };
  return all;
}

double exact_quantile(const std::vector<double>& sorted, double q) {
  const double rank = q * static_cast<double>(sorted.size() - 1);
  const auto lower = static_cast<std::size_t>(rank);
  const std::size_t upper = std::min(lower + 1, sorted.size() - 1);
  return sorted[lower] + (sorted[upper] - sorted[lower]) * (rank - static_cast<double>(lower));
}

std::vector<double> drawn(const Distribution& distribution, std::size_t count) {
  kit::Random random(7);
  std::vector<double> values;
  for (std::size_t i = 0; i < count; i++) {
    values.push_back(distribution.draw(random));
  }
  return values;
}

Histogram histogram_of(const std::vector<double>& values, int schema = 7) {
  Histogram histogram(schema);
  for (const double value : values) {
    histogram.record(value);
  }
  return histogram;
}

TEST(Histogram, QuantilesAreWithinThreeThousandthsOfTheExactOnes) {
  for (const Distribution& distribution : distributions()) {
    std::vector<double> values = drawn(distribution, 10'000);
    const Histogram histogram = histogram_of(values);
    std::ranges::sort(values);

    for (const double q : {0.0, 0.001, 0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 0.9999, 1.0}) {
      const double exact = exact_quantile(values, q);
      EXPECT_NEAR(histogram.quantile(q), exact, std::abs(exact) * 0.003)
          << distribution.name << " q=" << q;
    }
    EXPECT_EQ(histogram.min(), values.front());
    EXPECT_EQ(histogram.max(), values.back());
  }
}

TEST(Histogram, EveryBoundaryBelongsToTheBucketBelowIt) {
  for (int schema = 0; schema <= Histogram::schema_max; schema++) {
    const Histogram histogram(schema);
    const int per_octave = 1 << schema;
    for (int index = -70 * per_octave; index <= 70 * per_octave; index += schema > 5 ? 7 : 1) {
      // The exact power, from a wider type.
      const auto bound = static_cast<double>(
          std::exp2(static_cast<long double>(index) / static_cast<long double>(per_octave)));

      ASSERT_EQ(Histogram::upper_bound(schema, index), bound) << schema << " " << index;
      ASSERT_EQ(histogram.index_of(bound), index) << schema;
      ASSERT_EQ(histogram.index_of(std::nextafter(bound, 1e300)), index + 1) << schema;
      ASSERT_EQ(histogram.index_of(std::nextafter(bound, 0.0)), index) << schema;
    }
  }
}

TEST(Histogram, EveryValueLiesBetweenTheBoundsOfItsBucket) {
  kit::Random random(3);
  for (int schema = 0; schema <= Histogram::schema_max; schema++) {
    const Histogram histogram(schema);
    for (int i = 0; i < 5'000; i++) {
      const double value = std::exp2(600 * random.next_double() - 300);
      const std::int32_t index = histogram.index_of(value);
      ASSERT_LE(value, Histogram::upper_bound(schema, index));
      ASSERT_GT(value, Histogram::upper_bound(schema, index - 1));
    }
  }
}

TEST(Histogram, CoarserBucketsEqualRecordingCoarsely) {
  for (const Distribution& distribution : distributions()) {
    const std::vector<double> values = drawn(distribution, 5'000);
    const Histogram fine = histogram_of(values);
    for (int schema = 0; schema <= 7; schema++) {
      EXPECT_EQ(pack(fine.to_schema(schema)), pack(histogram_of(values, schema)))
          << distribution.name << " schema " << schema;
    }
  }
}

TEST(Histogram, MergingEqualsRecordingBothInAnyOrderAndGrouping) {
  // Whole numbers, so that sums are exact too.
  kit::Random random(5);
  std::vector<std::vector<double>> parts(3);
  std::vector<double> all;
  for (int i = 0; i < 3'000; i++) {
    const double value = static_cast<double>(random.next_below(100'000)) - 20'000;
    parts[random.next_below(3)].push_back(value);
    all.push_back(value);
  }
  const Histogram a = histogram_of(parts[0]);
  const Histogram b = histogram_of(parts[1]);
  const Histogram c = histogram_of(parts[2]);

  Histogram left = a;
  left.merge(b);
  left.merge(c);
  Histogram right = c;
  Histogram inner = b;
  inner.merge(a);
  right.merge(inner);

  EXPECT_EQ(pack(left), pack(right));
  EXPECT_EQ(pack(left), pack(histogram_of(all)));
}

TEST(Histogram, SchemasMeetAtTheCoarserOne) {
  Histogram fine = histogram_of({1, 2, 3});
  fine.merge(histogram_of({4, 5}, 3));
  EXPECT_EQ(fine.schema(), 3);
  EXPECT_EQ(pack(fine), pack(histogram_of({1, 2, 3, 4, 5}, 3)));

  Histogram coarse = histogram_of({4, 5}, 3);
  coarse.merge(histogram_of({1, 2, 3}));
  EXPECT_EQ(pack(coarse), pack(fine));
}

TEST(Histogram, TakesAnyDouble) {
  Histogram histogram;
  const double huge = std::numeric_limits<double>::max();
  for (const double value : {0.0, -0.0, 5e-324, -5e-324, std::numeric_limits<double>::min(), huge,
                             -huge, std::numeric_limits<double>::infinity(),
                             -std::numeric_limits<double>::infinity(), std::nan("")}) {
    histogram.record(value);
  }

  EXPECT_EQ(histogram.count(), 9U) << "all but NaN";
  EXPECT_EQ(histogram.zero_count(), 4U) << "both zeros and both subnormals";
  EXPECT_EQ(histogram.max(), huge);
  EXPECT_EQ(histogram.min(), -huge);
  for (const double q : {0.0, 0.1, 0.5, 0.9, 1.0}) {
    EXPECT_TRUE(std::isfinite(histogram.quantile(q)));
  }
}

TEST(Histogram, OfNothingIsZero) {
  const Histogram histogram;
  EXPECT_EQ(histogram.quantile(0.5), 0);
  EXPECT_EQ(histogram.min(), 0);
  EXPECT_EQ(histogram.max(), 0);
  EXPECT_EQ(histogram.average(), 0);
}

TEST(Histogram, ClearedIsEmptyAndKeepsItsBuckets) {
  Histogram histogram = histogram_of({1, 2, -3, 0});
  const std::size_t range = histogram.positive().counts().size();

  histogram.clear();

  EXPECT_EQ(pack(histogram), pack(Histogram()));
  EXPECT_EQ(histogram.positive().counts().size(), range);
}

TEST(Histogram, MemoryFollowsTheUsedRange) {
  Histogram histogram;
  for (int i = 0; i < 100'000; i++) {
    histogram.record(1e-3 * (1 + 9 * (i % 1000) / 1000.0));
  }
  EXPECT_LE(histogram.positive().counts().size(), 1'000U) << "one decade is 425 buckets";
  EXPECT_TRUE(histogram.negative().counts().empty());
}

TEST(HistogramCodec, UnpacksWhatItPacked) {
  for (const Distribution& distribution : distributions()) {
    const Histogram histogram = histogram_of(drawn(distribution, 2'000));
    const std::string bytes = pack(histogram);
    const auto again = unpack(bytes);
    ASSERT_TRUE(again) << distribution.name;
    EXPECT_EQ(pack(*again), bytes);
    EXPECT_EQ(again->count(), histogram.count());
    EXPECT_EQ(again->quantile(0.9), histogram.quantile(0.9));
  }
}

TEST(HistogramCodec, AWindowOfLatenciesIsSmall) {
  const Histogram histogram = histogram_of(drawn(distributions()[1], 20'000));
  EXPECT_LE(pack(histogram.to_schema(Histogram::schema_window)).size(), 700U);
}

TEST(HistogramCodec, RefusesTruncatedAndForeignBytes) {
  const std::string bytes = pack(histogram_of({0, 1, 2, 1000, -4}));
  for (std::size_t length = 0; length < bytes.size(); length++) {
    EXPECT_FALSE(unpack(std::string_view(bytes).substr(0, length))) << length;
  }
  EXPECT_FALSE(unpack(bytes + '\0'));
  std::string wrong_minimum = bytes;
  wrong_minimum[2 + 8 + 7] = 0;
  EXPECT_FALSE(unpack(wrong_minimum)) << "it is not in the lowest bucket";
  EXPECT_FALSE(unpack("\x09" + bytes.substr(1))) << "schema 9";
}

}  // namespace
}  // namespace headroom::metrics
