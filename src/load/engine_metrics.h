// The metrics that load itself records. Their names are k6's; time is in seconds.
#pragma once

#include "kit/result.h"
#include "metrics/catalog.h"

namespace headroom::load {

struct EngineMetrics {
  metrics::MetricId iterations = 0;          // counter
  metrics::MetricId iteration_duration = 0;  // trend, seconds
  metrics::MetricId dropped_iterations = 0;  // counter
  metrics::MetricId vus = 0;                 // gauge
  metrics::MetricId vus_max = 0;             // gauge
};

kit::Result<EngineMetrics> add_engine_metrics(metrics::Catalog& catalog);

}  // namespace headroom::load
