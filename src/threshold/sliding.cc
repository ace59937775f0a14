#include "threshold/sliding.h"

#include <utility>

#include "threshold/evaluate.h"

namespace headroom::threshold {

namespace {

metrics::Aggregate empty_aggregate(metrics::Type type) {
  metrics::Aggregate aggregate(type);
  aggregate.stop_keeping_raw();
  return aggregate;
}

}  // namespace

SlidingThreshold::SlidingThreshold(Expression expression, metrics::Type type, double scale,
                                   SecondsOfWindows windows)
    : expression_(std::move(expression)),
      type_(type),
      scale_(scale),
      windows_(windows),
      next_last_(windows.first + windows.length - 1) {}

void SlidingThreshold::add(std::int64_t second, const metrics::Aggregate& values) {
  if (!values.is_empty()) {
    seconds_.try_emplace(second, empty_aggregate(type_)).first->second.merge(values);
  }
}

void SlidingThreshold::close(std::int64_t last) {
  for (; next_last_ <= last; ++next_last_) {
    const std::int64_t first = next_last_ - windows_.length + 1;
    judge(first, next_last_, static_cast<double>(windows_.length));
    seconds_.erase(seconds_.begin(), seconds_.upper_bound(first));
  }
}

void SlidingThreshold::finish(std::int64_t last, double elapsed_seconds) {
  const bool is_short = last < next_last_ && outcome_.judged == 0;
  close(last);
  if (outcome_.judged > 0) {
    return;
  }
  if (is_short && !seconds_.empty()) {
    judge(seconds_.begin()->first, seconds_.rbegin()->first, elapsed_seconds);
    return;
  }
  const Outcome none = evaluate(expression_, empty_aggregate(type_),
                                {.elapsed_seconds = elapsed_seconds, .is_final = true}, scale_);
  outcome_.ok = none.ok;
  outcome_.worst = none.observed;
  outcome_.worst_first = windows_.first;
  outcome_.worst_last = last;
}

void SlidingThreshold::judge(std::int64_t first, std::int64_t last, double seconds) {
  metrics::Aggregate merged = empty_aggregate(type_);
  const auto end = seconds_.upper_bound(last);
  for (auto second = seconds_.lower_bound(first); second != end; ++second) {
    merged.merge(second->second);
  }
  if (merged.is_empty() && type_ != metrics::Type::counter) {
    return;
  }
  const Outcome outcome =
      evaluate(expression_, merged, {.elapsed_seconds = seconds, .is_final = true}, scale_);
  const bool is_first_crossed = !outcome.ok && outcome_.crossed == 0;
  if (outcome_.judged == 0 || is_first_crossed ||
      (outcome.ok == outcome_.ok && is_worse(outcome.observed))) {
    outcome_.worst = outcome.observed;
    outcome_.worst_first = first;
    outcome_.worst_last = last;
  }
  ++outcome_.judged;
  if (!outcome.ok) {
    ++outcome_.crossed;
    outcome_.ok = false;
    outcome_.latest_crossed = last;
  }
}

bool SlidingThreshold::is_worse(double observed) const {
  switch (expression_.comparison) {
    case Operator::less:
    case Operator::less_equal: return observed > outcome_.worst;
    case Operator::greater:
    case Operator::greater_equal: return observed < outcome_.worst;
    case Operator::equal:
    case Operator::not_equal: return false;  // the first one stands
  }
  return false;
}

}  // namespace headroom::threshold
