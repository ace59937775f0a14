// What a run has done so far: plain numbers for progress lines, the `vus`
// gauges and the final record. A snapshot; the numbers of different workers
// are not of one instant while the run goes on.
#pragma once

#include <cstdint>
#include <vector>

#include "kit/time.h"

namespace headroom::load {

enum class ScenarioState { waiting, running, ended };

struct ScenarioProgress {
  ScenarioState state = ScenarioState::waiting;
  std::uint64_t active_vus = 0;
  std::uint64_t completed = 0;  // also those that failed
  std::uint64_t interrupted = 0;
  std::uint64_t dropped = 0;
  kit::Duration elapsed;  // since its own start; stands still once ended
  double fraction = 0;    // 0 to 1: of its iterations, or of its duration
};

struct Progress {
  std::uint64_t active_vus = 0;
  std::uint64_t initialized_vus = 0;
  std::uint64_t planned_vus = 0;  // initialised before the run
  std::uint64_t max_vus = 0;      // with those an open model may add
  std::uint64_t completed = 0;
  std::uint64_t interrupted = 0;
  std::uint64_t dropped = 0;
  kit::Duration elapsed;  // since the run's start
  std::vector<ScenarioProgress> scenarios;
};

}  // namespace headroom::load
