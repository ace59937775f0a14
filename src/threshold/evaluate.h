// Evaluates a threshold on what was recorded, with k6's rules for metrics
// without values.
#pragma once

#include "metrics/aggregate.h"
#include "threshold/expression.h"

namespace headroom::threshold {

struct Moment {
  double elapsed_seconds = 0;  // a counter's rate is per this time
  bool is_final = true;        // while running, a metric without values is passed over
};

struct Outcome {
  bool ok = true;
  bool is_skipped = false;  // nothing to judge yet: ok says nothing
  double observed = 0;      // in the recorded unit (seconds for times)
};

// The expression's limit is in recorded units times `scale`: 1000 where limits
// on times are written in milliseconds and recorded in seconds.
Outcome evaluate(const Expression& expression, const metrics::Aggregate& aggregate,
                 const Moment& moment, double scale);

// 1000 for times, 1 for all else: k6's surface.
double scale_of(metrics::Contains contains);

// At the end of a run.
bool holds(const Expression& expression, const metrics::Aggregate& aggregate,
           double elapsed_seconds, double scale);

}  // namespace headroom::threshold
