// The document of --new-machine-readable-summary: k6's schema 1.0.0, for the file
// of --summary-export and for handleSummary. Pure: a record in, text out.
#pragma once

#include <string>
#include <vector>

#include "kit/clock.h"
#include "report/summary_content.h"
#include "report/trend_stat.h"
#include "run/record.h"

namespace headroom::report {

struct MachineSummaryOptions {
  SummaryMode mode = SummaryMode::compact;
  std::vector<std::string> trend_stats = default_trend_stats();
  std::string script_source;
  kit::WallTime generated_at;
};

// Has the metrics that the summary of that mode has. Other percentiles than k6's
// p90 and p95 are named the same way; the schema knows no thresholds.
std::string machine_summary(const run::Record& record, const MachineSummaryOptions& options = {});

}  // namespace headroom::report
