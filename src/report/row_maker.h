// The values of a record's metrics as the cells of a summary's rows, with the
// options in force. Where the rows stand is summary.h's.
#pragma once

#include <string>
#include <vector>

#include "report/metric_table.h"
#include "report/summary_page.h"
#include "report/value_text.h"
#include "run/record.h"

namespace headroom::report {

class RowMaker {
 public:
  // Views of the caller's statistics, for the life of the RowMaker.
  RowMaker(kit::Duration elapsed, TimeUnit time_unit, const std::vector<std::string>& trend_stats)
      : elapsed_(elapsed), time_unit_(time_unit), trend_stats_(trend_stats) {}

  MetricRow row_of(const run::MetricRecord& metric) const;
  // Of a counter: what the load added, and per second of it.
  MetricRow load_row_of(const run::MetricRecord& metric, kit::Duration load) const;
  ThresholdLine line_of(const run::ThresholdRecord& threshold,
                        const run::MetricRecord& metric) const;
  // Of the metric "checks": how many, how many passed and how many did not.
  std::vector<MetricRow> check_rows(const run::MetricRecord& checks) const;

 private:
  std::string text_of(double value, const run::MetricRecord& metric) const;
  std::vector<std::string> trend_cells(const run::MetricRecord& metric) const;
  double per_second(double count) const;

  kit::Duration elapsed_;
  TimeUnit time_unit_;
  const std::vector<std::string>& trend_stats_;
};

}  // namespace headroom::report
