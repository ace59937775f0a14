// The file of --summary-export: k6's older shape, flat and with groups and checks
// by name. Pure: a record in, text out.
#pragma once

#include <string>
#include <vector>

#include "report/trend_stat.h"
#include "run/record.h"

namespace headroom::report {

struct SummaryExportOptions {
  std::vector<std::string> trend_stats = default_trend_stats();
  std::string setup_data;  // JSON that setup() returned; empty when there is none
};

// Of a threshold it says whether it was crossed: true is bad, unlike in summary_data().
std::string summary_export(const run::Record& record, const SummaryExportOptions& options = {});

}  // namespace headroom::report
