// Which virtual users are spoken for: what scenarios have borrowed from each
// worker by plan, and what an open model took beyond that. It answers who can
// lend one more without a scenario lacking its planned ones later.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "kit/mutex.h"
#include "load/scenario.h"
#include "load/vu_plan.h"

namespace headroom::load {

struct VuClaim {
  std::size_t worker = 0;
  std::optional<std::uint64_t> new_vu_id;  // to be made; else the worker has one
};

// Any thread. `scenarios` outlives it.
class VuLedger {
 public:
  VuLedger(const std::vector<Scenario>& scenarios, const VuPlan& plan);

  // One more for the scenario: one that nobody needs until its latest end, else
  // a new one. (With one worker there are never more than the plan's maximum.)
  VuClaim claim(std::size_t scenario);
  // The scenario has given back all it had on `worker`, for good.
  void give_back(std::size_t scenario, std::size_t worker);

 private:
  const std::vector<Scenario>& scenarios_;
  kit::Mutex mutex_;
  std::vector<std::size_t> per_worker_ HEADROOM_GUARDED_BY(mutex_);
  // [scenario][worker], with what was claimed.
  std::vector<std::vector<VuSteps>> borrowed_ HEADROOM_GUARDED_BY(mutex_);
  std::vector<VuSteps> needed_ HEADROOM_GUARDED_BY(mutex_);  // of each worker, by all together
  std::uint64_t last_id_ HEADROOM_GUARDED_BY(mutex_);
};

}  // namespace headroom::load
