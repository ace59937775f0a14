#include "load/vu_ledger.h"

namespace headroom::load {

VuLedger::VuLedger(const std::vector<Scenario>& scenarios, const VuPlan& plan)
    : scenarios_(scenarios),
      per_worker_(plan.per_worker),
      needed_(plan.per_worker.size()),
      last_id_(plan.planned) {
  for (const std::vector<VuLoan>& loans : plan.lent) {
    std::vector<VuSteps>& of_scenario = borrowed_.emplace_back();
    for (std::size_t worker = 0; worker < loans.size(); ++worker) {
      of_scenario.push_back(loans[worker].reserved);
      needed_[worker] = sum_of(needed_[worker], loans[worker].reserved);
    }
  }
}

VuClaim VuLedger::claim(std::size_t scenario) {
  const kit::MutexLock lock(mutex_);
  const kit::Duration from = scenarios_[scenario].start_time;
  const kit::Duration until = latest_end(scenarios_[scenario]);
  VuClaim claim;
  while (claim.worker < per_worker_.size() &&
         peak(needed_[claim.worker], from, until) >= per_worker_[claim.worker]) {
    ++claim.worker;
  }
  if (claim.worker == per_worker_.size()) {
    claim.new_vu_id = ++last_id_;
    claim.worker = (last_id_ - 1) % per_worker_.size();
    ++per_worker_[claim.worker];
  }
  const VuSteps claimed = level_steps(from, until, 1);
  VuSteps& borrowed = borrowed_[scenario][claim.worker];
  borrowed = sum_of(borrowed, claimed);
  needed_[claim.worker] = sum_of(needed_[claim.worker], claimed);
  return claim;
}

void VuLedger::give_back(std::size_t scenario, std::size_t worker) {
  const kit::MutexLock lock(mutex_);
  borrowed_[scenario][worker].clear();
  needed_[worker].clear();
  for (const std::vector<VuSteps>& of_scenario : borrowed_) {
    needed_[worker] = sum_of(needed_[worker], of_scenario[worker]);
  }
}

}  // namespace headroom::load
