// From options to the scenarios that load runs, by k6's rules: shortcuts become
// a scenario called "default", and what makes no sense is refused.
#pragma once

#include <string>
#include <vector>

#include "k6/options.h"
#include "kit/result.h"
#include "load/scenario.h"

namespace headroom::k6 {

// Errors have the exit code 104. `functions` are the script's exported functions.
kit::Result<std::vector<load::Scenario>> make_scenarios(const Options& options,
                                                        const std::vector<std::string>& functions);

// The scenarios as written, or the one that the shortcuts mean.
std::vector<ScenarioOptions> scenarios_asked_for(const Options& options);

// "constant-vus" and its kin, for the record.
std::string_view executor_name(const load::Scenario& scenario);

}  // namespace headroom::k6
