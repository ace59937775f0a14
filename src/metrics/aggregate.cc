#include "metrics/aggregate.h"

#include <algorithm>

#include "kit/assert.h"

namespace headroom::metrics {

void Aggregate::record_scalar(double value, kit::Instant at) {
  if (std::isnan(value)) {
    return;
  }
  count_++;
  switch (type_) {
    case Type::counter: sum_ += value; return;
    case Type::rate: trues_ += value != 0 ? 1 : 0; return;
    case Type::gauge:
      min_ = std::min(min_, value);
      max_ = std::max(max_, value);
      if (at >= last_at_) {
        last_ = value;
        last_at_ = at;
      }
      return;
    case Type::trend: return;  // has its own path
  }
}

void Aggregate::merge(const Aggregate& other) {
  HEADROOM_ASSERT(type_ == other.type_);
  if (other.is_empty()) {
    return;
  }
  if (type_ == Type::trend) {
    histogram_.merge(other.histogram_);
    if (is_exact_ && other.is_exact_ && raw_.size() + other.raw_.size() <= raw_max_) {
      raw_.insert(raw_.end(), other.raw_.begin(), other.raw_.end());
    } else {
      stop_keeping_raw();
    }
    return;
  }
  count_ += other.count_;
  trues_ += other.trues_;
  sum_ += other.sum_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
  if (type_ == Type::gauge && other.last_at_ >= last_at_) {
    last_ = other.last_;
    last_at_ = other.last_at_;
  }
}

void Aggregate::clear() {
  is_exact_ = wants_raw_;
  count_ = 0;
  trues_ = 0;
  sum_ = 0;
  last_ = 0;
  last_at_ = {};
  min_ = std::numeric_limits<double>::infinity();
  max_ = -std::numeric_limits<double>::infinity();
  histogram_.clear();
  raw_.clear();
}

void Aggregate::stop_keeping_raw() {
  wants_raw_ = false;
  is_exact_ = false;
  raw_ = std::vector<double>();  // gives the memory back, as `= {}` would not
}

double Aggregate::min() const {
  if (type_ == Type::trend) {
    return histogram_.min();
  }
  return type_ == Type::gauge && count_ > 0 ? min_ : 0;
}

double Aggregate::max() const {
  if (type_ == Type::trend) {
    return histogram_.max();
  }
  return type_ == Type::gauge && count_ > 0 ? max_ : 0;
}

double Aggregate::average() const {
  return is_empty() ? 0 : sum() / static_cast<double>(count());
}

double Aggregate::share() const {
  return count_ == 0 ? 0 : static_cast<double>(trues_) / static_cast<double>(count_);
}

double Aggregate::percentile(double p) const {
  const double q = std::clamp(p, 0.0, 100.0) / 100;
  if (!is_exact_) {
    return histogram_.quantile(q);
  }
  if (raw_.empty()) {
    return 0;
  }
  // Two order statistics of a copy: cheaper than keeping the values sorted.
  std::vector<double> values = raw_;
  const double rank = q * static_cast<double>(values.size() - 1);
  const double whole = std::floor(rank);
  const auto lower = values.begin() + static_cast<std::ptrdiff_t>(whole);
  std::nth_element(values.begin(), lower, values.end());
  if (rank == whole) {
    return *lower;
  }
  const double upper = *std::min_element(lower + 1, values.end());
  return *lower + (upper - *lower) * (rank - whole);
}

}  // namespace headroom::metrics
