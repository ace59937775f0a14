// How many virtual users an open model keeps busy, by Little's law: the rate of
// starts times what an iteration takes. Pure.
#pragma once

#include <cstdint>
#include <string>

#include "load/scenario.h"

namespace headroom::load {

// On average; at least one.
std::uint64_t vus_needed(double iterations_per_second, kit::Duration iteration);

// What to tell whoever gave the scenario too few, when its iterations took
// `iteration` on average so far. The scenario is an open model.
std::string demand_text(const Scenario& scenario, kit::Duration iteration);

}  // namespace headroom::load
