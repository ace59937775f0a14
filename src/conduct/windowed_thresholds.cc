#include "conduct/windowed_thresholds.h"

#include "threshold/evaluate.h"

namespace headroom::conduct {

void WindowedThresholds::begin(std::int64_t first) {
  judges_.clear();
  for (const load::ThresholdPlan& plan : plans_) {
    judges_.push_back(nullptr);
    if (plan.window_seconds) {
      const metrics::MetricFacts facts = catalog_.metric(plan.metric);
      judges_.back() = std::make_unique<threshold::SlidingThreshold>(
          plan.expression, facts.type, threshold::scale_of(facts.contains),
          threshold::SecondsOfWindows{.length = *plan.window_seconds, .first = first});
    }
  }
  is_open_ = true;
}

void WindowedThresholds::add(const metrics::Shard& shard, std::int64_t second) {
  for (std::size_t i = 0; is_open_ && i < judges_.size(); ++i) {
    if (judges_[i] != nullptr && plans_[i].metric < shard.sinks.size()) {
      judges_[i]->add(second, shard.sinks[plans_[i].metric]);
    }
  }
}

void WindowedThresholds::close(std::int64_t last) {
  for (const auto& judge : judges_) {
    if (is_open_ && judge != nullptr) {
      judge->close(last);
    }
  }
}

void WindowedThresholds::finish(std::int64_t last, double load_seconds) {
  for (const auto& judge : judges_) {
    if (is_open_ && judge != nullptr) {
      judge->finish(last, load_seconds);
    }
  }
  is_open_ = false;
}

const threshold::SlidingOutcome* WindowedThresholds::outcome(std::size_t plan) const {
  return plan < judges_.size() && judges_[plan] != nullptr ? &judges_[plan]->outcome() : nullptr;
}

}  // namespace headroom::conduct
