// What is known of one metric's values: count, sum, extremes, and for trends a
// histogram and, up to a bound, the values themselves, so that percentiles of
// small runs are exact. A value type, mergeable; used by workers for a window
// and by Totals for the run.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "kit/time.h"
#include "metrics/catalog.h"
#include "metrics/histogram.h"

namespace headroom::metrics {

class Aggregate {
 public:
  static constexpr std::size_t raw_default = 10'000;

  // Values beyond `raw_max` are known by their histogram only.
  explicit Aggregate(Type type, std::size_t raw_max = raw_default)
      : type_(type), raw_max_(raw_max) {}

  // Counter: adds. Gauge: sets. Rate: anything but 0 is true. Trend: adds a value.
  // `at` only matters to gauges: the latest wins, the last recorded among equals.
  // NaN is ignored.
  void record(double value, kit::Instant at = {}) {
    if (type_ == Type::trend) {
      histogram_.record(value);
      if (is_exact_) {
        keep_raw(value);
      }
      return;
    }
    record_scalar(value, at);
  }

  // Exact. Raw values stay as long as both sides have all of theirs and they fit.
  // Precondition: same type.
  void merge(const Aggregate& other);
  // Empties it and keeps its buffers.
  void clear();
  // From now on, and after clear(), only the histogram: nothing asks for the
  // values any more. Gives their memory back.
  void stop_keeping_raw();

  Type type() const { return type_; }
  bool is_empty() const { return count() == 0; }
  // Number of values recorded; of a counter too (its value is sum()).
  std::uint64_t count() const { return type_ == Type::trend ? histogram_.count() : count_; }
  double sum() const { return type_ == Type::trend ? histogram_.sum() : sum_; }
  // Of trends and gauges; 0 when empty, as are average and last.
  double min() const;
  double max() const;
  double average() const;
  double last() const { return last_; }
  kit::Instant last_at() const { return last_at_; }
  // Of rates.
  std::uint64_t trues() const { return trues_; }
  double share() const;
  // Of trends, p in [0, 100]: linear interpolation at p/100 * (n-1), as k6's.
  // Exact while is_exact(), else within 0.3 %.
  double percentile(double p) const;

  // Whether every value is still held.
  bool is_exact() const { return is_exact_; }
  const std::vector<double>& raw() const { return raw_; }
  const Histogram& histogram() const { return histogram_; }

 private:
  void record_scalar(double value, kit::Instant at);
  void keep_raw(double value) {
    if (std::isnan(value)) [[unlikely]] {
      return;
    }
    if (raw_.size() == raw_max_) [[unlikely]] {
      is_exact_ = false;
      return;
    }
    raw_.push_back(value);
  }

  Type type_;
  bool is_exact_ = true;   // raw_ holds every value
  bool wants_raw_ = true;  // survives clear()
  std::size_t raw_max_;
  std::uint64_t count_ = 0;  // not of trends
  std::uint64_t trues_ = 0;
  double sum_ = 0;
  double last_ = 0;
  kit::Instant last_at_;
  double min_ = std::numeric_limits<double>::infinity();
  double max_ = -std::numeric_limits<double>::infinity();
  Histogram histogram_;
  std::vector<double> raw_;
};

}  // namespace headroom::metrics
