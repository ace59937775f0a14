// A scenario: how many iterations to start, when, and by how many virtual
// users. Filled by an input language, which has checked it; carries opaque
// fields (exec, env, options of the language) back to its virtual users.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "kit/time.h"
#include "load/stripes.h"
#include "metrics/tags.h"

namespace headroom::load {

// Each virtual user iterates as fast as it can for `duration`.
struct ConstantVus {
  std::uint64_t vus = 1;
  kit::Duration duration;
};

// Each virtual user does `iterations`.
struct PerVuIterations {
  std::uint64_t vus = 1;
  std::uint64_t iterations = 1;
  kit::Duration max_duration = kit::Duration::seconds(600);
};

// All virtual users together do `iterations`.
struct SharedIterations {
  std::uint64_t vus = 1;
  std::uint64_t iterations = 1;
  kit::Duration max_duration = kit::Duration::seconds(600);
};

// Starts `rate` iterations per `time_unit`, whether or not earlier ones ended.
struct ConstantArrivalRate {
  std::uint64_t rate = 1;
  kit::Duration time_unit = kit::Duration::seconds(1);
  kit::Duration duration;
  std::uint64_t preallocated_vus = 0;
  std::uint64_t max_vus = 0;  // at least preallocated_vus
};

// Goes evenly to `target` within `duration`, or at once when that is 0.
struct Stage {
  kit::Duration duration;
  std::uint64_t target = 0;
};

// As many virtual users as the stages say iterate as fast as they can. Of a part of
// a test too these are the numbers of the whole.
struct RampingVus {
  std::uint64_t start_vus = 1;
  std::vector<Stage> stages;
  // For the iteration of one that must go; it may be taken back meanwhile.
  kit::Duration graceful_ramp_down = kit::Duration::seconds(30);
};

// The same at a rate that follows the stages.
struct RampingArrivalRate {
  std::uint64_t start_rate = 0;
  std::vector<Stage> stages;  // targets are rates
  kit::Duration time_unit = kit::Duration::seconds(1);
  std::uint64_t preallocated_vus = 0;
  std::uint64_t max_vus = 0;  // at least preallocated_vus
};

using ExecutorConfig = std::variant<ConstantVus, RampingVus, PerVuIterations, SharedIterations,
                                    ConstantArrivalRate, RampingArrivalRate>;

struct Scenario {
  std::string name;
  ExecutorConfig executor;
  kit::Duration start_time;                                  // after the run's start
  kit::Duration graceful_stop = kit::Duration::seconds(30);  // for iterations at the end
  metrics::Tags metric_tags;  // all tags of the samples that load records for it
  // Which of the whole scenario's numbers (arrivals, iterations) are ours. The
  // executor above has our number of virtual users and of shared iterations.
  Stripes stripes;
  // Opaque here.
  std::string exec;
  std::vector<std::pair<std::string, std::string>> env;
  metrics::Tags tags;
};

kit::Duration total_duration(const std::vector<Stage>& stages);
std::uint64_t greatest_target(std::uint64_t start, const std::vector<Stage>& stages);

// Whether iterations start at scheduled times, however long earlier ones take.
bool is_open_model(const Scenario& scenario);
// Without gracefulStop. Stages at the end of a ramp that stay at 0 do not count.
kit::Duration regular_duration(const Scenario& scenario);
// Until the last iteration must have ended, counted from the run's start.
kit::Duration latest_end(const Scenario& scenario);
kit::Duration latest_end(const std::vector<Scenario>& scenarios);
// Our iterations per second at the most; 0 for what is no open model.
double peak_rate(const Scenario& scenario);
std::uint64_t planned_vus(const Scenario& scenario);
std::uint64_t max_vus(const Scenario& scenario);
// 0 when the executor has no fixed number of iterations.
std::uint64_t total_iterations(const Scenario& scenario);

// The part of a whole scenario that falls to `stripes` of the test, as in k6: virtual
// users are scaled, and what they share out among them follows where they are.
// Fails when the division is too fine.
kit::Result<Scenario> part_of(const Scenario& whole, const Stripes& stripes);
// A part may have nothing to do, because it gets no virtual user.
bool has_work(const Scenario& scenario);

}  // namespace headroom::load
