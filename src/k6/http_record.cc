#include "k6/http_record.h"

#include <limits>

#include "k6/error_code.h"
#include "protocol/http/url.h"

namespace headroom::k6 {

namespace {

namespace http = protocol::http;

// Left out by the recorder.
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

double failed_value(const EndedExchange& exchange) {
  if (!exchange.is_expectation_asked) {
    return nothing;
  }
  return exchange.is_expected ? 0.0 : 1.0;
}

}  // namespace

void record_values(VuState& vu, metrics::SeriesGroup series, const http::Response& response,
                   double failed) {
  const http::Timings& timings = response.timings();
  const double values[http_value_count] = {1.0,
                                           failed,
                                           timings.duration().in_seconds(),
                                           timings.blocked.in_seconds(),
                                           timings.connecting.in_seconds(),
                                           timings.tls_handshaking.in_seconds(),
                                           timings.sending.in_seconds(),
                                           timings.waiting.in_seconds(),
                                           timings.receiving.in_seconds()};
  vu.worker.recorder.record_group(series, values);
}

void record_exchange(VuState& vu, const EndedExchange& exchange) {
  const bool is_whole = exchange.failure == nullptr;
  const net::TlsFacts* tls = exchange.response.tls();
  const int status = is_whole ? exchange.response.status() : 0;
  const std::string error = is_whole ? std::string() : http::text_of(*exchange.failure);
  const metrics::SeriesGroup series = vu.samples.series_of(
      {.url = exchange.url,
       .name = exchange.name.empty() ? std::string_view(exchange.url) : exchange.name,
       .method = exchange.method,
       .proto = exchange.response.has_head() ? exchange.response.proto() : std::string_view(),
       .tls_version = tls != nullptr ? net::name_of(tls->version) : std::string_view(),
       .error = error,
       .status = status,
       .error_code = is_whole ? error_code_of_status(status) : error_code_of(*exchange.failure),
       .is_expected = exchange.is_expected,
       .is_expectation_asked = exchange.is_expectation_asked,
       .ip = exchange.response.remote().ip(),
       .ocsp_status = tls != nullptr ? net::name_of(tls->ocsp.status) : std::string_view(),
       .custom = exchange.custom,
       .layers = exchange.layers});
  record_values(vu, series, exchange.response, failed_value(exchange));
}

std::string url_for_tags(const http::Url& url) {
  if (!url.has_user_info) {
    return url.text();
  }
  http::Url masked = url;
  const bool has_password = masked.user_info.find(':') != std::string::npos;
  masked.user_info = has_password ? "****:****" : "****";
  return masked.text();
}

}  // namespace headroom::k6
