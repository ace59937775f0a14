#include "threshold/sliding.h"

#include <cmath>

#include <gtest/gtest.h>

#include "kit/random.h"

namespace headroom::threshold {
namespace {

using metrics::Aggregate;
using metrics::Type;

Aggregate aggregate_of(Type type, const std::vector<double>& values) {
  Aggregate aggregate(type);
  for (const double value : values) {
    aggregate.record(value);
  }
  return aggregate;
}

// `seconds[i]` holds the values of second 100 + i.
SlidingOutcome outcome_of(Type type, const char* expression, std::int64_t window,
                          const std::vector<std::vector<double>>& seconds) {
  SlidingThreshold threshold(parse(expression).value(), type, 1, {.length = window, .first = 100});
  for (std::size_t i = 0; i < seconds.size(); ++i) {
    const auto second = 100 + static_cast<std::int64_t>(i);
    threshold.add(second, aggregate_of(type, seconds[i]));
    threshold.close(second);
  }
  const auto length = static_cast<std::int64_t>(seconds.size());
  threshold.finish(100 + length - 1, static_cast<double>(length));
  return threshold.outcome();
}

TEST(SlidingThreshold, JudgesEveryWindowOnceItsLastSecondIsClosed) {
  SlidingThreshold threshold(parse("count<10").value(), Type::counter, 1,
                             {.length = 3, .first = 100});
  const Aggregate four = aggregate_of(Type::counter, {4});

  threshold.add(100, four);
  threshold.add(101, four);
  threshold.close(101);
  EXPECT_EQ(threshold.outcome().judged, 0U) << "no window is whole yet";

  threshold.add(102, aggregate_of(Type::counter, {1}));
  threshold.close(102);
  EXPECT_EQ(threshold.outcome().judged, 1U);
  EXPECT_TRUE(threshold.outcome().ok) << "4 + 4 + 1";

  threshold.add(103, four);
  threshold.add(103, aggregate_of(Type::counter, {2}));
  threshold.close(103);
  EXPECT_EQ(threshold.outcome().judged, 2U);
  EXPECT_EQ(threshold.outcome().crossed, 1U) << "4 + 1 + 6";
  EXPECT_EQ(threshold.outcome().latest_crossed, 103);
}

struct Row {
  const char* reason;
  Type type;
  const char* expression;
  std::vector<std::vector<double>> seconds;  // windows have two
  bool ok;
  std::uint64_t judged;
  std::uint64_t crossed;
  double worst;
  std::int64_t worst_first;
};

TEST(SlidingThreshold, TellsTheWorstWindow) {
  const std::vector<Row> rows{
      {"highest where less is asked",
       Type::trend,
       "max<9",
       {{1}, {2}, {5}, {1}},
       true,
       3,
       0,
       5,
       101},
      {"lowest where more is asked",
       Type::trend,
       "min>0",
       {{3}, {2}, {5}, {9}},
       true,
       3,
       0,
       2,
       100},
      {"of the crossed ones", Type::trend, "max<5", {{1}, {7}, {8}, {1}}, false, 3, 3, 8, 101},
      {"first crossed of equals",
       Type::counter,
       "count==4",
       {{2}, {2}, {3}, {1}},
       false,
       3,
       1,
       5,
       101},
      {"a share", Type::rate, "rate>0.5", {{1, 1}, {1, 0}, {0, 0}}, false, 2, 1, 0.25, 101},
      {"a gauge's last", Type::gauge, "value<=4", {{9, 4}, {3}, {5}}, false, 2, 1, 5, 101},
      {"a counter's rate", Type::counter, "rate>=2", {{2}, {2}, {1}, {5}}, false, 3, 1, 1.5, 101},
      {"empty windows say nothing",
       Type::trend,
       "avg>1",
       {{2}, {}, {}, {}, {3}},
       true,
       2,
       0,
       2,
       100},
      {"but 0 of a counter", Type::counter, "count>0", {{2}, {}, {}, {3}}, false, 3, 1, 0, 101},
      {"too short: as one", Type::counter, "count>0", {{2}}, true, 1, 0, 2, 100},
      {"never a value: k6's rule", Type::trend, "avg>1", {{}, {}, {}}, false, 0, 0, 0, 100},
      {"never a value, a share", Type::rate, "rate>0.5", {{}, {}, {}}, true, 0, 0, 0, 100},
  };
  for (const Row& row : rows) {
    const SlidingOutcome outcome = outcome_of(row.type, row.expression, 2, row.seconds);
    EXPECT_EQ(outcome.ok, row.ok) << row.reason;
    EXPECT_EQ(outcome.judged, row.judged) << row.reason;
    EXPECT_EQ(outcome.crossed, row.crossed) << row.reason;
    EXPECT_DOUBLE_EQ(outcome.worst, row.worst) << row.reason;
    EXPECT_EQ(outcome.worst_first, row.worst_first) << row.reason;
  }
}

TEST(SlidingThreshold, AgreesWithJudgingEachWindowByItsRawValues) {
  kit::Random random(20'260'511);
  constexpr int window = 10;
  std::vector<std::vector<double>> seconds(120);
  for (std::vector<double>& second : seconds) {
    second.resize(random.next_below(40));
    for (double& value : second) {
      value = -0.1 * std::log(1 - random.next_double());  // exponential, 100 ms on average
    }
  }
  double worst = 0;
  std::int64_t worst_first = 0;
  for (std::size_t first = 0; first + window <= seconds.size(); ++first) {
    Aggregate all(Type::trend);
    for (std::size_t i = first; i < first + window; ++i) {
      all.merge(aggregate_of(Type::trend, seconds[i]));
    }
    if (all.percentile(95) > worst) {
      worst = all.percentile(95);
      worst_first = 100 + static_cast<std::int64_t>(first);
    }
  }

  const SlidingOutcome outcome = outcome_of(Type::trend, "p(95)<0.2", window, seconds);

  EXPECT_EQ(outcome.judged, seconds.size() - window + 1);
  EXPECT_NEAR(outcome.worst, worst, worst * 0.003);
  EXPECT_EQ(outcome.worst_first, worst_first);
  EXPECT_FALSE(outcome.ok);
}

}  // namespace
}  // namespace headroom::threshold
