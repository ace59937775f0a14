#include "report/summary_page.h"

#include <algorithm>

namespace headroom::report {

namespace {

constexpr std::string_view indent = "    ";

std::string title(std::string_view name, const Style& style) {
  return "\n  █ " + style.bold(name) + " \n\n";
}

std::string rendered_thresholds(const SummaryPage& page, const Style& style) {
  if (page.thresholds.empty()) {
    return "";
  }
  std::string text = title("THRESHOLDS", style);
  for (const MetricThresholds& metric : page.thresholds) {
    const std::string_view parent = parent_of(metric.metric);
    const bool is_below_parent =
        parent.size() < metric.metric.size() &&
        std::ranges::find(page.thresholds, parent, &MetricThresholds::metric) !=
            page.thresholds.end();
    const std::string margin = std::string(indent) + (is_below_parent ? "  " : "");
    text += margin + metric.metric.substr(is_below_parent ? parent.size() : 0) + "\n";
    for (const ThresholdLine& line : metric.lines) {
      text += margin + (line.is_met ? style.green("✓") : style.red("✗")) + " " +
              style.white("'" + line.source + "'") + " " + style.white(line.statistic) + "=" +
              style.cyan(line.observed) + "\n";
    }
    text += "\n";
  }
  return text;
}

std::string rendered_check(const CheckLine& check, const Style& style) {
  if (check.fails == 0) {
    return std::string(indent) + style.green("✓ " + check.name) + "\n";
  }
  const std::uint64_t percent = 100 * check.passes / (check.passes + check.fails);
  return std::string(indent) + style.red("✗ " + check.name) + "\n" + std::string(indent) + "  " +
         style.red("↳  " + std::to_string(percent) + "% — ✓ " + std::to_string(check.passes) +
                   " / ✗ " + std::to_string(check.fails)) +
         "\n";
}

std::string rendered_checks(const SummaryPage& page, const Style& style) {
  if (page.check_totals.empty()) {
    return "";
  }
  std::string text;
  MetricTable table({}, style);
  table.fit(page.check_totals);
  for (const MetricRow& row : page.check_totals) {
    text += std::string(indent) + table.line_of(row) + "\n";
  }
  text += "\n";
  for (const CheckLine& check : page.checks) {
    text += rendered_check(check, style);
  }
  return text + "\n";
}

std::string rendered_sections(const SummaryPage& page, const Style& style) {
  MetricTable table(page.trend_stats, style);
  for (const MetricSection& section : page.sections) {
    table.fit(section.rows);
  }
  std::string text;
  for (const MetricSection& section : page.sections) {
    text += std::string(indent) + style.bold(section.title) + "\n";
    for (const MetricRow& row : section.rows) {
      text += std::string(indent) + table.line_of(row) + "\n";
    }
    text += "\n";
  }
  return text;
}

}  // namespace

std::string rendered(const SummaryPage& page, const Style& style) {
  return "\n" + rendered_thresholds(page, style) + title("TOTAL RESULTS", style) +
         rendered_checks(page, style) + rendered_sections(page, style) + "\n\n";
}

}  // namespace headroom::report
