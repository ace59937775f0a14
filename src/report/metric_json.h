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

// Scripts know groups and checks by the MD5 of their path; it protects nothing.
std::string md5_of(std::string_view text);

// The name of a threshold in JSON: its source, and its window where it has one.
std::string key_of(const run::ThresholdRecord& threshold);

struct ValueStyle {
  const std::vector<std::string>& trend_stats;
  kit::Duration elapsed;  // what counters' rates are per
  std::string_view share_key = "rate";
};

// A counter's count and rate; a gauge's value, min and max; a rate's share, passes
// and fails; a trend's statistics. Times in milliseconds.
void add_values(JoinedJson& members, const run::MetricRecord& metric, const ValueStyle& style);

}  // namespace headroom::report
