#include "k6/metric_ids.h"

namespace headroom::k6 {

kit::Result<MetricIds> add_builtin_metrics(metrics::Catalog& catalog) {
  using metrics::Contains;
  using metrics::Type;
  struct Row {
    metrics::MetricId* id;
    const char* name;
    Type type;
    Contains contains;
  };
  MetricIds ids;
  const Row rows[] = {
      {&ids.http[http_value_reqs], "http_reqs", Type::counter, Contains::plain},
      {&ids.http[http_value_failed], "http_req_failed", Type::rate, Contains::plain},
      {&ids.http[http_value_duration], "http_req_duration", Type::trend, Contains::time},
      {&ids.http[http_value_blocked], "http_req_blocked", Type::trend, Contains::time},
      {&ids.http[http_value_connecting], "http_req_connecting", Type::trend, Contains::time},
      {&ids.http[http_value_tls_handshaking], "http_req_tls_handshaking", Type::trend,
       Contains::time},
      {&ids.http[http_value_sending], "http_req_sending", Type::trend, Contains::time},
      {&ids.http[http_value_waiting], "http_req_waiting", Type::trend, Contains::time},
      {&ids.http[http_value_receiving], "http_req_receiving", Type::trend, Contains::time},
      {&ids.checks, "checks", Type::rate, Contains::plain},
      {&ids.group_duration, "group_duration", Type::trend, Contains::time},
      {&ids.data_sent, "data_sent", Type::counter, Contains::data},
      {&ids.data_received, "data_received", Type::counter, Contains::data},
  };
  for (const Row& row : rows) {
    auto id = catalog.add_metric(row.name, row.type, row.contains);
    if (!id) {
      return kit::failure_of(id);
    }
    *row.id = *id;
  }
  return ids;
}

}  // namespace headroom::k6
