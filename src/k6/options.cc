#include "k6/options.h"

#include "document/json.h"
#include "k6/exit_code.h"
#include "k6/option_readers.h"
#include "k6/option_table.h"

namespace headroom::k6 {

namespace {

using document::Value;

// What can be done with one option, by its key.
struct Key {
  std::string_view name;
  kit::Result<void> (*read)(Options&, const Value&, std::string_view name);
  void (*take_over)(Options& lower, const Options& higher);
};

template <auto field, auto reader>
kit::Result<void> read_into(Options& options, const Value& value, std::string_view name) {
  return store(reader(value, name), options.*field);
}

template <auto field>
void take_over(Options& lower, const Options& higher) {
  if (higher.*field) {
    lower.*field = higher.*field;
  }
}

template <auto field, auto reader>
constexpr Key key(std::string_view name) {
  return {.name = name, .read = &read_into<field, reader>, .take_over = &take_over<field>};
}

constexpr Key keys[] = {
    key<&Options::vus, read_integer>("vus"),
    key<&Options::duration, read_duration>("duration"),
    key<&Options::iterations, read_integer>("iterations"),
    key<&Options::scenarios, read_scenarios>("scenarios"),
    key<&Options::thresholds, read_thresholds>("thresholds"),
    key<&Options::tags, read_pairs>("tags"),
    key<&Options::user_agent, read_text>("userAgent"),
    key<&Options::insecure_skip_tls_verify, read_flag>("insecureSkipTLSVerify"),
    key<&Options::discard_response_bodies, read_flag>("discardResponseBodies"),
    key<&Options::throw_on_failure, read_flag>("throw"),
    key<&Options::no_connection_reuse, read_flag>("noConnectionReuse"),
    key<&Options::no_vu_connection_reuse, read_flag>("noVUConnectionReuse"),
    key<&Options::no_setup, read_flag>("noSetup"),
    key<&Options::no_teardown, read_flag>("noTeardown"),
    key<&Options::min_iteration_duration, read_duration>("minIterationDuration"),
    key<&Options::setup_timeout, read_duration>("setupTimeout"),
    key<&Options::teardown_timeout, read_duration>("teardownTimeout"),
    key<&Options::handle_summary_timeout, read_duration>("handleSummaryTimeout"),
    key<&Options::summary_trend_stats, read_texts>("summaryTrendStats"),
    key<&Options::summary_time_unit, read_text>("summaryTimeUnit"),
};

kit::Result<void> read_key(Options& options, std::string_view name, const Value& value) {
  for (const Key& key : keys) {
    if (key.name == name) {
      return key.read(options, value, name);
    }
  }
  return {};
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
      return invalid_option(std::string(row.flag) + ": expected true or false, got \"" +
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
    return invalid_option("tag \"" + std::string(text) + "\": write name" + separator + "value");
  }
  if (!options.tags) {
    options.tags.emplace();
  }
  options.tags->emplace_back(text.substr(0, at), text.substr(at + 1));
  return {};
}

}  // namespace

kit::Result<Options> parse_script_options(const Value& value, std::vector<std::string>& warnings) {
  Options options;
  if (value.is_null()) {
    return options;
  }
  if (!value.is_object()) {
    return unexpected_value("options", "an object", value);
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
  for (const Key& key : keys) {
    key.take_over(result, higher);
  }
  return result;
}

}  // namespace headroom::k6
