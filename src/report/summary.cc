#include "report/summary.h"

#include <algorithm>
#include <iterator>

#include "report/metric_table.h"
#include "report/row_maker.h"
#include "report/style.h"
#include "report/summary_page.h"

namespace headroom::report {

namespace {

using run::MetricRecord;

std::vector<CheckLine> check_lines(const std::vector<run::CheckRecord>& checks) {
  std::vector<CheckLine> lines;
  for (const run::CheckRecord& check : checks_by_name(checks)) {
    lines.push_back({.name = check.name, .passes = check.passes, .fails = check.fails});
  }
  return lines;
}

// Adds rows of metrics; of each metric's breakdown only the first few, and a line
// that says how many more there are.
class BreakdownRows {
 public:
  BreakdownRows(const run::Record& record, const RowMaker& rows) : record_(record), rows_(rows) {}

  void add(const MetricRecord& metric, std::vector<MetricRow>& into) {
    if (metric.breakdown != breakdown_ || parent_of(metric.name) != parent_) {
      end_metric(into);
      breakdown_ = metric.breakdown;
      parent_ = parent_of(metric.name);
    }
    if (!metric.breakdown || count_ < rows_max) {
      into.push_back(rows_.row_of(metric));
    }
    count_ += metric.breakdown ? 1 : 0;
  }

  void end_metric(std::vector<MetricRow>& into) {
    if (breakdown_) {
      const run::BreakdownRecord& breakdown = record_.breakdowns[*breakdown_];
      const std::size_t more = breakdown.left_out + count_ - std::min(count_, rows_max);
      if (more > 0) {
        into.push_back({.note = "  and " + std::to_string(more) + " more by " + breakdown.tags});
      }
    }
    breakdown_.reset();
    count_ = 0;
  }

 private:
  static constexpr std::size_t rows_max = 20;

  const run::Record& record_;  // both the caller's, for the call
  const RowMaker& rows_;
  std::optional<std::size_t> breakdown_;
  std::string_view parent_;
  std::size_t count_ = 0;
};

// Fills a page from a record.
class PageMaker {
 public:
  PageMaker(const run::Record& record, const SummaryOptions& options)
      : record_(record),
        options_(options),
        rows_(record.elapsed, options.time_unit, options.trend_stats) {}

  SummaryPage page() const {
    SummaryPage page{.trend_stats = options_.trend_stats,
                     .thresholds = thresholds(),
                     .total = block("", record_.metrics, all_checks(record_.root))};
    if (MetricSection alone = load_alone(); alone.rows.size() > 1) {
      page.total.sections.push_back(std::move(alone));
    }
    if (options_.mode == SummaryMode::full) {
      page.parts = parts("GROUP: ", record_.group_parts);
      std::ranges::move(parts("SCENARIO: ", record_.scenario_parts),
                        std::back_inserter(page.parts));
    }
    return page;
  }

 private:
  ResultBlock block(std::string title, const std::vector<MetricRecord>& metrics,
                    const std::vector<run::CheckRecord>& checks) const {
    ResultBlock block{.title = std::move(title), .sections = sections(metrics)};
    const auto totals = std::ranges::find(metrics, "checks", &MetricRecord::name);
    if (totals != metrics.end()) {
      block.check_totals = rows_.check_rows(*totals);
      block.checks = check_lines(checks);
    }
    return block;
  }

  std::vector<ResultBlock> parts(std::string_view kind,
                                 const std::vector<run::PartRecord>& records) const {
    std::vector<ResultBlock> blocks;
    for (const run::PartRecord& part : records) {
      blocks.push_back(block(std::string(kind) + part.name, part.metrics, part.checks));
      blocks.back().groups = parts("GROUP: ", part.groups);
    }
    std::ranges::sort(blocks, is_before, &ResultBlock::title);
    return blocks;
  }

  std::vector<MetricSection> sections(const std::vector<MetricRecord>& metrics) const {
    const std::vector<const MetricRecord*> sorted = sorted_metrics(metrics);
    std::vector<MetricSection> sections;
    for (const std::string_view title : section_titles()) {
      MetricSection section{.title = std::string(title)};
      BreakdownRows limit(record_, rows_);
      for (const MetricRecord* metric : sorted) {
        if (is_told(metric->name, options_.mode) && section_title_of(metric->name) == title) {
          limit.add(*metric, section.rows);
        }
      }
      limit.end_metric(section.rows);
      if (!section.rows.empty()) {
        sections.push_back(std::move(section));
      }
    }
    return sections;
  }

  // k6's rates are per second from before setup() to after teardown(). Where that
  // makes a difference, those of the load alone stand here, too.
  MetricSection load_alone() const {
    constexpr double share_min = 0.01;
    MetricSection section{.title = "LOAD ALONE"};
    const double around = record_.around_elapsed.in_seconds();
    const double load = record_.load_elapsed.in_seconds();
    if (around <= share_min * record_.elapsed.in_seconds() || load <= 0) {
      return section;
    }
    section.rows.push_back({.note = "without setup and teardown, which took " +
                                    duration_text(around) + " of " +
                                    duration_text(record_.elapsed.in_seconds())});
    for (const MetricRecord& metric : record_.metrics) {
      if (metric.type == metrics::Type::counter && metric.load_sum > 0) {
        section.rows.push_back(rows_.load_row_of(metric, record_.load_elapsed));
      }
    }
    return section;
  }

  std::vector<MetricThresholds> thresholds() const {
    std::vector<MetricThresholds> all;
    for (const MetricRecord* metric : sorted_metrics(record_.metrics)) {
      if (metric->thresholds.empty()) {
        continue;
      }
      MetricThresholds thresholds{.metric = metric->name};
      for (const run::ThresholdRecord& threshold : metric->thresholds) {
        thresholds.lines.push_back(rows_.line_of(threshold, *metric));
      }
      all.push_back(std::move(thresholds));
    }
    return all;
  }

  const run::Record& record_;  // both the caller's, for the call
  const SummaryOptions& options_;
  RowMaker rows_;
};

}  // namespace

std::string summary(const run::Record& record, const SummaryOptions& options) {
  return rendered(PageMaker(record, options).page(), Style(options.uses_colour));
}

}  // namespace headroom::report
