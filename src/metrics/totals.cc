#include "metrics/totals.h"

#include <algorithm>
#include <array>

#include "kit/assert.h"
#include "metrics/histogram_codec.h"

namespace headroom::metrics {
namespace {

// The row of that index, made if there is none. Rows come in order but for a
// worker that is late, so the search begins at the end.
Window& row_of(std::vector<Window>& rows, std::int64_t index) {
  auto at = rows.end();
  while (at != rows.begin() && (at - 1)->index > index) {
    --at;
  }
  if (at != rows.begin() && (at - 1)->index == index) {
    return *(at - 1);
  }
  return *rows.insert(at, Window{.index = index});
}

void add_trend(Window& row, const Aggregate& aggregate) {
  Histogram histogram = aggregate.histogram().to_schema(Histogram::schema_window);
  if (row.count > 0) {
    const auto earlier = unpack(row.histogram);
    HEADROOM_ASSERT(earlier);
    histogram.merge(*earlier);
  }
  row.min = histogram.min();
  row.max = histogram.max();
  row.histogram = pack(histogram);
}

void add_gauge(Window& row, const Aggregate& aggregate) {
  const bool is_first = row.count == 0;
  row.min = is_first ? aggregate.min() : std::min(row.min, aggregate.min());
  row.max = is_first ? aggregate.max() : std::max(row.max, aggregate.max());
  if (is_first || aggregate.last_at() >= row.last_at) {
    row.last = aggregate.last();
    row.last_at = aggregate.last_at();
  }
}

const Aggregate& empty_aggregate(Type type) {
  static const std::array<Aggregate, 4> empty{Aggregate(Type::counter), Aggregate(Type::gauge),
                                              Aggregate(Type::rate), Aggregate(Type::trend)};
  return empty[static_cast<std::size_t>(type)];
}

}  // namespace

Totals::Totals(const Catalog& catalog, std::size_t raw_max) : catalog_(catalog), raw_max_(raw_max) {
  learn_metrics();
}

Shard Totals::merge(Shard shard, std::int64_t window) {
  if (shard.sinks.size() > totals_.size()) {
    learn_metrics();
  }
  for (MetricId id = 0; id < shard.sinks.size(); id++) {
    Aggregate& sink = shard.sinks[id];
    if (sink.is_empty()) {
      continue;
    }
    totals_[id].merge(sink);
    if (!is_submetric_[id]) {
      add_window(id, sink, window);
    }
    sink.clear();
    if (!totals_[id].is_exact()) {
      sink.stop_keeping_raw();
    }
  }
  checks_.resize(std::max(checks_.size(), shard.checks.size()));
  for (std::size_t id = 0; id < shard.checks.size(); id++) {
    checks_[id].passes += shard.checks[id].passes;
    checks_[id].fails += shard.checks[id].fails;
    shard.checks[id] = {};
  }
  overflowed_count_ += shard.overflowed_tag_sets;
  shard.overflowed_tag_sets = 0;
  return shard;
}

const Aggregate& Totals::of(MetricId metric) const {
  return metric < totals_.size() ? totals_[metric] : empty_aggregate(catalog_.metric(metric).type);
}

CheckCounts Totals::of_check(CheckId check) const {
  return check < checks_.size() ? checks_[check] : CheckCounts{};
}

std::span<const Window> Totals::windows(MetricId metric) const {
  return metric < windows_.size() ? std::span<const Window>(windows_[metric])
                                  : std::span<const Window>();
}

void Totals::learn_metrics() {
  const std::vector<MetricFacts> metrics = catalog_.metrics();
  for (std::size_t id = totals_.size(); id < metrics.size(); id++) {
    totals_.emplace_back(metrics[id].type, raw_max_);
    is_submetric_.push_back(metrics[id].parent.has_value());
  }
  windows_.resize(metrics.size());
}

void Totals::add_window(MetricId metric, const Aggregate& aggregate, std::int64_t window) {
  Window& row = row_of(windows_[metric], window);
  switch (aggregate.type()) {
    case Type::trend: add_trend(row, aggregate); break;
    case Type::gauge: add_gauge(row, aggregate); break;
    case Type::rate: row.sum += static_cast<double>(aggregate.trues()); break;
    case Type::counter: break;
  }
  row.count += aggregate.count();
  row.sum += aggregate.sum();
}

}  // namespace headroom::metrics
