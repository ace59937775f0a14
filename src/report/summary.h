// The text at the end of a run, byte for byte k6's compact or full summary. Pure:
// a record in, text out. Whether the measurement is valid is run::text_of's line;
// where it goes is conduct's business.
#pragma once

#include <string>
#include <vector>

#include "report/summary_content.h"
#include "report/trend_stat.h"
#include "report/value_text.h"
#include "run/record.h"

namespace headroom::report {

struct SummaryOptions {
  SummaryMode mode = SummaryMode::compact;
  bool uses_colour = false;
  std::vector<std::string> trend_stats = default_trend_stats();
  TimeUnit time_unit = TimeUnit::by_size;
};

// Begins with two empty lines and ends with three, as k6 writes it.
std::string summary(const run::Record& record, const SummaryOptions& options = {});

}  // namespace headroom::report
