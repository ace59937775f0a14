// Feeds each second's values to the thresholds that must hold in every window of
// some seconds. Only the load's own whole seconds count: not setup(), teardown()
// and the parts of a second at either end. Control thread only.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "load/load_test.h"
#include "metrics/shard.h"
#include "threshold/sliding.h"

namespace headroom::conduct {

class WindowedThresholds {
 public:
  // `plans` and `catalog` outlive it.
  WindowedThresholds(const std::vector<load::ThresholdPlan>& plans, const metrics::Catalog& catalog)
      : plans_(plans), catalog_(catalog) {}

  // The load begins: its first whole second.
  void begin(std::int64_t first);
  // Ignored before begin() and after finish().
  void add(const metrics::Shard& shard, std::int64_t second);
  // Every worker has delivered all of the seconds up to this one.
  void close(std::int64_t last);
  // All is delivered. The load's last whole second, and its length.
  void finish(std::int64_t last, double load_seconds);

  // Of a plan by its place in the list; null when it has no window, or before begin().
  const threshold::SlidingOutcome* outcome(std::size_t plan) const;

 private:
  const std::vector<load::ThresholdPlan>& plans_;
  const metrics::Catalog& catalog_;
  std::vector<std::unique_ptr<threshold::SlidingThreshold>> judges_;  // by plan, or null
  bool is_open_ = false;
};

}  // namespace headroom::conduct
