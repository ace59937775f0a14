// The rows of metrics in the summary, lined up: names with dots, a column for
// each statistic of trends, and value with extras for all other types. Pure;
// which metrics there are and how values read is decided by the caller.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/style.h"

namespace headroom::report {

struct MetricRow {
  std::string name;  // in full: "http_req_duration{name:home}" for a sub-metric
  bool is_trend = false;
  std::string note;  // not empty: a line of text, in place of name and cells
  // Of a trend: one per statistic. Else the value and up to two extras ("5.97/s").
  std::vector<std::string> cells;
};

class MetricTable {
 public:
  // `stats` are the names of the trends' columns: "avg", "p(95)".
  MetricTable(std::vector<std::string> stats, Style style)
      : stats_(std::move(stats)), trend_columns_(stats_.size()), style_(style) {}

  // Makes the columns wide enough for these rows: call for all, then line_of each.
  void fit(std::span<const MetricRow> rows);
  // Without indentation and end of line.
  std::string line_of(const MetricRow& row) const;

 private:
  std::string trend_of(const MetricRow& row) const;
  std::string values_of(const MetricRow& row) const;

  // Set in the constructor, then constant.
  std::vector<std::string> stats_;
  // Widths, grown by fit().
  std::vector<std::size_t> trend_columns_;
  std::vector<std::size_t> value_columns_;
  std::size_t name_columns_ = 0;
  Style style_;
};

// Order of the summary: by name as people sort, sub-metrics after their parent.
bool is_before(std::string_view left, std::string_view right);

// "http_req_duration" of "http_req_duration{name:home}".
std::string_view parent_of(std::string_view name);

}  // namespace headroom::report
