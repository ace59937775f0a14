#include "load/vu_ledger.h"

#include <algorithm>

namespace headroom::load {

VuLedger::VuLedger(const std::vector<Scenario>& scenarios, const VuPlan& plan)
    : scenarios_(scenarios),
      per_worker_(plan.per_worker),
      borrowed_(plan.lent),
      last_id_(plan.planned) {}

VuClaim VuLedger::claim(std::size_t scenario) {
  const kit::MutexLock lock(mutex_);
  for (std::size_t worker = 0; worker < per_worker_.size(); ++worker) {
    if (greatest_need(scenario, worker) < per_worker_[worker]) {
      ++borrowed_[scenario][worker];
      return {.worker = worker, .new_vu_id = std::nullopt};
    }
  }
  const std::uint64_t vu_id = ++last_id_;
  const std::size_t worker = (vu_id - 1) % per_worker_.size();
  ++per_worker_[worker];
  ++borrowed_[scenario][worker];
  return {.worker = worker, .new_vu_id = vu_id};
}

void VuLedger::give_back(std::size_t scenario, std::size_t worker) {
  const kit::MutexLock lock(mutex_);
  borrowed_[scenario][worker] = 0;
}

// While the scenario lasts; need only grows when one starts.
std::size_t VuLedger::greatest_need(std::size_t scenario, std::size_t worker) const {
  const kit::Duration start = scenarios_[scenario].start_time;
  std::size_t greatest = need_at(start, worker);
  for (const Scenario& other : scenarios_) {
    if (start < other.start_time && other.start_time < latest_end(scenarios_[scenario])) {
      greatest = std::max(greatest, need_at(other.start_time, worker));
    }
  }
  return greatest;
}

std::size_t VuLedger::need_at(kit::Duration time, std::size_t worker) const {
  std::size_t need = 0;
  for (std::size_t i = 0; i < scenarios_.size(); ++i) {
    if (scenarios_[i].start_time <= time && time < latest_end(scenarios_[i])) {
      need += borrowed_[i][worker];
    }
  }
  return need;
}

}  // namespace headroom::load
