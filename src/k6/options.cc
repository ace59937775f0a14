#include "k6/options.h"

#include <algorithm>
#include <iterator>

#include "document/json.h"
#include "k6/exit_code.h"
#include "k6/option_readers.h"
#include "k6/option_table.h"
#include "k6/segment_options.h"

namespace headroom::k6 {

namespace {

using document::Value;

// What can be done with one option, by its key.
struct Key {
  std::string_view name;
  kit::Result<void> (*read)(Options&, const Value&, std::string_view name);
  void (*take_over)(Options& lower, const Options& higher);
};

// Lists add up: a flag may be given several times.
template <typename T>
void keep(std::optional<T>& field, T value) {
  field = std::move(value);
}
template <typename T>
void keep(std::optional<std::vector<T>>& field, std::vector<T> values) {
  if (!field) {
    field.emplace();
  }
  std::move(values.begin(), values.end(), std::back_inserter(*field));
}

template <auto field, auto reader>
kit::Result<void> read_into(Options& options, const Value& value, std::string_view name) {
  auto read = reader(value, name);
  if (!read) {
    return kit::failure_of(read);
  }
  keep(options.*field, std::move(*read));
  return {};
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

kit::Result<void> read_dns_into(Options& options, const Value& value, std::string_view name) {
  return store(read_dns(value, name), options.dns);
}

// Empty leaves it open.
kit::Result<void> read_pool_into(Options& options, const Value& value, std::string_view name) {
  const bool is_open = value.is_string() && value.as_string().empty();
  return is_open ? kit::Result<void>() : store(read_pool(value, name), options.local_ips);
}

// Not a list that adds up: the last one given counts.
kit::Result<void> read_sequence_into(Options& options, const Value& value, std::string_view name) {
  return store(read_segment_sequence(value, name), options.execution_segment_sequence);
}

void take_over_dns(Options& lower, const Options& higher) {
  const DnsOptions& dns = higher.dns;
  lower.dns = {.ttl = dns.ttl ? dns.ttl : lower.dns.ttl,
               .select = dns.select ? dns.select : lower.dns.select,
               .policy = dns.policy ? dns.policy : lower.dns.policy};
}

constexpr Key keys[] = {
    key<&Options::vus, read_integer>("vus"),
    key<&Options::duration, read_duration>("duration"),
    key<&Options::iterations, read_integer>("iterations"),
    key<&Options::stages, read_stages>("stages"),
    key<&Options::scenarios, read_scenarios>("scenarios"),
    key<&Options::execution_segment, read_segment>("executionSegment"),
    {.name = "executionSegmentSequence",
     .read = &read_sequence_into,
     .take_over = &take_over<&Options::execution_segment_sequence>},
    key<&Options::thresholds, read_thresholds>("thresholds"),
    key<&Options::tags, read_pairs>("tags"),
    key<&Options::user_agent, read_text>("userAgent"),
    key<&Options::max_redirects, read_count>("maxRedirects"),
    key<&Options::batch, read_count>("batch"),
    key<&Options::batch_per_host, read_count>("batchPerHost"),
    key<&Options::rps, read_rate>("rps"),
    key<&Options::http_debug, read_text>("httpDebug"),
    key<&Options::no_cookies_reset, read_flag>("noCookiesReset"),
    key<&Options::system_tags, read_texts>("systemTags"),
    key<&Options::hosts, read_hosts>("hosts"),
    {.name = "dns", .read = &read_dns_into, .take_over = &take_over_dns},
    key<&Options::blacklist_ips, read_ranges>("blacklistIPs"),
    key<&Options::block_hostnames, read_patterns>("blockHostnames"),
    {.name = "localIPs", .read = &read_pool_into, .take_over = &take_over<&Options::local_ips>},
    key<&Options::tls_version, read_tls_version>("tlsVersion"),
    key<&Options::tls_cipher_suites, read_texts>("tlsCipherSuites"),
    key<&Options::tls_auth, read_tls_auth>("tlsAuth"),
    key<&Options::tls_resume, read_flag>("tlsResume"),
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
    key<&Options::fail_on_dropped, read_dropped_limit>("failOnDropped"),
    key<&Options::features, read_texts>("features"),
    key<&Options::summary_by, read_texts>("summaryBy"),
};

// A flag's or variable's text as the value that the key's reader expects.
kit::Result<Value> value_of_text(const OptionRow& row, std::string_view text) {
  switch (row.shape) {
    case OptionShape::flag: {
      auto truth = read_truth(text, row.flag.empty() ? row.key : row.flag);
      return truth ? kit::Result<Value>(Value(*truth)) : kit::failure_of(truth);
    }
    case OptionShape::value:
    case OptionShape::optional_value: return Value(std::string(text));
    case OptionShape::json: break;
    case OptionShape::list: {
      std::vector<Value> elements;
      for (std::string& part : split(text, ',')) {
        elements.emplace_back(std::move(part));
      }
      return Value(std::move(elements));
    }
  }
  auto value = document::parse_json(text);
  if (!value) {
    return std::unexpected(std::move(value).error().during(row.key).with_code(exit_invalid_config));
  }
  return value;
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

kit::Result<void> read_option(Options& options, std::string_view name, const Value& value) {
  for (const Key& key : keys) {
    if (key.name == name) {
      return key.read(options, value, name);
    }
  }
  return {};
}

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
    if (row == nullptr || row->reach == Reach::outside_scripts) {
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
    if (auto read = read_option(options, key, member); !read) {
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
  return value ? read_option(options, key, *value) : kit::failure_of(value);
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

Options merged(const Options& lower, const Options& higher, std::string_view higher_name,
               std::vector<std::string>& warnings) {
  Options result = lower;
  // Virtual users alone size a shortcut of a lower tier, but replace its scenarios.
  const bool replaces_scenarios = higher.vus && lower.scenarios;
  const bool executes = higher.duration || higher.iterations || higher.stages || higher.scenarios;
  if (executes || replaces_scenarios) {
    if (lower.scenarios) {
      warnings.push_back("\"" + std::string(higher_name) +
                         "\" level configuration overrode scenarios configuration entirely");
    }
    result.duration.reset();
    result.iterations.reset();
    result.stages.reset();
    result.scenarios.reset();
  }
  for (const Key& key : keys) {
    key.take_over(result, higher);
  }
  return result;
}

}  // namespace headroom::k6
