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

kit::Result<void> check_trend_stats(std::span<const std::string> names) {
  const metrics::Aggregate none(metrics::Type::trend);
  for (const std::string& name : names) {
    if (!trend_stat(name, none)) {
      return kit::failure("summaryTrendStats: there is no \"" + name +
                          "\", only avg, min, med, max, count and p(N) with N from 0 to 100");
    }
  }
  return {};
}

std::vector<std::string> default_trend_stats() {
  return {"avg", "min", "med", "max", "p(90)", "p(95)"};
}

}  // namespace headroom::report
