#include "k6/options_document.h"

#include <array>

#include "document/json.h"
#include "k6/option_readers.h"
#include "k6/scenarios.h"
#include "k6/settings.h"
#include "k6/system_tags.h"
#include "kit/duration_text.h"

namespace headroom::k6 {

namespace {

using document::Value;
using Members = std::vector<Value::Member>;

constexpr std::array<std::string_view, 6> default_stats{"avg", "min",   "med",
                                                        "max", "p(90)", "p(95)"};

Value to_value(bool truth) {
  return Value(truth);
}
Value to_value(double number) {
  return Value(number);
}
Value to_value(std::int64_t number) {
  return Value(static_cast<double>(number));
}
Value to_value(const std::string& text) {
  return Value(text);
}
Value to_value(std::string_view text) {
  return Value(std::string(text));
}
Value to_value(kit::Duration duration) {
  return Value(kit::text_of(duration));
}
Value to_value(const net::IpRange& range) {
  return Value(range.text());
}
Value to_value(const net::HostPattern& pattern) {
  return Value(pattern.text());
}

template <typename Elements>
Value list_of(const Elements& elements) {
  std::vector<Value> values;
  values.reserve(elements.size());
  for (const auto& element : elements) {
    values.push_back(to_value(element));
  }
  return Value(std::move(values));
}
template <typename T>
Value to_value(const std::vector<T>& elements) {
  return list_of(elements);
}

template <typename T>
Value to_value(const std::optional<T>& field) {
  return field ? to_value(*field) : Value();
}

Value pairs_value(const std::vector<std::pair<std::string, std::string>>& pairs) {
  Members members;
  for (const auto& [name, text] : pairs) {
    members.emplace_back(name, text);
  }
  return pairs.empty() ? Value() : Value(std::move(members));
}

void add_if(Members& members, const char* name, Value value) {
  if (!value.is_null()) {
    members.emplace_back(name, std::move(value));
  }
}

Value stages_value(const std::vector<StageOptions>& stages) {
  std::vector<Value> values;
  values.reserve(stages.size());
  for (const StageOptions& stage : stages) {
    values.emplace_back(
        Members{{"duration", to_value(stage.duration)}, {"target", to_value(stage.target)}});
  }
  return Value(std::move(values));
}

Value scenario_value(const ScenarioOptions& scenario) {
  Members members{{"executor", to_value(scenario.executor)},
                  {"startTime", to_value(scenario.start_time)},
                  {"gracefulStop", to_value(scenario.graceful_stop)},
                  {"env", pairs_value(scenario.env)},
                  {"exec", to_value(scenario.exec)},
                  {"tags", pairs_value(scenario.tags)}};
  add_if(members, "vus", to_value(scenario.vus));
  add_if(members, "iterations", to_value(scenario.iterations));
  add_if(members, "maxDuration", to_value(scenario.max_duration));
  add_if(members, "duration", to_value(scenario.duration));
  add_if(members, "startVUs", to_value(scenario.start_vus));
  add_if(members, "stages", scenario.stages ? stages_value(*scenario.stages) : Value());
  add_if(members, "gracefulRampDown", to_value(scenario.graceful_ramp_down));
  add_if(members, "startRate", to_value(scenario.start_rate));
  add_if(members, "rate", to_value(scenario.rate));
  add_if(members, "timeUnit", to_value(scenario.time_unit));
  add_if(members, "preAllocatedVUs", to_value(scenario.pre_allocated_vus));
  add_if(members, "maxVUs", to_value(scenario.max_vus));
  return Value(std::move(members));
}

Value scenarios_value(const Options& options) {
  Members members;
  for (const ScenarioOptions& scenario : scenarios_asked_for(options)) {
    members.emplace_back(scenario.name, scenario_value(scenario));
  }
  return Value(std::move(members));
}

Value dns_value(const Options& options) {
  const kit::Duration ttl = options.dns.ttl.value_or(defaults::dns_ttl);
  const auto choice = options.dns.select.value_or(net::AddressChoice::random);
  const auto policy = options.dns.policy.value_or(net::AddressPolicy::prefer_ipv4);
  const bool is_endless = ttl == kit::Duration::max();
  return Value(Members{{"ttl", is_endless ? to_value(std::string_view("inf")) : to_value(ttl)},
                       {"select", to_value(name_of(choice))},
                       {"policy", to_value(name_of(policy))}});
}

Value tls_version_value(const Options& options) {
  if (!options.tls_version) {
    return {};
  }
  return Value(Members{{"min", to_value(net::name_of(options.tls_version->min))},
                       {"max", to_value(net::name_of(options.tls_version->max))}});
}

Value tls_auth_value(const Options& options) {
  if (!options.tls_auth) {
    return {};
  }
  std::vector<Value> rows;
  for (const net::ClientCertificate& certificate : *options.tls_auth) {
    rows.emplace_back(Members{{"domains", to_value(certificate.domains)},
                              {"cert", to_value(certificate.certificate_pem)},
                              {"key", to_value(certificate.key_pem)}});
  }
  return Value(std::move(rows));
}

// A plain expression as text, one that may abort as an object.
Value threshold_value(const ThresholdOptions& threshold) {
  if (!threshold.abort_on_fail) {
    return to_value(threshold.source);
  }
  const bool is_delayed = threshold.delay_abort_eval > kit::Duration();
  return Value(
      Members{{"threshold", to_value(threshold.source)},
              {"abortOnFail", Value(true)},
              {"delayAbortEval", is_delayed ? to_value(threshold.delay_abort_eval) : Value()}});
}

Value thresholds_value(const Options& options) {
  if (!options.thresholds) {
    return {};
  }
  Members members;
  for (const auto& [metric, rows] : *options.thresholds) {
    std::vector<Value> expressions;
    for (const ThresholdOptions& row : rows) {
      expressions.push_back(threshold_value(row));
    }
    members.emplace_back(metric, std::move(expressions));
  }
  return Value(std::move(members));
}

Value hosts_value(const Options& options) {
  if (!options.hosts) {
    return {};
  }
  Members members;
  for (const net::HostOverride& host : *options.hosts) {
    members.emplace_back(host.pattern.text(),
                         host.address.port() == 0 ? host.address.ip() : host.address.text());
  }
  return Value(std::move(members));
}

Value system_tags_value(const Options& options) {
  if (options.system_tags) {
    return to_value(*options.system_tags);
  }
  std::vector<std::string> names;
  names.reserve(static_cast<std::size_t>(SystemTag::ip));
  for (int i = 0; i < static_cast<int>(SystemTag::ip); ++i) {
    names.emplace_back(name_of(static_cast<SystemTag>(i)));
  }
  return to_value(names);
}

Value segment_value(const Options& options) {
  return options.execution_segment ? Value(options.execution_segment->text()) : Value();
}

Value sequence_value(const Options& options) {
  return options.execution_segment_sequence
             ? Value(load::text_of(*options.execution_segment_sequence))
             : Value();
}

Value tags_value(const Options& options) {
  return options.tags ? pairs_value(*options.tags) : Value();
}

Value stats_value(const Options& options) {
  return options.summary_trend_stats ? to_value(*options.summary_trend_stats)
                                     : list_of(default_stats);
}

}  // namespace

document::Value options_document(const Options& options) {
  return Value(Members{
      {"paused", Value()},
      {"scenarios", scenarios_value(options)},
      {"executionSegment", segment_value(options)},
      {"executionSegmentSequence", sequence_value(options)},
      {"noSetup", to_value(options.no_setup)},
      {"setupTimeout", to_value(options.setup_timeout.value_or(defaults::setup_timeout))},
      {"noTeardown", to_value(options.no_teardown)},
      {"teardownTimeout", to_value(options.teardown_timeout.value_or(defaults::teardown_timeout))},
      {"handleSummaryTimeout",
       to_value(options.handle_summary_timeout.value_or(defaults::handle_summary_timeout))},
      {"rps", to_value(options.rps)},
      {"dns", dns_value(options)},
      {"maxRedirects", to_value(options.max_redirects)},
      {"userAgent", to_value(options.user_agent.value_or(Settings().user_agent))},
      {"batch", to_value(options.batch)},
      {"batchPerHost", to_value(options.batch_per_host)},
      {"httpDebug", to_value(options.http_debug)},
      {"insecureSkipTLSVerify", to_value(options.insecure_skip_tls_verify)},
      {"tlsCipherSuites", to_value(options.tls_cipher_suites)},
      {"tlsVersion", tls_version_value(options)},
      {"tlsAuth", tls_auth_value(options)},
      {"throw", to_value(options.throw_on_failure)},
      {"thresholds", thresholds_value(options)},
      {"blacklistIPs", to_value(options.blacklist_ips)},
      {"blockHostnames", to_value(options.block_hostnames)},
      {"hosts", hosts_value(options)},
      {"noConnectionReuse", to_value(options.no_connection_reuse)},
      {"noVUConnectionReuse", to_value(options.no_vu_connection_reuse)},
      {"minIterationDuration", to_value(options.min_iteration_duration)},
      {"ext", Value()},
      {"summaryTrendStats", stats_value(options)},
      {"summaryTimeUnit", to_value(options.summary_time_unit)},
      {"systemTags", system_tags_value(options)},
      {"tags", tags_value(options)},
      {"metricSamplesBufferSize", Value()},
      {"noCookiesReset", to_value(options.no_cookies_reset)},
      {"discardResponseBodies", to_value(options.discard_response_bodies)},
      {"consoleOutput", Value()},
      {"localIPs", Value()},
  });
}

std::string options_json(const Options& options) {
  return document::to_json(options_document(options));
}

}  // namespace headroom::k6
