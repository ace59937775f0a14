// A metric selector as thresholds write it: "http_req_duration{name:home,status:200}".
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "kit/result.h"

namespace headroom::k6 {

struct MetricSelector {
  std::string metric;
  // Equality on each, as written; empty for the whole metric.
  std::vector<std::pair<std::string, std::string>> tags;
};

// Spaces and quotes around names and values are trimmed, as in k6.
kit::Result<MetricSelector> parse_metric_selector(std::string_view text);

}  // namespace headroom::k6
