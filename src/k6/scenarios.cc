#include "k6/scenarios.h"

#include <algorithm>

#include "k6/exit_code.h"
#include "k6/system_tags.h"

namespace headroom::k6 {

namespace {

constexpr kit::Duration shortest_duration = kit::Duration::seconds(1);

std::unexpected<kit::Error> invalid(const ScenarioOptions& scenario, const std::string& text) {
  return kit::failure("scenario '" + scenario.name + "': " + text, exit_invalid_config);
}

ScenarioOptions shortcut(const Options& options) {
  ScenarioOptions scenario{.name = "default"};
  scenario.vus = options.vus;
  if (options.iterations) {
    scenario.executor = "shared-iterations";
    scenario.iterations = options.iterations;
    scenario.max_duration = options.duration;
  } else if (options.duration) {
    scenario.executor = "constant-vus";
    scenario.duration = options.duration;
  } else if (options.vus) {
    scenario.executor = "shared-iterations";
    scenario.iterations = options.vus;
  } else {
    scenario.executor = "per-vu-iterations";
  }
  return scenario;
}

kit::Result<std::uint64_t> at_least_one(const ScenarioOptions& scenario, const char* name,
                                        std::int64_t value) {
  if (value < 1) {
    return invalid(scenario,
                   std::string(name) + " must be at least 1, not " + std::to_string(value));
  }
  return static_cast<std::uint64_t>(value);
}

kit::Result<load::ExecutorConfig> make_iterations(const ScenarioOptions& scenario) {
  const auto vus = at_least_one(scenario, "vus", scenario.vus.value_or(1));
  const auto iterations = at_least_one(scenario, "iterations", scenario.iterations.value_or(1));
  if (!vus || !iterations) {
    return std::unexpected(vus ? iterations.error() : vus.error());
  }
  const kit::Duration max_duration = scenario.max_duration.value_or(kit::Duration::seconds(600));
  if (max_duration < shortest_duration) {
    return invalid(scenario, "maxDuration must be at least 1s");
  }
  if (scenario.executor == "per-vu-iterations") {
    return load::PerVuIterations{
        .vus = *vus, .iterations = *iterations, .max_duration = max_duration};
  }
  if (*iterations < *vus) {
    return invalid(scenario, "the number of iterations (" + std::to_string(*iterations) +
                                 ") must be at least the number of VUs (" + std::to_string(*vus) +
                                 ")");
  }
  return load::SharedIterations{
      .vus = *vus, .iterations = *iterations, .max_duration = max_duration};
}

kit::Result<load::ExecutorConfig> make_constant_vus(const ScenarioOptions& scenario) {
  const auto vus = at_least_one(scenario, "vus", scenario.vus.value_or(1));
  if (!vus) {
    return std::unexpected(vus.error());
  }
  if (!scenario.duration || *scenario.duration < shortest_duration) {
    return invalid(scenario, "duration is required and must be at least 1s");
  }
  return load::ConstantVus{.vus = *vus, .duration = *scenario.duration};
}

kit::Result<load::ExecutorConfig> make_arrival_rate(const ScenarioOptions& scenario) {
  if (!scenario.rate || *scenario.rate < 1) {
    return invalid(scenario, "rate is required and must be at least 1");
  }
  if (!scenario.duration || *scenario.duration < shortest_duration) {
    return invalid(scenario, "duration is required and must be at least 1s");
  }
  if (!scenario.pre_allocated_vus || *scenario.pre_allocated_vus < 0) {
    return invalid(scenario, "preAllocatedVUs is required and must not be negative");
  }
  const std::int64_t max_vus = scenario.max_vus.value_or(*scenario.pre_allocated_vus);
  if (max_vus < *scenario.pre_allocated_vus || max_vus < 1) {
    return invalid(scenario, "maxVUs must be at least preAllocatedVUs, and at least 1");
  }
  const kit::Duration time_unit = scenario.time_unit.value_or(kit::Duration::seconds(1));
  if (time_unit <= kit::Duration()) {
    return invalid(scenario, "timeUnit must be more than 0");
  }
  return load::ConstantArrivalRate{
      .rate = static_cast<std::uint64_t>(*scenario.rate),
      .time_unit = time_unit,
      .duration = *scenario.duration,
      .preallocated_vus = static_cast<std::uint64_t>(*scenario.pre_allocated_vus),
      .max_vus = static_cast<std::uint64_t>(max_vus)};
}

kit::Result<load::ExecutorConfig> make_executor(const ScenarioOptions& scenario) {
  if (scenario.executor == "constant-vus") {
    return make_constant_vus(scenario);
  }
  if (scenario.executor == "constant-arrival-rate") {
    return make_arrival_rate(scenario);
  }
  return make_iterations(scenario);
}

bool tags_scenario(const Options& options) {
  const SystemTags enabled =
      options.system_tags ? SystemTags::named(*options.system_tags) : SystemTags();
  return enabled.has(SystemTag::scenario);
}

metrics::Tags metric_tags_of(const ScenarioOptions& scenario, const Options& options) {
  metrics::Tags tags;
  for (const auto& [name, value] : options.tags.value_or(decltype(scenario.tags)())) {
    tags.set(name, value);
  }
  if (tags_scenario(options)) {
    tags.set("scenario", scenario.name);
  }
  for (const auto& [name, value] : scenario.tags) {
    tags.set(name, value);
  }
  return tags;
}

}  // namespace

std::vector<ScenarioOptions> scenarios_asked_for(const Options& options) {
  return options.scenarios ? *options.scenarios : std::vector{shortcut(options)};
}

kit::Result<std::vector<load::Scenario>> make_scenarios(const Options& options,
                                                        const std::vector<std::string>& functions) {
  std::vector<load::Scenario> scenarios;
  if (options.scenarios && (options.iterations || options.duration)) {
    return kit::failure("options: 'scenarios' cannot stand beside 'duration' or 'iterations'",
                        exit_invalid_config);
  }
  for (const ScenarioOptions& row : scenarios_asked_for(options)) {
    if (std::find(functions.begin(), functions.end(), row.exec) == functions.end()) {
      return invalid(row, "function '" + row.exec + "' not found in exports");
    }
    if (row.start_time < kit::Duration() || row.graceful_stop < kit::Duration()) {
      return invalid(row, "startTime and gracefulStop must not be negative");
    }
    auto executor = make_executor(row);
    if (!executor) {
      return kit::failure_of(executor);
    }
    metrics::Tags own;
    if (tags_scenario(options)) {
      own.set("scenario", row.name);
    }
    for (const auto& [name, value] : row.tags) {
      own.set(name, value);
    }
    scenarios.push_back({.name = row.name,
                         .executor = *executor,
                         .start_time = row.start_time,
                         .graceful_stop = row.graceful_stop,
                         .metric_tags = metric_tags_of(row, options),
                         .exec = row.exec,
                         .env = row.env,
                         .tags = std::move(own)});
  }
  return scenarios;
}

std::string_view executor_name(const load::Scenario& scenario) {
  struct Namer {
    std::string_view operator()(const load::ConstantVus&) const { return "constant-vus"; }
    std::string_view operator()(const load::PerVuIterations&) const { return "per-vu-iterations"; }
    std::string_view operator()(const load::SharedIterations&) const { return "shared-iterations"; }
    std::string_view operator()(const load::ConstantArrivalRate&) const {
      return "constant-arrival-rate";
    }
  };
  return std::visit(Namer(), scenario.executor);
}

}  // namespace headroom::k6
