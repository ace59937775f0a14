// How many virtual users a run needs at once, and which worker lends how many
// to which scenario. Pure: the same scenarios give the same plan.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "load/scenario.h"
#include "load/vu_steps.h"

namespace headroom::load {

// What one worker lends one scenario, by time after the run's start.
struct VuLoan {
  VuSteps reserved;
  VuSteps active;  // ramping-vus only: who of them iterates
};

struct VuPlan {
  std::uint64_t planned = 0;  // the most that scenarios need at one time
  std::uint64_t max = 0;      // the same with those an open model may add
  std::vector<std::size_t> per_worker;
  // [scenario][worker]. Never more at one time than the worker has.
  std::vector<std::vector<VuLoan>> lent;
};

// A scenario needs its virtual users from its start to its latest end, a ramp as
// many as are up or may be ending at each time. Each is taken from the worker
// that has most to spare when it is needed.
VuPlan plan_vus(const std::vector<Scenario>& scenarios, std::size_t worker_count);

// VuPlan::max alone. For scenarios too large to be worked out (a million at one
// time) it may say more.
std::uint64_t max_vus(const std::vector<Scenario>& scenarios);

}  // namespace headroom::load
