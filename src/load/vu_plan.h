// How many virtual users a run needs at once, and which worker lends how many
// to which scenario. Pure: the same scenarios give the same plan.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "load/scenario.h"

namespace headroom::load {

struct VuPlan {
  std::uint64_t planned = 0;  // the most that scenarios need at one time
  std::uint64_t max = 0;      // the same with those an open model may add
  std::vector<std::size_t> per_worker;
  // [scenario][worker]. Never more at one time than the worker has.
  std::vector<std::vector<std::size_t>> lent;
};

// A scenario needs its virtual users from its start to its latest end.
// Scenarios take them from the workers which have most to spare.
VuPlan plan_vus(const std::vector<Scenario>& scenarios, std::size_t worker_count);

// VuPlan::max alone, however many they are.
std::uint64_t max_vus(const std::vector<Scenario>& scenarios);

}  // namespace headroom::load
