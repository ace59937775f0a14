// What a script's handleSummary is given: the run as a JSON document of k6's
// shape, times in milliseconds. Pure: a record in, text out.
#pragma once

#include <string>
#include <vector>

#include "report/trend_stat.h"
#include "run/record.h"

namespace headroom::report {

struct SummaryDataOptions {
  std::vector<std::string> trend_stats = default_trend_stats();
  std::string time_unit;  // as the options have it: "", "s", "ms", "us"
  bool has_no_colour = false;
  bool is_stdout_terminal = false;
  bool is_stderr_terminal = false;
  std::string setup_data;  // JSON that setup() returned; empty when there is none
};

std::string summary_data(const run::Record& record, const SummaryDataOptions& options = {});

}  // namespace headroom::report
