// Threshold expressions in k6's grammar, `p(95) < 500`: text in, verdict out.
// For every source of limits (scripts, policies, command line). Which metric an
// expression belongs to, and when it is evaluated, is the caller's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kit/result.h"
#include "metrics/aggregate.h"

namespace headroom::threshold {

enum class Aggregation { count, rate, value, avg, min, max, med, percentile };
enum class Operator { less, less_equal, greater, greater_equal, equal, not_equal };

struct Expression {
  std::string source;  // as written: "p(95)<500"
  Aggregation aggregation = Aggregation::count;
  double percentile = 0;  // 0 to 100, of Aggregation::percentile
  Operator comparison = Operator::less;
  double limit = 0;
};

// The error names the expression and the bad part, in k6's words.
kit::Result<Expression> parse(std::string_view text);

// Fails when `type` has no such aggregation; the error lists those it has.
// `metric` is the name to show: "http_req_duration{name:home}".
kit::Result<void> validate(const Expression& expression, std::string_view metric,
                           metrics::Type type);

// "count", "rate", "p(95)", "p(99.9)": how the observed value is labelled.
std::string aggregation_text(const Expression& expression);

}  // namespace headroom::threshold
