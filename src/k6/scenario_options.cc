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

// "30s:10"; either part may be missing, which is found out later.
kit::Result<StageOptions> read_stage_text(const std::string& text, std::string_view what) {
  StageOptions stage;
  const std::size_t colon = text.find(':');
  if (const std::string duration = text.substr(0, colon); !duration.empty()) {
    if (auto read = store(read_duration(Value(duration), what), stage.duration); !read) {
      return kit::failure_of(read);
    }
  }
  if (colon != text.npos && colon + 1 < text.size()) {
    if (auto read = store(read_integer(Value(text.substr(colon + 1)), what), stage.target); !read) {
      return kit::failure_of(read);
    }
  }
  return stage;
}

enum class UnknownFields { ignored, refused };

kit::Result<StageOptions> read_stage(const Value& value, std::string_view what,
                                     UnknownFields unknown) {
  if (value.is_string() && unknown == UnknownFields::ignored) {
    return read_stage_text(value.as_string(), what);
  }
  if (!value.is_object()) {
    return unexpected_value(what, "an object such as {\"duration\":\"30s\",\"target\":10}", value);
  }
  StageOptions stage;
  for (const auto& [key, member] : value.members()) {
    kit::Result<void> read;
    const std::string field = std::string(what) + ": " + key;
    if (member.is_null()) {
      continue;
    }
    if (key == "duration") {
      read = store(read_duration(member, field), stage.duration);
    } else if (key == "target") {
      read = store(read_integer(member, field), stage.target);
    } else if (unknown == UnknownFields::refused) {
      read = invalid_option(std::string(what) + ": a stage has no field '" + key + "'");
    }
    if (!read) {
      return kit::failure_of(read);
    }
  }
  return stage;
}

kit::Result<std::vector<StageOptions>> read_all_stages(const Value& value, std::string_view what,
                                                       UnknownFields unknown) {
  if (!value.is_array()) {
    return unexpected_value(what, "a list of stages", value);
  }
  std::vector<StageOptions> stages;
  for (const Value& element : value.elements()) {
    auto stage =
        read_stage(element, std::string(what) + " " + std::to_string(stages.size() + 1), unknown);
    if (!stage) {
      return kit::failure_of(stage);
    }
    stages.push_back(*stage);
  }
  return stages;
}

kit::Result<std::vector<StageOptions>> read_stages_strictly(const Value& value,
                                                            std::string_view what) {
  return read_all_stages(value, what, UnknownFields::refused);
}

struct ScenarioField {
  std::string_view key;
  std::string_view executors;  // comma-separated; empty for all
  kit::Result<void> (*read)(ScenarioOptions&, const Value&, std::string_view what);
};

constexpr std::string_view iteration_executors = "shared-iterations,per-vu-iterations";
constexpr std::string_view vu_executors = "shared-iterations,per-vu-iterations,constant-vus";
constexpr std::string_view rate_executors = "constant-arrival-rate,ramping-arrival-rate";
constexpr std::string_view ramping_executors = "ramping-vus,ramping-arrival-rate";

template <auto field, auto reader>
kit::Result<void> read_into(ScenarioOptions& scenario, const Value& value, std::string_view what) {
  return store(reader(value, what), scenario.*field);
}

constexpr ScenarioField scenario_fields[] = {
    {"executor", "", &read_into<&ScenarioOptions::executor, read_text>},
    {"exec", "", &read_into<&ScenarioOptions::exec, read_text>},
    {"startTime", "", &read_into<&ScenarioOptions::start_time, read_duration>},
    {"gracefulStop", "", &read_into<&ScenarioOptions::graceful_stop, read_duration>},
    {"env", "", &read_into<&ScenarioOptions::env, read_pairs>},
    {"tags", "", &read_into<&ScenarioOptions::tags, read_pairs>},
    {"vus", vu_executors, &read_into<&ScenarioOptions::vus, read_integer>},
    {"iterations", iteration_executors, &read_into<&ScenarioOptions::iterations, read_integer>},
    {"maxDuration", iteration_executors, &read_into<&ScenarioOptions::max_duration, read_duration>},
    {"duration", "constant-vus,constant-arrival-rate",
     &read_into<&ScenarioOptions::duration, read_duration>},
    {"startVUs", "ramping-vus", &read_into<&ScenarioOptions::start_vus, read_integer>},
    {"gracefulRampDown", "ramping-vus",
     &read_into<&ScenarioOptions::graceful_ramp_down, read_duration>},
    {"stages", ramping_executors, &read_into<&ScenarioOptions::stages, read_stages_strictly>},
    {"startRate", "ramping-arrival-rate", &read_into<&ScenarioOptions::start_rate, read_integer>},
    {"rate", "constant-arrival-rate", &read_into<&ScenarioOptions::rate, read_integer>},
    {"timeUnit", rate_executors, &read_into<&ScenarioOptions::time_unit, read_duration>},
    {"preAllocatedVUs", rate_executors,
     &read_into<&ScenarioOptions::pre_allocated_vus, read_integer>},
    {"maxVUs", rate_executors, &read_into<&ScenarioOptions::max_vus, read_integer>},
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
      "shared-iterations per-vu-iterations constant-vus ramping-vus constant-arrival-rate "
      "ramping-arrival-rate";
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

kit::Result<std::vector<StageOptions>> read_stages(const Value& value, std::string_view what) {
  return read_all_stages(value, what, UnknownFields::ignored);
}

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
