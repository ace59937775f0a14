// What the banner and the progress lines say of a scenario: plain values that
// whoever conducts the run fills in. Holds no state of the execution.
#pragma once

#include <cstdint>
#include <string>

#include "kit/time.h"

namespace headroom::report {

enum class ExecutorKind {
  shared_iterations,
  per_vu_iterations,
  constant_vus,
  ramping_vus,
  constant_arrival_rate,
  ramping_arrival_rate,
};

struct ScenarioFacts {
  std::string name;
  ExecutorKind executor = ExecutorKind::constant_vus;
  // Planned: of a ramp the most, of an arrival rate those allocated before the start.
  std::int64_t vus = 1;
  std::int64_t vus_max = 0;          // an arrival rate's limit; not used by the others
  std::int64_t iterations = 1;       // shared: of all; per VU: of each
  double iterations_per_second = 0;  // of an arrival rate, of a ramp the most
  kit::Duration duration;            // regular duration, or maxDuration
  // Of a ramp. An idle end of its stages is not in its regular duration.
  std::int64_t stage_count = 0;
  kit::Duration stages_duration;
  kit::Duration graceful_ramp_down;
  kit::Duration start_time;
  kit::Duration graceful_stop;
  std::string exec;  // as the script names it; empty when it does not
};

}  // namespace headroom::report
