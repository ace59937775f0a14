// The layout of the summary at the end of a run: sections, marks, indentation
// and empty lines, as k6's compact and full summaries have them. Pure; the values are text
// already (see summary.h for how they come from a run's record).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "report/metric_table.h"

namespace headroom::report {

struct ThresholdLine {
  std::string source;  // "p(95)<500"
  bool is_met = false;
  std::string statistic;  // "p(95)"
  std::string observed;   // "6.25ms"
  std::string note;       // behind it, in brackets; k6 has none
};

struct MetricThresholds {
  std::string metric;  // in full, with the tags of a sub-metric
  std::vector<ThresholdLine> lines;
};

struct CheckLine {
  std::string name;
  std::uint64_t passes = 0;
  std::uint64_t fails = 0;
};

struct MetricSection {
  std::string title;  // "HTTP"
  std::vector<MetricRow> rows;
};

// What is told of a run, a scenario or a group, with columns of its own.
struct ResultBlock {
  std::string title;                    // "SCENARIO: first"; of the whole page's block, empty
  std::vector<MetricRow> check_totals;  // none when there were no checks
  std::vector<CheckLine> checks;
  std::vector<MetricSection> sections;
  std::vector<ResultBlock> groups;  // within it, indented
};

struct SummaryPage {
  std::vector<std::string> trend_stats;
  std::vector<MetricThresholds> thresholds;  // sorted by metric
  ResultBlock total;
  std::vector<ResultBlock> parts;  // those of a full summary
};

std::string rendered(const SummaryPage& page, const Style& style);

}  // namespace headroom::report
