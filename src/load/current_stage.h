// Which stage of its ramp a scenario is in. Pure.
#pragma once

#include <cstddef>
#include <optional>

#include "load/scenario.h"

namespace headroom::load {

// Counted from 0, that long after the scenario's start; beyond the end of all it is
// the last one. None for an executor without stages.
std::optional<std::size_t> stage_at(const Scenario& scenario, kit::Duration since_start);

}  // namespace headroom::load
