#include "report/trend_stat.h"

#include "kit/number.h"

namespace headroom::report {

std::optional<double> trend_stat(std::string_view name, const metrics::Aggregate& aggregate) {
  if (name == "avg") {
    return aggregate.average();
  }
  if (name == "min") {
    return aggregate.min();
  }
  if (name == "max") {
    return aggregate.max();
  }
  constexpr double median = 50;
  if (name == "med") {
    return aggregate.percentile(median);
  }
  if (name == "count") {
    return static_cast<double>(aggregate.count());
  }
  if (!name.starts_with("p(") || !name.ends_with(")")) {
    return std::nullopt;
  }
  const auto percent = kit::parse_decimal(name.substr(2, name.size() - 3));
  if (!percent || *percent < 0 || *percent > 100) {
    return std::nullopt;
  }
  return aggregate.percentile(*percent);
}

std::vector<std::string> default_trend_stats() {
  return {"avg", "min", "med", "max", "p(90)", "p(95)"};
}

}  // namespace headroom::report
