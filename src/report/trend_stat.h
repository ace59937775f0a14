// The statistics of trends by the names that scripts give them. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kit/result.h"
#include "metrics/aggregate.h"

namespace headroom::report {

// "avg", "min", "med", "max", "count" or "p(N)" with N from 0 to 100, in the unit
// of the record; none for any other name.
std::optional<double> trend_stat(std::string_view name, const metrics::Aggregate& aggregate);

// Fails at the first name that is no statistic.
kit::Result<void> check_trend_stats(std::span<const std::string> names);

// Those shown when nothing else is asked for.
std::vector<std::string> default_trend_stats();

}  // namespace headroom::report
