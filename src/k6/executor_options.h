// From one scenario's options to the executor that load runs, and what k6 says of
// options that make no sense for it.
#pragma once

#include <string>
#include <vector>

#include "k6/options.h"
#include "load/scenario.h"

namespace headroom::k6 {

// In k6's words: "the duration is unspecified".
std::vector<std::string> problems_of(const ScenarioOptions& scenario);

// Of a scenario without problems.
load::ExecutorConfig executor_of(const ScenarioOptions& scenario);

}  // namespace headroom::k6
