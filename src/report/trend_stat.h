// The statistics of trends by the names that scripts give them. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/aggregate.h"

namespace headroom::report {

// "avg", "min", "med", "max", "count" or "p(N)" with N from 0 to 100, in the unit
// of the record; none for any other name.
std::optional<double> trend_stat(std::string_view name, const metrics::Aggregate& aggregate);

// Those shown when nothing else is asked for.
std::vector<std::string> default_trend_stats();

}  // namespace headroom::report
