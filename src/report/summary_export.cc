#include "report/summary_export.h"

#include "kit/json_text.h"
#include "report/metric_json.h"

namespace headroom::report {

namespace {

using run::MetricRecord;

std::string json_of(const run::GroupRecord& group) {
  JoinedJson groups;
  for (const run::GroupRecord& subgroup : group.groups) {
    groups.add(subgroup.name, json_of(subgroup));
  }
  JoinedJson checks;
  for (const run::CheckRecord& check : group.checks) {
    checks.add(check.name, check_json(check));
  }
  JoinedJson members;
  add_identity(members, group.name, group.path);
  members.add("groups", groups.object());
  members.add("checks", checks.object());
  return members.object();
}

std::string json_of(const MetricRecord& metric, const ValueStyle& style) {
  JoinedJson members;
  add_values(members, metric, style);
  if (!metric.thresholds.empty()) {
    JoinedJson thresholds;
    for (const run::ThresholdRecord& threshold : metric.thresholds) {
      thresholds.add(key_of(threshold), json_bool(!threshold.ok));
    }
    members.add("thresholds", thresholds.object());
  }
  return members.object();
}

}  // namespace

std::string summary_export(const run::Record& record, const SummaryExportOptions& options) {
  const ValueStyle style{
      .trend_stats = options.trend_stats, .elapsed = record.elapsed, .share_key = "value"};
  JoinedJson metrics;
  for (const MetricRecord& metric : record.metrics) {
    metrics.add(metric.name, json_of(metric, style));
    for (const MetricRecord& submetric : metric.submetrics) {
      metrics.add(submetric.name, json_of(submetric, style));
    }
  }
  JoinedJson members;
  members.add("root_group", json_of(record.root));
  members.add("metrics", metrics.object());
  if (!options.setup_data.empty()) {
    members.add("setup_data", options.setup_data);
  }
  return members.object();
}

}  // namespace headroom::report
