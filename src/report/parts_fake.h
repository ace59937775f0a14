// For tests: the same run as record_fake.h's, told by scenario and group, with
// values that give the statistics k6 printed of it in full mode.
#pragma once

#include <vector>

#include "report/record_fake.h"

namespace headroom::report {

// Blocked, connecting, duration, receiving, sending and waiting, in milliseconds.
struct HttpTimes {
  std::vector<double> blocked, connecting, duration, receiving, sending, waiting;
};

// Durations as they were printed, which is truncated: a few nanoseconds more keep
// the last digit.
inline run::MetricRecord make_printed_times(std::string name, std::vector<double> milliseconds) {
  for (double& value : milliseconds) {
    value += value > 0 ? 4e-6 : 0;
  }
  return make_times(std::move(name), std::move(milliseconds));
}

inline std::vector<run::MetricRecord> make_http(const HttpTimes& times) {
  const auto count = times.duration.size();
  return {make_printed_times("http_req_blocked", times.blocked),
          make_printed_times("http_req_connecting", times.connecting),
          make_printed_times("http_req_duration", times.duration),
          make_rate("http_req_failed", 0, static_cast<int>(count)),
          make_printed_times("http_req_receiving", times.receiving),
          make_printed_times("http_req_sending", times.sending),
          make_printed_times("http_req_tls_handshaking", std::vector<double>(count, 0)),
          make_printed_times("http_req_waiting", times.waiting),
          make_metric("http_reqs", Type::counter, Contains::plain, {static_cast<double>(count)})};
}

inline std::vector<run::MetricRecord> make_execution(const std::vector<double>& durations,
                                                     double bytes_received, double bytes_sent) {
  return {make_printed_times("iteration_duration", durations),
          make_metric("iterations", Type::counter, Contains::plain,
                      {static_cast<double>(durations.size())}),
          make_metric("data_received", Type::counter, Contains::data, {bytes_received}),
          make_metric("data_sent", Type::counter, Contains::data, {bytes_sent})};
}

inline void append(std::vector<run::MetricRecord>& metrics, std::vector<run::MetricRecord> more) {
  metrics.insert(metrics.end(), more.begin(), more.end());
}

inline run::PartRecord first_scenario_part() {
  const HttpTimes http{.blocked = {0.00413, 0.00479, 0.00831, 0.00831, 0.20516, 1.32},
                       .connecting = {0, 0, 0, 0, 0.12386, 0.71268},
                       .duration = {0.25623, 0.38439, 0.82969, 0.82969, 1.94, 3.26},
                       .receiving = {0.02625, 0.03495, 0.08404, 0.08404, 0.14579, 0.19043},
                       .sending = {0.01122, 0.02618, 0.11787, 0.11787, 0.25396, 1.596},
                       .waiting = {0.21875, 0.31785, 0.57882, 0.57882, 1.54, 1.62}};
  run::PartRecord inner{.name = "inner",
                        .metrics = {make_rate("checks", 6, 0)},
                        .checks = {{.name = "one", .passes = 6, .id = 2}}};
  run::PartRecord outer{.name = "outer",
                        .metrics = make_http(http),
                        .checks = {{.name = "status is 200", .passes = 6, .id = 0},
                                   {.name = "never", .fails = 6, .id = 1}},
                        .groups = {inner}};
  outer.metrics.push_back(make_rate("checks", 6, 6));
  outer.metrics.push_back(make_times("group_duration", {100, 101}));
  run::PartRecord first{.name = "first", .metrics = make_http(http), .checks = outer.checks};
  first.checks.push_back(inner.checks[0]);
  append(first.metrics,
         make_execution({101.37, 101.58, 101.86, 101.86, 103.501, 105.009}, 1110, 426));
  append(first.metrics, {make_rate("checks", 12, 6),
                         make_metric("my_counter", Type::counter, Contains::plain, {6}),
                         make_metric("my_gauge", Type::gauge, Contains::plain, {7, 7}),
                         make_metric("my_number", Type::trend, Contains::plain, {3, 3, 3}),
                         make_rate("my_rate", 6, 0), make_times("my_trend", {12.5, 12.5})});
  first.groups = {outer};
  return first;
}

inline run::PartRecord second_scenario_part() {
  run::PartRecord second{.name = "second",
                         .metrics = make_http({.blocked = {0.00731, 0.44485},
                                               .connecting = {0, 0.26109},
                                               .duration = {0.42068, 0.43901},
                                               .receiving = {0.044813, 0.169622},
                                               .sending = {0.082804, 0.251494},
                                               .waiting = {0.1427, 0.16825}})};
  append(second.metrics, make_execution({0.64955, 1.368}, 370, 148));
  return second;
}

inline run::Record transcript_record_in_parts() {
  run::Record record = transcript_record();
  record.elapsed = kit::Duration::nanoseconds(1'003'481'300);
  record.scenario_parts = {second_scenario_part(), first_scenario_part()};
  return record;
}

}  // namespace headroom::report
