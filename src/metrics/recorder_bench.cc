// What recording costs a request: at most 0.5 us for the nine metrics of an HTTP
// exchange and their sub-metric, tags known.
#include <array>
#include <cmath>
#include <string>

#include <benchmark/benchmark.h>

#include "kit/random.h"
#include "metrics/recorder.h"
#include "metrics/totals.h"

namespace headroom::metrics {
namespace {

struct Workload {
  Catalog catalog;
  std::vector<MetricId> metrics;
  std::vector<std::array<double, 9>> requests;

  Workload() {
    for (const char* name : {"http_req_duration", "http_req_blocked", "http_req_connecting",
                             "http_req_tls_handshaking", "http_req_sending", "http_req_waiting",
                             "http_req_receiving"}) {
      metrics.push_back(catalog.add_metric(name, Type::trend, Contains::time).value());
    }
    metrics.push_back(catalog.add_metric("http_reqs", Type::counter).value());
    metrics.push_back(catalog.add_metric("http_req_failed", Type::rate).value());
    catalog.add_submetric(metrics[0], "expected_response:true", {{"expected_response", "true"}});

    kit::Random random(1);
    const auto draw = [&random](double scale) {
      return scale * std::exp2(4 * random.next_double());
    };
    for (int i = 0; i < 1 << 14; i++) {
      const double sending = draw(2e-6);
      const double waiting = draw(2e-4);
      const double receiving = draw(5e-6);
      requests.push_back(
          {sending + waiting + receiving, draw(1e-6), 0, 0, sending, waiting, receiving, 1, 0});
    }
  }
};

Tags request_tags(int url) {
  return {{"expected_response", "true"},
          {"group", ""},
          {"method", "GET"},
          {"name", "http://127.0.0.1:8080/item/" + std::to_string(url)},
          {"proto", "HTTP/1.1"},
          {"scenario", "default"},
          {"status", "200"},
          {"url", "http://127.0.0.1:8080/item/" + std::to_string(url)}};
}

// Shards go round once for every 65,536 requests, as in a second of full load.
void rotate_now_and_then(Recorder& recorder, Totals& totals, std::size_t request) {
  if (request % (1 << 16) == 0) {
    recorder.recycle(totals.merge(recorder.rotate(), static_cast<std::int64_t>(request >> 16)));
  }
}

void record_request(benchmark::State& state) {
  Workload work;
  Recorder recorder(work.catalog);
  Totals totals(work.catalog);
  const SeriesGroup group = recorder.resolve(work.metrics, recorder.intern(request_tags(1)));
  std::size_t i = 0;
  for (auto _ : state) {
    recorder.record_group(group, work.requests[i % work.requests.size()]);
    rotate_now_and_then(recorder, totals, ++i);
  }
}
BENCHMARK(record_request);

void intern_resolve_and_record_request(benchmark::State& state) {
  Workload work;
  Recorder recorder(work.catalog);
  Totals totals(work.catalog);
  std::vector<Tags> tags;
  for (int url = 0; url < state.range(0); url++) {
    tags.push_back(request_tags(url));
  }
  std::size_t i = 0;
  for (auto _ : state) {
    const TagSetId id = recorder.intern(tags[i % tags.size()]);
    recorder.record_group(recorder.resolve(work.metrics, id),
                          work.requests[i % work.requests.size()]);
    rotate_now_and_then(recorder, totals, ++i);
  }
}
BENCHMARK(intern_resolve_and_record_request)->Arg(1)->Arg(1000);

void record_histogram(benchmark::State& state) {
  const Workload work;
  Histogram histogram;
  std::size_t i = 0;
  for (auto _ : state) {
    histogram.record(work.requests[i++ % work.requests.size()][0]);
  }
  benchmark::DoNotOptimize(histogram.count());
}
BENCHMARK(record_histogram);

void percentile_of_raw_values(benchmark::State& state) {
  Aggregate trend(Type::trend);
  kit::Random random(1);
  for (int i = 0; i < 10'000; i++) {
    trend.record(random.next_double());
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(trend.percentile(95));
  }
}
BENCHMARK(percentile_of_raw_values);

}  // namespace
}  // namespace headroom::metrics
