#include "k6/options.h"

#include <algorithm>

#include "document/json.h"
#include "k6/exit_code.h"
#include "k6/option_table.h"
#include "kit/duration_text.h"
#include "kit/number.h"

namespace headroom::k6 {

namespace {

using document::Value;
using Pairs = std::vector<std::pair<std::string, std::string>>;

std::unexpected<kit::Error> invalid(std::string text) {
  return kit::failure(std::move(text), exit_invalid_config);
}

// Readers of one JSON value each. `what` names the option in the error.

kit::Result<std::int64_t> read_integer(const Value& value, std::string_view what) {
  if (value.is_number() &&
      value.as_number() == static_cast<double>(static_cast<std::int64_t>(value.as_number()))) {
    return static_cast<std::int64_t>(value.as_number());
  }
  if (value.is_string()) {
    if (const auto number = kit::parse_integer(value.as_string())) {
      return *number;
    }
  }
  return invalid(std::string(what) + ": expected a whole number, got " + document::to_json(value));
}

// A bare number is milliseconds, as everywhere in k6.
kit::Result<kit::Duration> read_duration(const Value& value, std::string_view what) {
  if (value.is_number()) {
    return kit::Duration::from_seconds(value.as_number() / 1000);
  }
  if (!value.is_string()) {
    return invalid(std::string(what) + ": expected a duration such as \"30s\", got " +
                   document::to_json(value));
  }
  auto duration = kit::parse_duration(value.as_string());
  if (!duration) {
    return std::unexpected(std::move(duration).error().during(what).with_code(exit_invalid_config));
  }
  return *duration;
}

kit::Result<bool> read_flag(const Value& value, std::string_view what) {
  if (value.is_boolean()) {
    return value.as_boolean();
  }
  return invalid(std::string(what) + ": expected true or false, got " + document::to_json(value));
}

kit::Result<std::string> read_text(const Value& value, std::string_view what) {
  if (value.is_string()) {
    return value.as_string();
  }
  return invalid(std::string(what) + ": expected a string, got " + document::to_json(value));
}

std::string text_of_scalar(const Value& value) {
  return value.is_string() ? value.as_string() : document::to_json(value);
}

kit::Result<Pairs> read_pairs(const Value& value, std::string_view what) {
  if (!value.is_object()) {
    return invalid(std::string(what) + ": expected an object, got " + document::to_json(value));
  }
  Pairs pairs;
  for (const auto& [key, member] : value.members()) {
    pairs.emplace_back(key, text_of_scalar(member));
  }
  return pairs;
}

kit::Result<std::vector<std::string>> read_texts(const Value& value, std::string_view what) {
  if (!value.is_array()) {
    return invalid(std::string(what) + ": expected an array of strings, got " +
                   document::to_json(value));
  }
  std::vector<std::string> texts;
  for (const Value& element : value.elements()) {
    auto text = read_text(element, what);
    if (!text) {
      return kit::failure_of(text);
    }
    texts.push_back(std::move(*text));
  }
  return texts;
}

template <typename T, typename Field>
kit::Result<void> store(kit::Result<T> value, Field& field) {
  if (!value) {
    return kit::failure_of(value);
  }
  field = std::move(*value);
  return {};
}

// --- scenarios

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
    return invalid(what + ": missing 'executor'; write one of " + std::string(known));
  }
  if (known.find(executor) == std::string_view::npos) {
    return invalid(what + ": unknown executor '" + executor + "'; write one of " +
                   std::string(known));
  }
  return {};
}

kit::Result<ScenarioOptions> read_scenario(const std::string& name, const Value& value) {
  const std::string what = "scenario '" + name + "'";
  if (!is_scenario_name(name)) {
    return invalid(what + ": a name is made of letters, digits, _ and -");
  }
  if (!value.is_object()) {
    return invalid(what + ": expected an object, got " + document::to_json(value));
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
      return invalid(std::string(what)
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

kit::Result<std::vector<ScenarioOptions>> read_scenarios(const Value& value) {
  if (!value.is_object() || value.members().empty()) {
    return invalid("scenarios: expected an object with at least one scenario");
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

// --- thresholds

kit::Result<ThresholdOptions> read_threshold(const Value& value, const std::string& what) {
  ThresholdOptions threshold;
  if (value.is_string()) {
    threshold.source = value.as_string();
    return threshold;
  }
  const Value* source = value.is_object() ? value.find("threshold") : nullptr;
  if (source == nullptr || !source->is_string()) {
    return invalid(what +
                   ": expected 'expression' or {threshold: 'expression', abortOnFail: true}, got " +
                   document::to_json(value));
  }
  threshold.source = source->as_string();
  if (const Value* abort = value.find("abortOnFail"); abort != nullptr && abort->is_boolean()) {
    threshold.abort_on_fail = abort->as_boolean();
  }
  if (const Value* delay = value.find("delayAbortEval"); delay != nullptr && !delay->is_null()) {
    if (auto read =
            store(read_duration(*delay, what + ": delayAbortEval"), threshold.delay_abort_eval);
        !read) {
      return kit::failure_of(read);
    }
  }
  return threshold;
}

using Thresholds = std::vector<std::pair<std::string, std::vector<ThresholdOptions>>>;

kit::Result<Thresholds> read_thresholds(const Value& value) {
  if (!value.is_object()) {
    return invalid("thresholds: expected an object of metric: ['expression'], got " +
                   document::to_json(value));
  }
  Thresholds thresholds;
  for (const auto& [metric, list] : value.members()) {
    const std::string what = "thresholds of '" + metric + "'";
    if (!list.is_array()) {
      return invalid(what + ": expected an array of expressions, got " + document::to_json(list));
    }
    std::vector<ThresholdOptions> rows;
    for (const Value& element : list.elements()) {
      auto row = read_threshold(element, what);
      if (!row) {
        return kit::failure_of(row);
      }
      rows.push_back(std::move(*row));
    }
    thresholds.emplace_back(metric, std::move(rows));
  }
  return thresholds;
}

// --- one option by its key

struct KeyReader {
  std::string_view key;
  kit::Result<void> (*read)(Options&, const Value&);
};

constexpr KeyReader key_readers[] = {
    {"vus", [](Options& o, const Value& v) { return store(read_integer(v, "vus"), o.vus); }},
    {"duration",
     [](Options& o, const Value& v) { return store(read_duration(v, "duration"), o.duration); }},
    {"iterations",
     [](Options& o, const Value& v) { return store(read_integer(v, "iterations"), o.iterations); }},
    {"scenarios", [](Options& o, const Value& v) { return store(read_scenarios(v), o.scenarios); }},
    {"thresholds",
     [](Options& o, const Value& v) { return store(read_thresholds(v), o.thresholds); }},
    {"tags", [](Options& o, const Value& v) { return store(read_pairs(v, "tags"), o.tags); }},
    {"userAgent",
     [](Options& o, const Value& v) { return store(read_text(v, "userAgent"), o.user_agent); }},
    {"insecureSkipTLSVerify",
     [](Options& o, const Value& v) {
       return store(read_flag(v, "insecureSkipTLSVerify"), o.insecure_skip_tls_verify);
     }},
    {"discardResponseBodies",
     [](Options& o, const Value& v) {
       return store(read_flag(v, "discardResponseBodies"), o.discard_response_bodies);
     }},
    {"throw",
     [](Options& o, const Value& v) { return store(read_flag(v, "throw"), o.throw_on_failure); }},
    {"noConnectionReuse",
     [](Options& o, const Value& v) {
       return store(read_flag(v, "noConnectionReuse"), o.no_connection_reuse);
     }},
    {"noVUConnectionReuse",
     [](Options& o, const Value& v) {
       return store(read_flag(v, "noVUConnectionReuse"), o.no_vu_connection_reuse);
     }},
    {"noSetup",
     [](Options& o, const Value& v) { return store(read_flag(v, "noSetup"), o.no_setup); }},
    {"noTeardown",
     [](Options& o, const Value& v) { return store(read_flag(v, "noTeardown"), o.no_teardown); }},
    {"minIterationDuration",
     [](Options& o, const Value& v) {
       return store(read_duration(v, "minIterationDuration"), o.min_iteration_duration);
     }},
    {"setupTimeout",
     [](Options& o, const Value& v) {
       return store(read_duration(v, "setupTimeout"), o.setup_timeout);
     }},
    {"teardownTimeout",
     [](Options& o, const Value& v) {
       return store(read_duration(v, "teardownTimeout"), o.teardown_timeout);
     }},
    {"handleSummaryTimeout",
     [](Options& o, const Value& v) {
       return store(read_duration(v, "handleSummaryTimeout"), o.handle_summary_timeout);
     }},
    {"summaryTrendStats",
     [](Options& o, const Value& v) {
       return store(read_texts(v, "summaryTrendStats"), o.summary_trend_stats);
     }},
    {"summaryTimeUnit",
     [](Options& o, const Value& v) {
       return store(read_text(v, "summaryTimeUnit"), o.summary_time_unit);
     }},
};

kit::Result<void> read_key(Options& options, std::string_view key, const Value& value) {
  for (const KeyReader& reader : key_readers) {
    if (reader.key == key) {
      return reader.read(options, value);
    }
  }
  return {};
}

}  // namespace

kit::Result<Options> parse_script_options(const Value& value, std::vector<std::string>& warnings) {
  Options options;
  if (value.is_null()) {
    return options;
  }
  if (!value.is_object()) {
    return invalid("options: expected an object, got " + document::to_json(value));
  }
  for (const auto& [key, member] : value.members()) {
    const OptionRow* row = find_option_by_key(key);
    if (row == nullptr) {
      warnings.push_back("There were unknown fields in the options exported in the script: \"" +
                         key + "\"");
      continue;
    }
    if (row->support == Support::later && !member.is_null()) {
      return kit::failure("options: '" + key +
                              "' is an option of k6 that Headroom does not have yet; "
                              "take it out to run this script",
                          exit_other);
    }
    if (member.is_null()) {
      continue;
    }
    if (auto read = read_key(options, key, member); !read) {
      return kit::failure_of(read);
    }
  }
  return options;
}

namespace {

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

// A flag's or variable's text as the value that the key's reader expects.
kit::Result<Value> value_of_text(const OptionRow& row, std::string_view text) {
  if (row.key == "scenarios" || row.key == "thresholds") {
    auto value = document::parse_json(text);
    if (!value) {
      return std::unexpected(
          std::move(value).error().during(row.key).with_code(exit_invalid_config));
    }
    return value;
  }
  if (row.shape == OptionShape::flag) {
    if (text != "true" && text != "false") {
      return invalid(std::string(row.flag) + ": expected true or false, got \"" +
                     std::string(text) + "\"");
    }
    return Value(text == "true");
  }
  if (row.key == "summaryTrendStats") {
    std::vector<Value> elements;
    for (std::string& part : split(text, ',')) {
      elements.emplace_back(std::move(part));
    }
    return Value(std::move(elements));
  }
  return Value(std::string(text));
}

// "name=value" from flags, "name:value" from variables.
kit::Result<void> add_tag(Options& options, std::string_view text, char separator) {
  const std::size_t at = text.find(separator);
  if (at == std::string_view::npos || at == 0) {
    return invalid("tag \"" + std::string(text) + "\": write name" + separator + "value");
  }
  if (!options.tags) {
    options.tags.emplace();
  }
  options.tags->emplace_back(text.substr(0, at), text.substr(at + 1));
  return {};
}

template <typename T>
void take_over(std::optional<T>& lower, const std::optional<T>& higher) {
  if (higher) {
    lower = higher;
  }
}

}  // namespace

kit::Result<void> set_option(Options& options, std::string_view key, std::string_view text) {
  const OptionRow* row = find_option_by_key(key);
  if (row == nullptr || row->support != Support::full) {
    return kit::failure("unknown option " + std::string(key), exit_other);
  }
  if (key == "tags") {
    return add_tag(options, text, '=');
  }
  auto value = value_of_text(*row, text);
  return value ? read_key(options, key, *value) : kit::failure_of(value);
}

kit::Result<Options> parse_environment_options(
    const std::map<std::string, std::string>& environment) {
  Options options;
  for (const OptionRow& row : option_rows()) {
    const auto found = environment.find(std::string(row.variable));
    if (row.variable.empty() || found == environment.end()) {
      continue;
    }
    if (row.support == Support::later) {
      return kit::failure("the variable " + std::string(row.variable) +
                              " is one of k6's that Headroom does not have yet; unset it",
                          exit_other);
    }
    if (row.key.empty() || row.support == Support::accepted) {
      continue;  // the command line's own, or nothing to do
    }
    kit::Result<void> read;
    if (row.key == "tags") {
      for (const std::string& tag : split(found->second, ',')) {
        read = read ? add_tag(options, tag, ':') : std::move(read);
      }
    } else {
      read = set_option(options, row.key, found->second);
    }
    if (!read) {
      return std::unexpected(
          std::move(read).error().during(row.variable).with_code(exit_invalid_config));
    }
  }
  return options;
}

Options merged(const Options& lower, const Options& higher, std::vector<std::string>& warnings) {
  Options result = lower;
  const bool higher_executes = higher.duration || higher.iterations || higher.scenarios;
  if ((higher_executes || (higher.vus && lower.scenarios)) && lower.has_execution()) {
    if (lower.scenarios || lower.duration || lower.iterations) {
      warnings.emplace_back(
          "the execution settings of the script were replaced by those of the command line or "
          "the environment");
    }
    result.duration.reset();
    result.iterations.reset();
    result.scenarios.reset();
  }
  take_over(result.vus, higher.vus);
  take_over(result.duration, higher.duration);
  take_over(result.iterations, higher.iterations);
  take_over(result.scenarios, higher.scenarios);
  take_over(result.thresholds, higher.thresholds);
  take_over(result.tags, higher.tags);
  take_over(result.user_agent, higher.user_agent);
  take_over(result.insecure_skip_tls_verify, higher.insecure_skip_tls_verify);
  take_over(result.discard_response_bodies, higher.discard_response_bodies);
  take_over(result.throw_on_failure, higher.throw_on_failure);
  take_over(result.no_connection_reuse, higher.no_connection_reuse);
  take_over(result.no_vu_connection_reuse, higher.no_vu_connection_reuse);
  take_over(result.no_setup, higher.no_setup);
  take_over(result.no_teardown, higher.no_teardown);
  take_over(result.min_iteration_duration, higher.min_iteration_duration);
  take_over(result.setup_timeout, higher.setup_timeout);
  take_over(result.teardown_timeout, higher.teardown_timeout);
  take_over(result.handle_summary_timeout, higher.handle_summary_timeout);
  take_over(result.summary_trend_stats, higher.summary_trend_stats);
  take_over(result.summary_time_unit, higher.summary_time_unit);
  return result;
}

}  // namespace headroom::k6
