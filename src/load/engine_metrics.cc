#include "load/engine_metrics.h"

#include <string_view>

namespace headroom::load {

namespace {

struct Definition {
  std::string_view name;
  metrics::Type type;
  metrics::Contains contains;
  metrics::MetricId EngineMetrics::* id;
};

constexpr Definition definitions[] = {
    {"iterations", metrics::Type::counter, metrics::Contains::plain, &EngineMetrics::iterations},
    {"iteration_duration", metrics::Type::trend, metrics::Contains::time,
     &EngineMetrics::iteration_duration},
    {"dropped_iterations", metrics::Type::counter, metrics::Contains::plain,
     &EngineMetrics::dropped_iterations},
    {"vus", metrics::Type::gauge, metrics::Contains::plain, &EngineMetrics::vus},
    {"vus_max", metrics::Type::gauge, metrics::Contains::plain, &EngineMetrics::vus_max},
    {"iteration_lateness", metrics::Type::trend, metrics::Contains::time,
     &EngineMetrics::iteration_lateness},
    {"iteration_response_time", metrics::Type::trend, metrics::Contains::time,
     &EngineMetrics::iteration_response_time},
};

}  // namespace

kit::Result<EngineMetrics> add_engine_metrics(metrics::Catalog& catalog) {
  EngineMetrics ids;
  for (const Definition& definition : definitions) {
    auto id = catalog.add_metric(definition.name, definition.type, definition.contains);
    if (!id) {
      return kit::failure_of(id);
    }
    ids.*definition.id = *id;
  }
  return ids;
}

}  // namespace headroom::load
