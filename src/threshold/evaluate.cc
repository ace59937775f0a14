#include "threshold/evaluate.h"

#include <cmath>

namespace headroom::threshold {
namespace {

double observe(const Expression& expression, const metrics::Aggregate& aggregate,
               double elapsed_seconds) {
  switch (expression.aggregation) {
    case Aggregation::count: return aggregate.sum();
    case Aggregation::rate:
      if (aggregate.type() == metrics::Type::rate) {
        return aggregate.share();
      }
      return elapsed_seconds > 0 ? aggregate.sum() / elapsed_seconds : 0;
    case Aggregation::value: return aggregate.last();
    case Aggregation::avg: return aggregate.average();
    case Aggregation::min: return aggregate.min();
    case Aggregation::max: return aggregate.max();
    case Aggregation::med: return aggregate.percentile(50);
    case Aggregation::percentile: return aggregate.percentile(expression.percentile);
  }
  return 0;
}

// A value that was written as 12.5 ms, kept as 0.0125 s and scaled back may be
// off by a rounding; `max<=12.5` must hold all the same. So a product that lies
// within a few roundings of a millionth becomes that millionth.
double scaled(double value, double scale) {
  if (scale == 1) {
    return value;
  }
  const double product = value * scale;
  const double snapped = std::nearbyint(product * 1e6) / 1e6;
  return std::abs(snapped - product) <= std::abs(product) * 1e-15 ? snapped : product;
}

bool compare(double left, Operator comparison, double right) {
  switch (comparison) {
    case Operator::less: return left < right;
    case Operator::less_equal: return left <= right;
    case Operator::greater: return left > right;
    case Operator::greater_equal: return left >= right;
    case Operator::equal: return left == right;
    case Operator::not_equal: return left != right;
  }
  return false;
}

}  // namespace

Outcome evaluate(const Expression& expression, const metrics::Aggregate& aggregate,
                 const Moment& moment, double scale) {
  if (aggregate.is_empty()) {
    if (!moment.is_final) {
      return {.ok = true, .is_skipped = true};
    }
    // A share of nothing holds whatever is asked of it; other types are zero.
    if (aggregate.type() == metrics::Type::rate) {
      return {.ok = true};
    }
  }
  const double observed = observe(expression, aggregate, moment.elapsed_seconds);
  const double factor = aggregate.type() == metrics::Type::rate ? 1 : scale;
  return {.ok = compare(scaled(observed, factor), expression.comparison, expression.limit),
          .observed = observed};
}

double scale_of(metrics::Contains contains) {
  return contains == metrics::Contains::time ? 1000 : 1;
}

bool holds(const Expression& expression, const metrics::Aggregate& aggregate,
           double elapsed_seconds, double scale) {
  return evaluate(expression, aggregate, {.elapsed_seconds = elapsed_seconds, .is_final = true},
                  scale)
      .ok;
}

}  // namespace headroom::threshold
