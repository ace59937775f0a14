// Percentiles against the definition: the linear interpolation on all values,
// sorted. Up to the bound for raw values they are the same double, beyond it they
// are within half a bucket; however many workers and windows the values came by.
#include <algorithm>
#include <cmath>
#include <functional>

#include <gtest/gtest.h>

#include "kit/random.h"
#include "metrics/recorder.h"
#include "metrics/totals.h"

namespace headroom::metrics {
namespace {

constexpr double percentiles[] = {0, 1, 10, 25, 50, 75, 90, 95, 99, 99.9, 99.99, 100};
constexpr double error_max = 0.003;
constexpr std::size_t raw_max = Aggregate::raw_default;

using Draw = std::function<double(kit::Random&)>;

struct Distribution {
  const char* name;
  Draw draw;  // seconds
};

double exponential(kit::Random& random, double mean) {
  return -mean * std::log1p(-random.next_double());
}

// Normal by twelve uniform values: good enough to give a shape.
double normal(kit::Random& random) {
  double sum = -6;
  for (int i = 0; i < 12; i++) {
    sum += random.next_double();
  }
  return sum;
}

std::vector<Distribution> distributions() {
  return {
      {"uniform", [](kit::Random& random) { return 0.001 + 0.2 * random.next_double(); }},
      {"exponential", [](kit::Random& random) { return exponential(random, 0.05); }},
      {"lognormal", [](kit::Random& random) { return 0.02 * std::exp(1.5 * normal(random)); }},
      {"heavy tail",
       [](kit::Random& random) { return 0.001 * std::pow(1 - random.next_double(), -1.2); }},
      {"two far modes",
       [](kit::Random& random) {
         return random.next_below(20) == 0 ? 5 + 0.1 * normal(random)
                                           : 0.002 + 1e-4 * random.next_double();
       }},
      {"half zeros",
       [](kit::Random& random) {
         return random.next_below(2) == 0 ? 0 : exponential(random, 0.01);
       }},
      {"whole milliseconds",
       [](kit::Random& random) { return static_cast<double>(random.next_below(30)) / 1000; }},
      {"always the same", [](kit::Random&) { return 0.0125; }},
      {"negative too", [](kit::Random& random) { return normal(random); }},
  };
}

double interpolated(const std::vector<double>& sorted, double p) {
  const double rank = p / 100 * static_cast<double>(sorted.size() - 1);
  const auto lower = static_cast<std::size_t>(std::floor(rank));
  const auto upper = static_cast<std::size_t>(std::ceil(rank));
  return sorted[lower] + (sorted[upper] - sorted[lower]) * (rank - std::floor(rank));
}

// Records `count` values by three workers in windows of uneven size; returns them sorted.
struct Recorded {
  Catalog catalog;
  MetricId metric = catalog.add_metric("latency", Type::trend, Contains::time).value();
  Totals totals{catalog};
  std::vector<double> sorted;

  Recorded(const Distribution& distribution, std::size_t count, std::uint64_t seed) {
    kit::Random random(seed);
    std::vector<std::unique_ptr<Recorder>> workers;
    for (int i = 0; i < 3; i++) {
      workers.push_back(std::make_unique<Recorder>(catalog));
    }
    std::int64_t window = 0;
    while (sorted.size() < count) {
      Recorder& worker = *workers[random.next_below(workers.size())];
      const std::size_t more = std::min(count - sorted.size(), 1 + random.next_below(3000));
      for (std::size_t i = 0; i < more; i++) {
        sorted.push_back(distribution.draw(random));
        worker.record(metric, 0, sorted.back());
      }
      worker.recycle(totals.merge(worker.rotate(), window++));
    }
    std::ranges::sort(sorted);
  }
  const Aggregate& aggregate() const { return totals.of(metric); }
};

TEST(Percentiles, UpToTheBoundAreThoseOfAllValues) {
  for (const Distribution& distribution : distributions()) {
    for (const std::size_t count : {std::size_t{1}, std::size_t{2}, std::size_t{7},
                                    std::size_t{1000}, raw_max - 1, raw_max}) {
      const Recorded run(distribution, count, 42 + count);
      ASSERT_TRUE(run.aggregate().is_exact());
      for (const double p : percentiles) {
        EXPECT_EQ(run.aggregate().percentile(p), interpolated(run.sorted, p))
            << distribution.name << ", " << count << " values, p(" << p << ")";
      }
    }
  }
}

TEST(Percentiles, BeyondTheBoundAreWithinHalfABucket) {
  for (const Distribution& distribution : distributions()) {
    for (const std::size_t count : {raw_max + 1, std::size_t{40'000}}) {
      const Recorded run(distribution, count, 77 + count);
      ASSERT_FALSE(run.aggregate().is_exact());
      for (const double p : percentiles) {
        const double exact = interpolated(run.sorted, p);
        EXPECT_NEAR(run.aggregate().percentile(p), exact, std::abs(exact) * error_max)
            << distribution.name << ", " << count << " values, p(" << p << ")";
      }
      EXPECT_EQ(run.aggregate().min(), run.sorted.front()) << distribution.name;
      EXPECT_EQ(run.aggregate().max(), run.sorted.back()) << distribution.name;
    }
  }
}

}  // namespace
}  // namespace headroom::metrics
