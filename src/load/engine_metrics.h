// The metrics that load itself records. Their names are k6's, but for the two of
// open models, which k6 lacks; time is in seconds.
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
  // Of open models; trends, seconds.
  metrics::MetricId iteration_lateness = 0;       // from the scheduled start to the actual one
  metrics::MetricId iteration_response_time = 0;  // from the scheduled start to the end
};

kit::Result<EngineMetrics> add_engine_metrics(metrics::Catalog& catalog);

}  // namespace headroom::load
