// k6's built-in metrics that scripts cause: their names, types and ids, and the
// fixed order in which one HTTP exchange records its values.
#pragma once

#include <array>
#include <cstddef>

#include "kit/result.h"
#include "metrics/catalog.h"

namespace headroom::k6 {

// Positions of one exchange's values.
enum HttpValue : std::size_t {
  http_value_reqs,
  http_value_failed,
  http_value_duration,
  http_value_blocked,
  http_value_connecting,
  http_value_tls_handshaking,
  http_value_sending,
  http_value_waiting,
  http_value_receiving,
  http_value_count,
};

struct MetricIds {
  std::array<metrics::MetricId, http_value_count> http{};  // indexed by HttpValue
  metrics::MetricId checks = 0;
  metrics::MetricId group_duration = 0;
  metrics::MetricId data_sent = 0;
  metrics::MetricId data_received = 0;
};

kit::Result<MetricIds> add_builtin_metrics(metrics::Catalog& catalog);

}  // namespace headroom::k6
