#include "threshold/evaluate.h"

#include <gtest/gtest.h>

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

struct Row {
  const char* reason;
  Type type;
  std::vector<double> values;
  const char* expression;
  bool ok;
  double observed;
};

TEST(EvaluateThreshold, ComparesTheObservedValueWithTheLimit) {
  const std::vector<Row> rows{
      {"sum of a counter", Type::counter, {2, 3}, "count>4", true, 5},
      {"counter per second of 10 s", Type::counter, {2, 3}, "rate<0.5", false, 0.5},
      {"counter per second, bound included", Type::counter, {2, 3}, "rate<=0.5", true, 0.5},
      {"last of a gauge", Type::gauge, {9, 4}, "value==4", true, 4},
      {"share of a rate", Type::rate, {1, 1, 0, 1}, "rate>0.9", false, 0.75},
      {"mean", Type::trend, {1, 2, 6}, "avg===3", true, 3},
      {"smallest", Type::trend, {1, 2, 6}, "min>=1", true, 1},
      {"largest", Type::trend, {1, 2, 6}, "max!=6", false, 6},
      {"middle", Type::trend, {1, 2, 6}, "med<2", false, 2},
      {"percentile, interpolated", Type::trend, {1, 2, 6}, "p(75)<=4", true, 4},
  };
  for (const Row& row : rows) {
    const Outcome outcome =
        evaluate(parse(row.expression).value(), aggregate_of(row.type, row.values),
                 {.elapsed_seconds = 10}, 1);
    EXPECT_EQ(outcome.ok, row.ok) << row.reason;
    EXPECT_FALSE(outcome.is_skipped) << row.reason;
    EXPECT_DOUBLE_EQ(outcome.observed, row.observed) << row.reason;
  }
}

TEST(EvaluateThreshold, AtTheEndNothingIsZeroButAShareOfNothingHolds) {
  const std::vector<Row> rows{
      {"counter", Type::counter, {}, "count>1", false, 0},
      {"counter below", Type::counter, {}, "count<1", true, 0},
      {"counter's rate", Type::counter, {}, "rate>1", false, 0},
      {"trend", Type::trend, {}, "avg>1", false, 0},
      {"trend below", Type::trend, {}, "p(95)<1", true, 0},
      {"gauge", Type::gauge, {}, "value>1", false, 0},
      {"rate above", Type::rate, {}, "rate>0.5", true, 0},
      {"rate below", Type::rate, {}, "rate<0.5", true, 0},
  };
  for (const Row& row : rows) {
    const Outcome outcome = evaluate(parse(row.expression).value(), aggregate_of(row.type, {}),
                                     {.elapsed_seconds = 10}, 1);
    EXPECT_EQ(outcome.ok, row.ok) << row.reason;
    EXPECT_EQ(outcome.observed, 0) << row.reason;
    EXPECT_FALSE(outcome.is_skipped);
  }
}

TEST(EvaluateThreshold, WhileRunningNothingIsPassedOver) {
  for (const Type type : {Type::counter, Type::gauge, Type::rate, Type::trend}) {
    const Outcome outcome = evaluate(parse("count>1").value(), aggregate_of(type, {}),
                                     {.elapsed_seconds = 10, .is_final = false}, 1);
    EXPECT_TRUE(outcome.is_skipped);
    EXPECT_TRUE(outcome.ok);
  }
}

TEST(EvaluateThreshold, LimitsOnTimesAreInMillisecondsAndObservationsInSeconds) {
  const Aggregate trend = aggregate_of(Type::trend, {0.1, 0.3});
  const double scale = scale_of(metrics::Contains::time);

  EXPECT_TRUE(holds(parse("avg<201").value(), trend, 10, scale));
  EXPECT_FALSE(holds(parse("avg<199").value(), trend, 10, scale));
  EXPECT_DOUBLE_EQ(evaluate(parse("avg<1").value(), trend, {}, scale).observed, 0.2);
  EXPECT_EQ(scale_of(metrics::Contains::plain), 1);
  EXPECT_EQ(scale_of(metrics::Contains::data), 1);
  EXPECT_TRUE(holds(parse("rate<=1").value(), aggregate_of(Type::rate, {1}), 10, scale))
      << "a share has no unit";
}

TEST(EvaluateThreshold, AValueWrittenInMillisecondsEqualsItself) {
  for (int tenths = 1; tenths < 20'000; tenths++) {
    const double ms = tenths / 10.0;
    Expression expression = parse("max<=1").value();
    expression.limit = ms;
    ASSERT_TRUE(holds(expression, aggregate_of(Type::trend, {ms / 1000}), 1, 1000)) << ms;
  }
}

TEST(EvaluateThreshold, NoTimeGivesNoRate) {
  EXPECT_EQ(evaluate(parse("rate<1").value(), aggregate_of(Type::counter, {5}), {}, 1).observed, 0);
}

}  // namespace
}  // namespace headroom::threshold
