// JSON for the documents that summaries come in: members put together as text,
// and a metric's values in k6's names and units. The documents themselves are in
// summary_data.h, summary_export.h and machine_summary.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kit/time.h"
#include "run/record.h"

namespace headroom::report {

// Members or elements, joined with commas.
class JoinedJson {
 public:
  void add(std::string_view element);
  void add(std::string_view name, std::string_view json);
  std::string object() const { return "{" + text_ + "}"; }
  std::string array() const { return "[" + text_ + "]"; }

 private:
  std::string text_;
};

std::string json_bool(bool value);

// Of a group or a check: its name, its path, and the id that scripts know it by.
void add_identity(JoinedJson& members, std::string_view name, std::string_view path);
std::string check_json(const run::CheckRecord& check);

// The name of a threshold in JSON: its source, and its window where it has one.
std::string key_of(const run::ThresholdRecord& threshold);

// A value of the metric, times in milliseconds.
std::string json_number_of(const run::MetricRecord& metric, double value);
// A statistic of a trend: "p(95)", "count".
std::string json_stat_of(const run::MetricRecord& metric, const std::string& stat);

struct ValueStyle {
  const std::vector<std::string>& trend_stats;
  kit::Duration elapsed;  // what counters' rates are per
  std::string_view share_key = "rate";
};

// A counter's count and rate; a gauge's value, min and max; a rate's share, passes
// and fails; a trend's statistics. Times in milliseconds.
void add_values(JoinedJson& members, const run::MetricRecord& metric, const ValueStyle& style);

}  // namespace headroom::report
