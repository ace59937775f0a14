// The option "scenarios": which fields each executor takes, and their values.
#include "document/json.h"
#include "k6/exit_code.h"
#include "k6/option_readers.h"

namespace headroom::k6 {

namespace {

using document::Value;

bool is_scenario_name(std::string_view name) {
  for (const char c : name) {
    const bool is_allowed = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                            (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
    if (!is_allowed) {
      return false;
    }
  }
  return !name.empty();
}

struct ScenarioField {
  std::string_view key;
  std::string_view executors;  // comma-separated; empty for all
  kit::Result<void> (*read)(ScenarioOptions&, const Value&, std::string_view what);
};

constexpr std::string_view iteration_executors = "shared-iterations,per-vu-iterations";
constexpr std::string_view vu_executors = "shared-iterations,per-vu-iterations,constant-vus";
constexpr std::string_view rate_executor = "constant-arrival-rate";

using Scenario = ScenarioOptions;
constexpr ScenarioField scenario_fields[] = {
    {"executor", "",
     [](Scenario& s, const Value& v, std::string_view w) {
       return store(read_text(v, w), s.executor);
     }},
    {"exec", "",
     [](Scenario& s, const Value& v, std::string_view w) {
       return store(read_text(v, w), s.exec);
     }},
    {"startTime", "",
     [](Scenario& s, const Value& v, std::string_view w) {
       return store(read_duration(v, w), s.start_time);
     }},
    {"gracefulStop", "",
     [](Scenario& s, const Value& v, std::string_view w) {
       return store(read_duration(v, w), s.graceful_stop);
     }},
    {"env", "",
     [](Scenario& s, const Value& v, std::string_view w) {
       return store(read_pairs(v, w), s.env);
     }},
    {"tags", "",
     [](Scenario& s, const Value& v, std::string_view w) {
       return store(read_pairs(v, w), s.tags);
     }},
    {"vus", vu_executors,
     [](Scenario& s, const Value& v, std::string_view w) {
       return store(read_integer(v, w), s.vus);
     }},
    {"iterations", iteration_executors,
     [](Scenario& s, const Value& v, std::string_view w) {
       return store(read_integer(v, w), s.iterations);
     }},
    {"maxDuration", iteration_executors,
     [](Scenario& s, const Value& v, std::string_view w) {
       return store(read_duration(v, w), s.max_duration);
     }},
    {"duration", "constant-vus,constant-arrival-rate",
     [](Scenario& s, const Value& v, std::string_view w) {
       return store(read_duration(v, w), s.duration);
     }},
    {"rate", rate_executor,
     [](Scenario& s, const Value& v, std::string_view w) {
       return store(read_integer(v, w), s.rate);
     }},
    {"timeUnit", rate_executor,
     [](Scenario& s, const Value& v, std::string_view w) {
       return store(read_duration(v, w), s.time_unit);
     }},
    {"preAllocatedVUs", rate_executor,
     [](Scenario& s, const Value& v, std::string_view w) {
       return store(read_integer(v, w), s.pre_allocated_vus);
     }},
    {"maxVUs", rate_executor,
     [](Scenario& s, const Value& v, std::string_view w) {
       return store(read_integer(v, w), s.max_vus);
     }},
};

const ScenarioField* find_scenario_field(std::string_view key, const std::string& executor) {
  for (const ScenarioField& field : scenario_fields) {
    const bool takes =
        field.executors.empty() || field.executors.find(executor) != std::string_view::npos;
    if (field.key == key && takes) {
      return &field;
    }
  }
  return nullptr;
}

kit::Result<void> check_executor(const std::string& what, const std::string& executor) {
  constexpr std::string_view known =
      "shared-iterations per-vu-iterations constant-vus constant-arrival-rate";
  if (executor == "ramping-vus" || executor == "ramping-arrival-rate") {
    return kit::failure(what + ": executor '" + executor + "' is not in Headroom yet", exit_other);
  }
  if (executor.empty()) {
    return invalid_option(what + ": missing 'executor'; write one of " + std::string(known));
  }
  if (known.find(executor) == std::string_view::npos) {
    return invalid_option(what + ": unknown executor '" + executor + "'; write one of " +
                          std::string(known));
  }
  return {};
}

kit::Result<ScenarioOptions> read_scenario(const std::string& name, const Value& value) {
  const std::string what = "scenario '" + name + "'";
  if (!is_scenario_name(name)) {
    return invalid_option(what + ": a name is made of letters, digits, _ and -");
  }
  if (!value.is_object()) {
    return invalid_option(what + ": expected an object, got " + document::to_json(value));
  }
  ScenarioOptions scenario{.name = name};
  const Value* executor = value.find("executor");
  if (executor != nullptr && executor->is_string()) {
    scenario.executor = executor->as_string();
  }
  if (auto known = check_executor(what, scenario.executor); !known) {
    return kit::failure_of(known);
  }
  for (const auto& [key, member] : value.members()) {
    const ScenarioField* field = find_scenario_field(key, scenario.executor);
    if (field == nullptr) {
      return invalid_option(std::string(what)
                                .append(": executor ")
                                .append(scenario.executor)
                                .append(" has no field '")
                                .append(key)
                                .append("'"));
    }
    if (member.is_null()) {
      continue;
    }
    if (auto read = field->read(scenario, member, std::string(what).append(": ").append(key));
        !read) {
      return kit::failure_of(read);
    }
  }
  return scenario;
}

}  // namespace

kit::Result<std::vector<ScenarioOptions>> read_scenarios(const Value& value,
                                                         std::string_view what) {
  if (!value.is_object() || value.members().empty()) {
    return invalid_option(std::string(what) + ": expected an object with at least one scenario");
  }
  std::vector<ScenarioOptions> scenarios;
  for (const auto& [name, member] : value.members()) {
    auto scenario = read_scenario(name, member);
    if (!scenario) {
      return kit::failure_of(scenario);
    }
    scenarios.push_back(std::move(*scenario));
  }
  return scenarios;
}

}  // namespace headroom::k6
