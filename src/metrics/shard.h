// What one worker recorded since its last rotate(): one Aggregate per metric and
// sub-metric, and the checks. It travels worker -> Totals -> the same worker, so
// that its buffers are used again.
#pragma once

#include <cstdint>
#include <vector>

#include "metrics/aggregate.h"

namespace headroom::metrics {

struct CheckCounts {
  std::uint64_t passes = 0;
  std::uint64_t fails = 0;
};

struct Shard {
  std::vector<Aggregate> sinks;           // by MetricId; may be shorter than the catalog
  std::vector<CheckCounts> checks;        // by CheckId; may be shorter than the catalog
  std::uint64_t overflowed_tag_sets = 0;  // intern() calls refused an own id by the cap
};

}  // namespace headroom::metrics
