// The layout of the summary at the end of a run: sections, marks, indentation
// and empty lines, as k6's compact summary has them. Pure; the values are text
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

struct SummaryPage {
  std::vector<std::string> trend_stats;
  std::vector<MetricThresholds> thresholds;  // sorted by metric
  std::vector<MetricRow> check_totals;       // none when there were no checks
  std::vector<CheckLine> checks;
  std::vector<MetricSection> sections;
};

std::string rendered(const SummaryPage& page, const Style& style);

}  // namespace headroom::report
