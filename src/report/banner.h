// What is printed before a run: our name, what runs where, and one line per
// scenario in k6's words. Pure: text out.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kit/time.h"
#include "report/scenario_facts.h"

namespace headroom::report {

struct RunDescription {
  std::string execution = "local";
  std::string script;
  std::vector<std::string> outputs;  // none is shown as "-"
  double share = 1;                  // of the whole test, by execution segment
  std::int64_t vus_max = 0;
  kit::Duration duration_max;  // including graceful stops
  std::vector<ScenarioFacts> scenarios;
};

// Our name with an empty line before and after.
std::string banner(std::string_view version, bool uses_colour);

// "     execution: local" up to the scenario lines and the empty line after them.
std::string describe_run(const RunDescription& run, bool uses_colour);

// "3 iterations for each of 2 VUs (maxDuration: 10m0s, gracefulStop: 30s)".
std::string describe_scenario(const ScenarioFacts& scenario);

}  // namespace headroom::report
