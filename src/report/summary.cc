#include "report/summary.h"

#include <algorithm>
#include <array>
#include <map>

#include "report/metric_table.h"
#include "report/style.h"
#include "report/summary_page.h"
#include "threshold/expression.h"

namespace headroom::report {

namespace {

using metrics::Contains;
using metrics::Type;
using run::MetricRecord;

// Which metrics a section has: those that begin so, the first section that
// matches wins. The custom ones, printed first, are all others.
struct SectionRule {
  std::string_view title;
  std::array<std::string_view, 7> prefixes;
};
constexpr std::array section_rules{
    SectionRule{"HTTP", {"http_reqs", "http_req_"}},
    SectionRule{"EXECUTION",
                {"vus", "vus_max", "iterations", "iteration_duration", "dropped_iterations",
                 "iteration_lateness", "iteration_response_time"}},
    SectionRule{"NETWORK", {"data_sent", "data_received"}},
    SectionRule{"WEB_VITALS", {"browser_web_vital_"}},
    SectionRule{"BROWSER", {"browser_"}},
    SectionRule{"GRPC", {"grpc_"}},
    SectionRule{"WEBSOCKET", {"ws_"}},
};
constexpr std::string_view custom_title = "CUSTOM";
// In the order of printing.
constexpr std::array titles{custom_title,
                            std::string_view("HTTP"),
                            std::string_view("EXECUTION"),
                            std::string_view("NETWORK"),
                            std::string_view("BROWSER"),
                            std::string_view("WEB_VITALS"),
                            std::string_view("GRPC"),
                            std::string_view("WEBSOCKET")};

// Told elsewhere in the summary, or only in a full one.
constexpr std::array hidden_prefixes{
    "checks",           "group_duration",     "http_req_blocked",         "http_req_connecting",
    "http_req_sending", "http_req_receiving", "http_req_tls_handshaking", "http_req_waiting"};

bool is_hidden(std::string_view name) {
  return std::ranges::any_of(hidden_prefixes,
                             [name](std::string_view prefix) { return name.starts_with(prefix); });
}

std::string_view title_of(std::string_view name) {
  for (const SectionRule& rule : section_rules) {
    for (const std::string_view prefix : rule.prefixes) {
      if (!prefix.empty() && name.starts_with(prefix)) {
        return rule.title;
      }
    }
  }
  return custom_title;
}

std::string value_text(double value, Contains contains, TimeUnit unit) {
  switch (contains) {
    case Contains::time: return duration_text(value, unit);
    case Contains::data: return bytes_text(value);
    case Contains::plain: break;
  }
  return number_text(value);
}

double per_second(double count, kit::Duration elapsed) {
  return elapsed > kit::Duration() ? count / elapsed.in_seconds() : 0;
}

std::string out_of(std::uint64_t part, std::uint64_t whole) {
  return std::to_string(part) + " out of " + std::to_string(whole);
}

// Makes the cells of one record's metrics with the options in force.
class RowMaker {
 public:
  RowMaker(const run::Record& record, const SummaryOptions& options)
      : elapsed_(record.elapsed), options_(options) {}

  MetricRow row_of(const MetricRecord& metric) const {
    const metrics::Aggregate& values = metric.aggregate;
    const auto text = [&](double value) { return text_of(value, metric); };
    MetricRow row{.name = metric.name, .is_trend = metric.type == Type::trend};
    switch (metric.type) {
      case Type::counter:
        row.cells = {text(values.sum()), text(per_second(values.sum(), elapsed_)) + "/s"};
        break;
      case Type::gauge:
        row.cells = {text(values.last()), "min=" + text(values.min()), "max=" + text(values.max())};
        break;
      case Type::rate:
        row.cells = {percent_text(values.share()), out_of(values.trues(), values.count())};
        break;
      case Type::trend: row.cells = trend_cells(metric); break;
    }
    return row;
  }

  ThresholdLine line_of(const run::ThresholdRecord& threshold, const MetricRecord& metric) const {
    std::string observed = metric.type == Type::rate ? percent_text(threshold.observed)
                                                     : text_of(threshold.observed, metric);
    if (metric.type == Type::counter &&
        threshold.expression.aggregation == threshold::Aggregation::rate) {
      observed += "/s";
    }
    return {.source = threshold.expression.source,
            .is_met = threshold.ok,
            .statistic = threshold::aggregation_text(threshold.expression),
            .observed = observed};
  }

  std::vector<MetricRow> check_rows(const MetricRecord& checks) const {
    const std::uint64_t total = checks.aggregate.count();
    const std::uint64_t passes = checks.aggregate.trues();
    const std::uint64_t fails = total - passes;
    const double fail_share =
        total == 0 ? 0 : static_cast<double>(fails) / static_cast<double>(total);
    const auto count = static_cast<double>(total);
    return {{.name = "checks_total",
             .cells = {number_text(count), number_text(per_second(count, elapsed_)) + "/s"}},
            {.name = "checks_succeeded",
             .cells = {percent_text(checks.aggregate.share()), out_of(passes, total)}},
            {.name = "checks_failed", .cells = {percent_text(fail_share), out_of(fails, total)}}};
  }

 private:
  std::string text_of(double value, const MetricRecord& metric) const {
    return value_text(value, metric.contains, options_.time_unit);
  }

  std::vector<std::string> trend_cells(const MetricRecord& metric) const {
    std::vector<std::string> cells;
    for (const std::string& stat : options_.trend_stats) {
      const double value = trend_stat(stat, metric.aggregate).value_or(0);
      cells.push_back(stat == "count" ? number_text(value) : text_of(value, metric));
    }
    return cells;
  }

  kit::Duration elapsed_;
  const SummaryOptions& options_;  // the caller's, for the call
};

// Metrics and their sub-metrics in the order of the summary.
std::vector<const MetricRecord*> sorted_metrics(const run::Record& record) {
  std::vector<const MetricRecord*> all;
  for (const MetricRecord& metric : record.metrics) {
    all.push_back(&metric);
    for (const MetricRecord& submetric : metric.submetrics) {
      all.push_back(&submetric);
    }
  }
  std::ranges::sort(all, [](const MetricRecord* left, const MetricRecord* right) {
    return is_before(left->name, right->name);
  });
  return all;
}

void append_checks(const run::GroupRecord& group, std::vector<const run::CheckRecord*>& checks) {
  for (const run::CheckRecord& check : group.checks) {
    checks.push_back(&check);
  }
  for (const run::GroupRecord& subgroup : group.groups) {
    append_checks(subgroup, checks);
  }
}

// All checks in one list, by first sight; those of one name are one, whatever their group.
std::vector<CheckLine> check_lines(const run::GroupRecord& root) {
  std::vector<const run::CheckRecord*> checks;
  append_checks(root, checks);
  std::ranges::stable_sort(checks, {}, &run::CheckRecord::id);
  std::vector<CheckLine> lines;
  std::map<std::string_view, std::size_t> line_of_name;
  for (const run::CheckRecord* check : checks) {
    const auto [entry, is_new] = line_of_name.try_emplace(check->name, lines.size());
    if (is_new) {
      lines.push_back({.name = check->name});
    }
    CheckLine& line = lines[entry->second];
    line.passes += check->passes;
    line.fails += check->fails;
  }
  return lines;
}

std::vector<MetricSection> sections_of(const std::vector<const MetricRecord*>& metrics,
                                       const RowMaker& maker) {
  std::vector<MetricSection> sections;
  for (const std::string_view title : titles) {
    MetricSection section{.title = std::string(title)};
    for (const MetricRecord* metric : metrics) {
      if (!is_hidden(metric->name) && title_of(metric->name) == title) {
        section.rows.push_back(maker.row_of(*metric));
      }
    }
    if (!section.rows.empty()) {
      sections.push_back(std::move(section));
    }
  }
  return sections;
}

std::vector<MetricThresholds> thresholds_of(const std::vector<const MetricRecord*>& metrics,
                                            const RowMaker& maker) {
  std::vector<MetricThresholds> all;
  for (const MetricRecord* metric : metrics) {
    if (metric->thresholds.empty()) {
      continue;
    }
    MetricThresholds thresholds{.metric = metric->name};
    for (const run::ThresholdRecord& threshold : metric->thresholds) {
      thresholds.lines.push_back(maker.line_of(threshold, *metric));
    }
    all.push_back(std::move(thresholds));
  }
  return all;
}

}  // namespace

std::string compact_summary(const run::Record& record, const SummaryOptions& options) {
  const RowMaker maker(record, options);
  const std::vector<const MetricRecord*> metrics = sorted_metrics(record);
  SummaryPage page{.trend_stats = options.trend_stats,
                   .thresholds = thresholds_of(metrics, maker),
                   .sections = sections_of(metrics, maker)};
  const auto checks = std::ranges::find(record.metrics, "checks", &MetricRecord::name);
  if (checks != record.metrics.end()) {
    page.check_totals = maker.check_rows(*checks);
    page.checks = check_lines(record.root);
  }
  return rendered(page, Style(options.uses_colour));
}

}  // namespace headroom::report
