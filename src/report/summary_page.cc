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
              style.cyan(line.observed) +
              (line.note.empty() ? "" : " " + style.faint_white("(" + line.note + ")")) + "\n";
    }
    text += "\n";
  }
  return text;
}

// Prints a block, indented by so many columns, and the groups within it.
class BlockText {
 public:
  BlockText(const SummaryPage& page, const Style& style) : page_(page), style_(style) {}

  std::string of(const ResultBlock& block, std::size_t columns) const {
    std::string text = checks(block, columns) + sections(block, std::string(columns, ' '));
    for (const ResultBlock& group : block.groups) {
      text += std::string(columns, ' ') + "↳ " + style_.bold(group.title) + " \n\n" +
              of(group, columns + 2);
    }
    return text;
  }

 private:
  std::string checks(const ResultBlock& block, std::size_t columns) const {
    if (block.check_totals.empty()) {
      return "";
    }
    std::string text;
    MetricTable table({}, style_);
    table.fit(block.check_totals);
    for (const MetricRow& row : block.check_totals) {
      text += std::string(columns, ' ') + table.line_of(row) + "\n";
    }
    text += "\n";
    for (const CheckLine& line : block.checks) {
      text += check(line, columns);
    }
    return text + "\n";
  }

  std::string check(const CheckLine& line, std::size_t columns) const {
    const std::string margin(columns, ' ');
    if (line.fails == 0) {
      return margin + style_.green("✓ " + line.name) + "\n";
    }
    // The counts are indented from the mark by as much as the mark is, less 2: k6's way.
    const std::string counts_margin(2 * columns - 2, ' ');
    const std::uint64_t percent = 100 * line.passes / (line.passes + line.fails);
    return margin + style_.red("✗ " + line.name) + "\n" + counts_margin +
           style_.red("↳  " + std::to_string(percent) + "% — ✓ " + std::to_string(line.passes) +
                      " / ✗ " + std::to_string(line.fails)) +
           "\n";
  }

  std::string sections(const ResultBlock& block, const std::string& margin) const {
    MetricTable table(page_.trend_stats, style_);
    for (const MetricSection& section : block.sections) {
      table.fit(section.rows);
    }
    std::string text;
    for (const MetricSection& section : block.sections) {
      text += margin + style_.bold(section.title) + "\n";
      for (const MetricRow& row : section.rows) {
        text += margin + table.line_of(row) + "\n";
      }
      text += "\n";
    }
    return text;
  }

  const SummaryPage& page_;  // both the caller's, for the call
  const Style& style_;
};

}  // namespace

std::string rendered(const SummaryPage& page, const Style& style) {
  const BlockText blocks(page, style);
  std::string text = "\n" + rendered_thresholds(page, style) + title("TOTAL RESULTS", style) +
                     blocks.of(page.total, indent.size());
  for (const ResultBlock& part : page.parts) {
    text += title(part.title, style) + blocks.of(part, indent.size());
  }
  return text + "\n\n";
}

}  // namespace headroom::report
