// The whole run's values: merges the workers' shards, keeps an Aggregate per
// metric and sub-metric, the checks, and one row per metric and window. Lives on
// the control thread. Its memory grows with the length of the run (one row a
// second for each metric, some 100 to 700 bytes) but not with its requests.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "kit/time.h"
#include "metrics/catalog.h"
#include "metrics/shard.h"

namespace headroom::metrics {

// One metric in one window.
struct Window {
  std::int64_t index = 0;  // of WindowClock
  std::uint64_t count = 0;
  double sum = 0;   // of rates: how many were true
  double last = 0;  // of gauges, the latest
  kit::Instant last_at;
  double min = 0;
  double max = 0;
  std::string histogram;  // of trends: packed at schema 5, see histogram_codec.h
};

class Totals {
 public:
  // The catalog outlives the totals.
  explicit Totals(const Catalog& catalog, std::size_t raw_max = Aggregate::raw_default);

  // Adds a worker's shard to the totals and to window `window`. Returns it
  // emptied, for Recorder::recycle(); it then also knows which metrics need no
  // raw values any more.
  Shard merge(Shard shard, std::int64_t window);

  // Empty for a metric that nothing was recorded for.
  const Aggregate& of(MetricId metric) const;
  CheckCounts of_check(CheckId check) const;
  // By rising index; windows without values are left out. Of sub-metrics none are kept.
  std::span<const Window> windows(MetricId metric) const;
  // Of all recorders: values whose tags were not kept because of the cap.
  std::uint64_t overflowed_count() const { return overflowed_count_; }

 private:
  void learn_metrics();
  void add_window(MetricId metric, const Aggregate& aggregate, std::int64_t window);

  const Catalog& catalog_;
  std::size_t raw_max_;
  std::vector<Aggregate> totals_;             // by MetricId
  std::vector<bool> is_submetric_;            // by MetricId
  std::vector<std::vector<Window>> windows_;  // by MetricId
  std::vector<CheckCounts> checks_;
  std::uint64_t overflowed_count_ = 0;
};

}  // namespace headroom::metrics
