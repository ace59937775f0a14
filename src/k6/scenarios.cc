#include "k6/scenarios.h"

#include <algorithm>
#include <utility>

#include "k6/executor_options.h"
#include "k6/exit_code.h"
#include "k6/system_tags.h"
#include "kit/text_pieces.h"

namespace headroom::k6 {

namespace {

// What k6 refuses beside one another.
kit::Result<void> check_conflicts(const Options& options) {
  const bool has_stages = options.stages && !options.stages->empty();
  const auto refuse = [](const std::string& left, const std::string& right) {
    return kit::failure(
        "using `" + left + "` and `" + right + "` options simultaneously is not allowed",
        exit_invalid_config);
  };
  if (has_stages && options.iterations) {
    return refuse("iterations", "stages");
  }
  if (has_stages && options.duration) {
    return refuse("duration", "stages");
  }
  if (options.scenarios && (options.iterations || options.duration || has_stages)) {
    return refuse(options.iterations ? "iterations"
                  : options.duration ? "duration"
                                     : "stages",
                  "scenarios");
  }
  return {};
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
  } else if (options.stages && !options.stages->empty()) {
    scenario.executor = "ramping-vus";
    scenario.start_vus = std::exchange(scenario.vus, std::nullopt);
    scenario.stages = options.stages;
  } else if (options.vus) {
    scenario.executor = "shared-iterations";
    scenario.iterations = options.vus;
  } else {
    scenario.executor = "per-vu-iterations";
  }
  return scenario;
}

bool tags_scenario(const Options& options) {
  const SystemTags enabled =
      options.system_tags ? SystemTags::named(*options.system_tags) : SystemTags();
  return enabled.has(SystemTag::scenario);
}

// Of every sample of the scenario, above those of the test.
metrics::Tags own_tags_of(const ScenarioOptions& scenario, const Options& options) {
  metrics::Tags tags;
  if (tags_scenario(options)) {
    tags.set("scenario", scenario.name);
  }
  for (const auto& [name, value] : scenario.tags) {
    tags.set(name, value);
  }
  return tags;
}

metrics::Tags all_tags_of(const metrics::Tags& own, const Options& options) {
  metrics::Tags tags;
  for (const auto& [name, value] : options.tags.value_or(decltype(options.tags)::value_type())) {
    tags.set(name, value);
  }
  for (const metrics::Tag& tag : own) {
    tags.set(tag.key, tag.value);
  }
  return tags;
}

load::Scenario make_scenario(const ScenarioOptions& row, const Options& options) {
  metrics::Tags own = own_tags_of(row, options);
  return {.name = row.name,
          .executor = executor_of(row),
          .start_time = row.start_time,
          .graceful_stop = row.graceful_stop,
          .metric_tags = all_tags_of(own, options),
          .exec = row.exec,
          .env = row.env,
          .tags = std::move(own)};
}

// Empty when there is nothing to say.
std::string problems_of_all(const std::vector<ScenarioOptions>& rows,
                            const std::vector<std::string>& functions) {
  std::string text;
  for (const ScenarioOptions& row : rows) {
    if (const std::vector<std::string> problems = problems_of(row); !problems.empty()) {
      text += "\n\t- scenario " + row.name + " has configuration errors: " + kit::joined(problems);
    }
  }
  for (const ScenarioOptions& row : rows) {
    if (std::find(functions.begin(), functions.end(), row.exec) == functions.end()) {
      text += "\n\t- executor " + row.name + ": function '" + row.exec + "' not found in exports";
    }
  }
  return text;
}

}  // namespace

std::vector<ScenarioOptions> scenarios_asked_for(const Options& options) {
  return options.scenarios ? *options.scenarios : std::vector{shortcut(options)};
}

kit::Result<std::vector<load::Scenario>> make_scenarios(const Options& options,
                                                        const std::vector<std::string>& functions) {
  if (auto checked = check_conflicts(options); !checked) {
    return kit::failure_of(checked);
  }
  const std::vector<ScenarioOptions> rows = scenarios_asked_for(options);
  if (const std::string problems = problems_of_all(rows, functions); !problems.empty()) {
    return kit::failure("There were problems with the specified script configuration:" + problems,
                        exit_invalid_config);
  }
  std::vector<load::Scenario> scenarios;
  scenarios.reserve(rows.size());
  for (const ScenarioOptions& row : rows) {
    scenarios.push_back(make_scenario(row, options));
  }
  return scenarios;
}

std::string_view executor_name(const load::Scenario& scenario) {
  struct Namer {
    std::string_view operator()(const load::ConstantVus&) const { return "constant-vus"; }
    std::string_view operator()(const load::RampingVus&) const { return "ramping-vus"; }
    std::string_view operator()(const load::PerVuIterations&) const { return "per-vu-iterations"; }
    std::string_view operator()(const load::SharedIterations&) const { return "shared-iterations"; }
    std::string_view operator()(const load::ConstantArrivalRate&) const {
      return "constant-arrival-rate";
    }
    std::string_view operator()(const load::RampingArrivalRate&) const {
      return "ramping-arrival-rate";
    }
  };
  return std::visit(Namer(), scenario.executor);
}

}  // namespace headroom::k6
