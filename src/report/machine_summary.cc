#include "report/machine_summary.h"

#include <algorithm>

#include "kit/json_text.h"
#include "kit/version.h"
#include "report/metric_json.h"
#include "report/value_text.h"

namespace headroom::report {

namespace {

using metrics::Contains;
using metrics::Type;
using run::MetricRecord;

constexpr std::string_view schema_version = "1.0.0";
// The k6 whose document this is.
constexpr std::string_view k6_version = "2.2.0";
constexpr int fraction_digits = 9;

// "p(99.9)" is "p99.9".
std::string key_of(std::string_view stat) {
  std::string key(stat);
  std::erase_if(key, [](char c) { return c == '(' || c == ')'; });
  return key;
}

std::string named_metric(std::string_view name, std::string_view type, std::string_view contains,
                         const std::string& values) {
  JoinedJson members;
  members.add("name", kit::json_string(name));
  members.add("type", kit::json_string(type));
  members.add("contains", kit::json_string(contains));
  members.add("values", values);
  return members.object();
}

std::string rate_values(std::uint64_t matches, std::uint64_t total) {
  JoinedJson values;
  values.add("matches", std::to_string(matches));
  values.add(
      "rate",
      kit::json_number(total == 0 ? 0 : static_cast<double>(matches) / static_cast<double>(total)));
  values.add("total", std::to_string(total));
  return values.object();
}

std::string values_of(const MetricRecord& metric, const std::vector<std::string>& trend_stats) {
  const metrics::Aggregate& aggregate = metric.aggregate;
  const auto number = [&](double value) { return json_number_of(metric, value); };
  JoinedJson values;
  switch (metric.type) {
    case Type::counter: values.add("count", number(aggregate.sum())); break;
    case Type::gauge:
      values.add("max", number(aggregate.max()));
      values.add("min", number(aggregate.min()));
      values.add("value", number(aggregate.last()));
      break;
    case Type::rate: return rate_values(aggregate.trues(), aggregate.count());
    case Type::trend:
      for (const std::string& stat : trend_stats) {
        values.add(key_of(stat), json_stat_of(metric, stat));
      }
      break;
  }
  return values.object();
}

std::string checks_of(const run::Record& record) {
  JoinedJson totals;
  const MetricRecord* checks = run::find_metric(record, "checks");
  if (checks != nullptr) {
    const std::uint64_t total = checks->aggregate.count();
    const std::uint64_t passes = checks->aggregate.trues();
    totals.add(named_metric("checks_total", "counter", "default",
                            "{\"count\":" + std::to_string(total) + "}"));
    totals.add(
        named_metric("checks_failed", "rate", "default", rate_values(total - passes, total)));
    totals.add(named_metric("checks_succeeded", "rate", "default", rate_values(passes, total)));
  }
  JoinedJson results;
  for (const run::CheckRecord& check : checks_by_name(all_checks(record.root))) {
    JoinedJson members;
    members.add("name", kit::json_string(check.name));
    members.add("passes", std::to_string(check.passes));
    members.add("fails", std::to_string(check.fails));
    results.add(members.object());
  }
  JoinedJson members;
  members.add("metrics", totals.array());
  members.add("results", results.array());
  return members.object();
}

std::string metrics_of(const run::Record& record, const MachineSummaryOptions& options) {
  JoinedJson metrics;
  for (const MetricRecord* metric : sorted_metrics(record.metrics)) {
    if (is_told(metric->name, options.mode)) {
      metrics.add(named_metric(metric->name, text_of(metric->type), text_of(metric->contains),
                               values_of(*metric, options.trend_stats)));
    }
  }
  return metrics.array();
}

}  // namespace

std::string machine_summary(const run::Record& record, const MachineSummaryOptions& options) {
  JoinedJson config;
  config.add("duration", kit::json_number(record.elapsed.in_seconds()));
  config.add("execution", "\"local\"");
  config.add("script", kit::json_string(options.script_source));
  JoinedJson metadata;
  metadata.add("generated_at",
               kit::json_string(kit::rfc3339(options.generated_at, fraction_digits)));
  metadata.add("k6_version", kit::json_string(k6_version));
  metadata.add("headroom_version", kit::json_string(kit::version()));
  JoinedJson results;
  results.add("checks", checks_of(record));
  results.add("metrics", metrics_of(record, options));
  JoinedJson document;
  document.add("version", kit::json_string(schema_version));
  document.add("config", config.object());
  document.add("metadata", metadata.object());
  document.add("results", results.object());
  return document.object();
}

}  // namespace headroom::report
