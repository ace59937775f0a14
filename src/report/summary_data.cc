#include "report/summary_data.h"

#include "kit/json_text.h"
#include "report/metric_json.h"
#include "report/value_text.h"

namespace headroom::report {

namespace {

using run::MetricRecord;

std::string json_of(const run::GroupRecord& group) {
  JoinedJson groups;
  for (const run::GroupRecord& subgroup : group.groups) {
    groups.add(json_of(subgroup));
  }
  JoinedJson checks;
  for (const run::CheckRecord& check : group.checks) {
    checks.add(check_json(check));
  }
  JoinedJson members;
  add_identity(members, group.name, group.path);
  members.add("groups", groups.array());
  members.add("checks", checks.array());
  return members.object();
}

std::string json_of(const MetricRecord& metric, const SummaryDataOptions& options,
                    kit::Duration elapsed) {
  JoinedJson members;
  members.add("type", kit::json_string(metrics::text_of(metric.type)));
  members.add("contains", kit::json_string(metrics::text_of(metric.contains)));
  JoinedJson values;
  add_values(values, metric, {.trend_stats = options.trend_stats, .elapsed = elapsed});
  members.add("values", values.object());
  if (!metric.thresholds.empty()) {
    JoinedJson thresholds;
    for (const run::ThresholdRecord& threshold : metric.thresholds) {
      thresholds.add(key_of(threshold), "{\"ok\":" + json_bool(threshold.ok) + "}");
    }
    members.add("thresholds", thresholds.object());
  }
  return members.object();
}

std::string options_of(const SummaryDataOptions& options) {
  JoinedJson stats;
  for (const std::string& stat : options.trend_stats) {
    stats.add(kit::json_string(stat));
  }
  JoinedJson members;
  members.add("summaryTrendStats", stats.array());
  members.add("summaryTimeUnit", kit::json_string(options.time_unit));
  members.add("noColor", json_bool(options.has_no_colour));
  return members.object();
}

std::string state_of(const run::Record& record, const SummaryDataOptions& options) {
  JoinedJson members;
  members.add("isStdOutTTY", json_bool(options.is_stdout_terminal));
  members.add("isStdErrTTY", json_bool(options.is_stderr_terminal));
  members.add("testRunDurationMs", kit::json_number(milliseconds_of(record.elapsed.in_seconds())));
  return members.object();
}

}  // namespace

std::string summary_data(const run::Record& record, const SummaryDataOptions& options) {
  JoinedJson metrics;
  for (const MetricRecord& metric : record.metrics) {
    metrics.add(metric.name, json_of(metric, options, record.elapsed));
    for (const MetricRecord& submetric : metric.submetrics) {
      metrics.add(submetric.name, json_of(submetric, options, record.elapsed));
    }
  }
  JoinedJson members;
  members.add("root_group", json_of(record.root));
  members.add("options", options_of(options));
  members.add("state", state_of(record, options));
  members.add("metrics", metrics.object());
  if (!options.setup_data.empty()) {
    members.add("setup_data", options.setup_data);
  }
  return members.object();
}

}  // namespace headroom::report
