#include "k6/executor_options.h"

#include <algorithm>

#include "kit/duration_text.h"

namespace headroom::k6 {

namespace {

constexpr kit::Duration shortest_duration = kit::Duration::seconds(1);
constexpr std::int64_t vus_max = 100'000'000;

using Problems = std::vector<std::string>;

kit::Duration max_duration_of(const ScenarioOptions& scenario) {
  return scenario.max_duration.value_or(kit::Duration::seconds(600));
}

std::vector<StageOptions> written_stages(const ScenarioOptions& scenario) {
  return scenario.stages.value_or(std::vector<StageOptions>());
}

std::int64_t greatest_target(std::int64_t start, const ScenarioOptions& scenario) {
  for (const StageOptions& stage : written_stages(scenario)) {
    start = std::max(start, stage.target.value_or(0));
  }
  return start;
}

void check_common(const ScenarioOptions& scenario, Problems& problems) {
  if (scenario.start_time < kit::Duration()) {
    problems.emplace_back("the startTime can't be negative");
  }
  if (scenario.graceful_stop < kit::Duration()) {
    problems.emplace_back("the gracefulStop timeout can't be negative");
  }
}

void check_duration(const std::optional<kit::Duration>& duration, const std::string& name,
                    Problems& problems) {
  if (!duration) {
    problems.push_back("the " + name + " is unspecified");
  } else if (*duration < shortest_duration) {
    problems.push_back("the " + name + " must be at least 1s, but is " + kit::text_of(*duration));
  }
}

void check_vus(const ScenarioOptions& scenario, Problems& problems) {
  if (scenario.vus.value_or(1) <= 0) {
    problems.emplace_back("the number of VUs must be more than 0");
  }
}

void check_iterations(const ScenarioOptions& scenario, Problems& problems) {
  const std::int64_t vus = scenario.vus.value_or(1);
  const std::int64_t iterations = scenario.iterations.value_or(1);
  check_vus(scenario, problems);
  if (scenario.executor == "per-vu-iterations") {
    if (iterations <= 0) {
      problems.emplace_back("the number of iterations must be more than 0");
    }
  } else if (iterations < vus) {
    problems.push_back("the number of iterations (" + std::to_string(iterations) +
                       ") can't be less than the number of VUs (" + std::to_string(vus) + ")");
  }
  check_duration(max_duration_of(scenario), "maxDuration", problems);
}

void check_stages(const ScenarioOptions& scenario, Problems& problems) {
  const std::vector<StageOptions> stages = written_stages(scenario);
  if (stages.empty()) {
    problems.emplace_back("at least one stage has to be specified");
  }
  for (std::size_t i = 0; i < stages.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    const StageOptions& stage = stages[i];
    if (!stage.duration) {
      problems.push_back("stage " + number + " doesn't have a duration");
    } else if (*stage.duration < kit::Duration()) {
      problems.push_back("the duration for stage " + number + " can't be negative");
    }
    if (!stage.target) {
      problems.push_back("stage " + number + " doesn't have a target");
    } else if (*stage.target < 0) {
      problems.push_back("the target for stage " + number + " can't be negative");
    }
  }
}

void check_ramping_vus(const ScenarioOptions& scenario, Problems& problems) {
  const std::int64_t start = scenario.start_vus.value_or(1);
  if (start < 0) {
    problems.emplace_back("the number of start VUs can't be negative");
  }
  if (greatest_target(start, scenario) <= 0) {
    problems.emplace_back(
        "either startVUs or one of the stages' target values must be greater than 0");
  }
  check_stages(scenario, problems);
  const std::string limit = std::to_string(vus_max);
  if (start > vus_max) {
    problems.push_back("the startVUs exceed max limit of " + limit);
  }
  const std::vector<StageOptions> stages = written_stages(scenario);
  for (std::size_t i = 0; i < stages.size(); ++i) {
    if (stages[i].target.value_or(0) > vus_max) {
      problems.push_back("target for stage " + std::to_string(i + 1) + " exceeds max limit of " +
                         limit);
    }
  }
  if (scenario.graceful_ramp_down.value_or(kit::Duration()) < kit::Duration()) {
    problems.emplace_back("the gracefulRampDown timeout can't be negative");
  }
}

void check_vus_of_rate(const ScenarioOptions& scenario, Problems& problems) {
  if (scenario.time_unit && *scenario.time_unit <= kit::Duration()) {
    problems.emplace_back("the timeUnit must be more than 0");
  }
  if (!scenario.pre_allocated_vus) {
    problems.emplace_back("the number of preAllocatedVUs isn't specified");
    return;
  }
  if (*scenario.pre_allocated_vus < 0) {
    problems.emplace_back("the number of preAllocatedVUs can't be negative");
  }
  const std::int64_t max_vus = scenario.max_vus.value_or(*scenario.pre_allocated_vus);
  if (max_vus < *scenario.pre_allocated_vus) {
    problems.emplace_back("maxVUs can't be less than preAllocatedVUs");
  } else if (max_vus == 0) {
    problems.emplace_back("maxVUs must be more than 0");
  }
}

void check_constant_rate(const ScenarioOptions& scenario, Problems& problems) {
  if (!scenario.rate) {
    problems.emplace_back("the iteration rate isn't specified");
  } else if (*scenario.rate <= 0) {
    problems.emplace_back("the iteration rate must be more than 0");
  }
  check_duration(scenario.duration, "duration", problems);
  check_vus_of_rate(scenario, problems);
}

void check_ramping_rate(const ScenarioOptions& scenario, Problems& problems) {
  if (scenario.start_rate.value_or(0) < 0) {
    problems.emplace_back("the startRate value can't be negative");
  }
  check_stages(scenario, problems);
  check_vus_of_rate(scenario, problems);
}

std::uint64_t count(std::optional<std::int64_t> number, std::int64_t otherwise) {
  return static_cast<std::uint64_t>(number.value_or(otherwise));
}

std::vector<load::Stage> stages_of(const ScenarioOptions& scenario) {
  const std::vector<StageOptions> written = written_stages(scenario);
  std::vector<load::Stage> stages;
  stages.reserve(written.size());
  for (const StageOptions& stage : written) {
    stages.push_back({stage.duration.value_or(kit::Duration()), count(stage.target, 0)});
  }
  return stages;
}

load::ExecutorConfig rate_of(const ScenarioOptions& scenario) {
  const kit::Duration time_unit = scenario.time_unit.value_or(kit::Duration::seconds(1));
  const std::uint64_t preallocated = count(scenario.pre_allocated_vus, 0);
  const std::uint64_t max_vus =
      count(scenario.max_vus ? scenario.max_vus : scenario.pre_allocated_vus, 0);
  if (scenario.executor == "ramping-arrival-rate") {
    return load::RampingArrivalRate{.start_rate = count(scenario.start_rate, 0),
                                    .stages = stages_of(scenario),
                                    .time_unit = time_unit,
                                    .preallocated_vus = preallocated,
                                    .max_vus = max_vus};
  }
  return load::ConstantArrivalRate{.rate = count(scenario.rate, 1),
                                   .time_unit = time_unit,
                                   .duration = scenario.duration.value_or(kit::Duration()),
                                   .preallocated_vus = preallocated,
                                   .max_vus = max_vus};
}

}  // namespace

std::vector<std::string> problems_of(const ScenarioOptions& scenario) {
  Problems problems;
  check_common(scenario, problems);
  if (scenario.executor == "constant-vus") {
    check_vus(scenario, problems);
    check_duration(scenario.duration, "duration", problems);
  } else if (scenario.executor == "ramping-vus") {
    check_ramping_vus(scenario, problems);
  } else if (scenario.executor == "constant-arrival-rate") {
    check_constant_rate(scenario, problems);
  } else if (scenario.executor == "ramping-arrival-rate") {
    check_ramping_rate(scenario, problems);
  } else {
    check_iterations(scenario, problems);
  }
  return problems;
}

load::ExecutorConfig executor_of(const ScenarioOptions& scenario) {
  const std::uint64_t vus = count(scenario.vus, 1);
  if (scenario.executor == "constant-vus") {
    return load::ConstantVus{.vus = vus, .duration = scenario.duration.value_or(kit::Duration())};
  }
  if (scenario.executor == "ramping-vus") {
    return load::RampingVus{
        .start_vus = count(scenario.start_vus, 1),
        .stages = stages_of(scenario),
        .graceful_ramp_down = scenario.graceful_ramp_down.value_or(kit::Duration::seconds(30))};
  }
  if (scenario.executor.ends_with("arrival-rate")) {
    return rate_of(scenario);
  }
  const std::uint64_t iterations = count(scenario.iterations, 1);
  if (scenario.executor == "per-vu-iterations") {
    return load::PerVuIterations{
        .vus = vus, .iterations = iterations, .max_duration = max_duration_of(scenario)};
  }
  return load::SharedIterations{
      .vus = vus, .iterations = iterations, .max_duration = max_duration_of(scenario)};
}

}  // namespace headroom::k6
