// For tests: the record of the run whose summary k6 printed, with values that
// give the same statistics.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kit/assert.h"
#include "run/record.h"
#include "threshold/evaluate.h"
#include "threshold/expression.h"

namespace headroom::report {

using metrics::Contains;
using metrics::Type;

inline run::MetricRecord make_metric(std::string name, Type type, Contains contains,
                                     const std::vector<double>& values) {
  run::MetricRecord metric{.name = std::move(name),
                           .type = type,
                           .contains = contains,
                           .aggregate = metrics::Aggregate(type)};
  for (const double value : values) {
    metric.aggregate.record(value);
  }
  return metric;
}

inline run::MetricRecord make_rate(std::string name, int passes, int fails) {
  std::vector<double> values(static_cast<std::size_t>(passes), 1);
  values.resize(static_cast<std::size_t>(passes + fails), 0);
  return make_metric(std::move(name), Type::rate, Contains::plain, values);
}

// Of durations given in milliseconds.
inline run::MetricRecord make_times(std::string name, std::vector<double> milliseconds) {
  for (double& value : milliseconds) {
    value /= 1000;
  }
  return make_metric(std::move(name), Type::trend, Contains::time, milliseconds);
}

inline void add_threshold(run::MetricRecord& metric, std::string_view source) {
  const auto expression = threshold::parse(source);
  HEADROOM_ASSERT(expression.has_value());
  const auto outcome = threshold::evaluate(*expression, metric.aggregate, {.elapsed_seconds = 1},
                                           threshold::scale_of(metric.contains));
  metric.thresholds.push_back(
      {.expression = *expression, .ok = outcome.ok, .observed = outcome.observed});
}

inline std::vector<run::MetricRecord> transcript_metrics() {
  const std::vector<double> durations{0.24033, 0.39, 0.39, 0.5041, 0.5041, 0.53, 3.654, 7.654};
  run::MetricRecord duration = make_times("http_req_duration", durations);
  add_threshold(duration, "p(95)<500");
  add_threshold(duration, "avg<200");
  duration.submetrics = {
      make_times("http_req_duration{expected_response:true}", durations),
      make_times("http_req_duration{name:home}", {0.24033, 0.25, 0.5041, 0.5041, 3.654, 7.654})};
  add_threshold(duration.submetrics[1], "p(99)<500");

  run::MetricRecord checks = make_rate("checks", 12, 6);
  add_threshold(checks, "rate>0.9");
  run::MetricRecord counter = make_metric("my_counter", Type::counter, Contains::plain, {6});
  add_threshold(counter, "count>100");

  const auto plain = Contains::plain;
  return {
      checks,
      make_metric("data_received", Type::counter, Contains::data, {1480}),
      make_metric("data_sent", Type::counter, Contains::data, {574}),
      make_times("group_duration", {100, 101}),
      make_times("http_req_blocked", {0.1, 0.2}),
      duration,
      make_rate("http_req_failed", 0, 8),
      make_times("http_req_waiting", {0.1, 0.2}),
      make_metric("http_reqs", Type::counter, plain, {8}),
      make_times("iteration_duration",
                 {0.78817, 1.2, 101.4, 101.6, 101.745, 102.03, 108.9853, 118.451}),
      make_metric("iterations", Type::counter, plain, {8}),
      counter,
      make_metric("my_gauge", Type::gauge, plain, {7, 7}),
      make_metric("my_number", Type::trend, plain, {3, 3, 3}),
      make_rate("my_rate", 6, 0),
      make_times("my_trend", {12.5, 12.5}),
      make_metric("vus", Type::gauge, plain, {0}),
      make_metric("vus_max", Type::gauge, plain, {3}),
  };
}

inline run::Record transcript_record() {
  run::Record record;
  record.metrics = transcript_metrics();
  record.elapsed = kit::Duration::nanoseconds(1'003'477'627);
  const run::GroupRecord inner{
      .name = "inner",
      .path = "::outer::inner",
      .checks = {{.name = "one", .path = "::outer::inner::one", .passes = 6}}};
  record.root.groups = {
      {.name = "outer",
       .path = "::outer",
       .checks = {{.name = "status is 200", .path = "::outer::status is 200", .passes = 6},
                  {.name = "never", .path = "::outer::never", .fails = 6}},
       .groups = {inner}}};
  return record;
}

}  // namespace headroom::report
