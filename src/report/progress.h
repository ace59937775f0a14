// The lines that show how a run proceeds: one for the run, one with a bar per
// scenario. Plain for files and pipes, redrawn in place on a terminal. Pure:
// conduct fills the structures and writes the text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "kit/time.h"
#include "report/scenario_facts.h"

namespace headroom::report {

enum class ScenarioState { waiting, running, stopping, interrupted, done };

struct ScenarioProgress {
  ScenarioFacts facts;
  ScenarioState state = ScenarioState::waiting;
  kit::Duration elapsed;  // since the run's start while waiting, then since the scenario's
  std::int64_t iterations_done = 0;
  // Of a ramp or an arrival rate; the other executors always show all their VUs.
  std::int64_t vus_active = 0;
  std::int64_t vus_initialized = 0;
  double iterations_per_second = 0;  // of a ramp of rates, now
};

struct RunProgress {
  kit::Duration elapsed;
  kit::Duration duration_max;  // including graceful stops
  std::int64_t vus_active = 0;
  std::int64_t vus_initialized = 0;
  std::int64_t vus_max = 0;
  std::int64_t iterations_complete = 0;
  std::int64_t iterations_interrupted = 0;
  std::vector<ScenarioProgress> scenarios;
};

struct ProgressOptions {
  bool is_terminal = false;
  bool uses_colour = false;
  // Ends with the cursor back on the first line, to be drawn over; false for
  // the last drawing, and without meaning when not on a terminal.
  bool is_redrawn = false;
  std::size_t width = 80;  // of the terminal
  // Of the terminal, in rows: scenarios beyond it are counted, not drawn. 0: no limit.
  std::size_t height = 0;
};

// Starts with an empty line. On a terminal the bars fill the width.
std::string progress_text(const RunProgress& progress, const ProgressOptions& options);

}  // namespace headroom::report
