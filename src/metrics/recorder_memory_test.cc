// Counts what the recorder's steady path allocates, by replacing operator new in
// this test program.
#include <array>
#include <cstdlib>
#include <new>

#include <gtest/gtest.h>

#include "kit/random.h"
#include "metrics/recorder.h"
#include "metrics/totals.h"

namespace {
std::size_t allocation_count = 0;
std::size_t live_bytes = 0;
constexpr std::size_t header_bytes = 16;
}  // namespace

void* operator new(std::size_t size) {
  allocation_count++;
  live_bytes += size;
  auto* block = static_cast<char*>(std::malloc(size + header_bytes));
  if (block == nullptr) {
    std::abort();
  }
  ::new (block) std::size_t(size);
  return block + header_bytes;
}
void operator delete(void* pointer) noexcept {
  if (pointer != nullptr) {
    char* const block = static_cast<char*>(pointer) - header_bytes;
    live_bytes -= *std::launder(reinterpret_cast<std::size_t*>(block));
    std::free(block);
  }
}
void operator delete(void* pointer, std::size_t) noexcept {
  operator delete(pointer);
}

namespace headroom::metrics {
namespace {

constexpr std::array<const char*, 7> trends{
    "http_req_duration", "http_req_blocked", "http_req_connecting", "http_req_tls_handshaking",
    "http_req_sending",  "http_req_waiting", "http_req_receiving"};

constexpr int requests_per_window = 2'000;
// Passed in the first window, so that the steady state is soon reached.
constexpr std::size_t raw_max = 1'000;

struct Request {
  Catalog catalog;
  std::vector<MetricId> metrics;
  CheckId check;

  Request() {
    for (const char* name : trends) {
      metrics.push_back(catalog.add_metric(name, Type::trend, Contains::time).value());
    }
    metrics.push_back(catalog.add_metric("http_reqs", Type::counter).value());
    metrics.push_back(catalog.add_metric("http_req_failed", Type::rate).value());
    catalog.add_submetric(metrics[0], "expected_response:true", {{"expected_response", "true"}});
    check = catalog.check(0, "status is 200");
  }
};

void record_request(Recorder& recorder, const Request& request, Tags& tags, kit::Random& random) {
  std::array<double, 9> values{};
  for (std::size_t i = 0; i < trends.size(); i++) {
    values[i] = 1e-4 * (1 + 50 * random.next_double());
  }
  values[7] = 1;
  const TagSetId id = recorder.intern(tags);
  recorder.record_group(recorder.resolve(request.metrics, id), values);
  recorder.check(request.check, true);
}

TEST(RecorderMemory, TheSteadyPathAllocatesNothingAcrossRotations) {
  Request request;
  Recorder recorder(request.catalog, {.raw_max = raw_max});
  Totals totals(request.catalog, raw_max);
  kit::Random random(1);
  Tags tags{{"expected_response", "true"}, {"method", "GET"}, {"url", "http://127.0.0.1:8080/get"}};
  for (int window = 0; window < 4; window++) {
    for (int i = 0; i < requests_per_window; i++) {
      record_request(recorder, request, tags, random);
    }
    recorder.recycle(totals.merge(recorder.rotate(), window));
  }

  for (int window = 4; window < 8; window++) {
    const std::size_t before = allocation_count;
    for (int i = 0; i < requests_per_window; i++) {
      tags.set("url", i % 2 == 0 ? "http://127.0.0.1:8080/get" : "http://127.0.0.1:8080/get");
      record_request(recorder, request, tags, random);
    }
    Shard full = recorder.rotate();
    EXPECT_EQ(allocation_count - before, 0U);
    recorder.recycle(totals.merge(std::move(full), window));
  }
}

TEST(RecorderMemory, DoesNotGrowWithRequestsAndLittleWithAThousandUrls) {
  Request request;
  Recorder recorder(request.catalog, {.raw_max = raw_max});
  Totals totals(request.catalog, raw_max);
  kit::Random random(1);
  const std::size_t bytes_before = live_bytes;
  const auto run_window = [&](int window) {
    Tags tags{{"expected_response", "true"}, {"method", "GET"}, {"status", "200"}};
    for (int i = 0; i < requests_per_window; i++) {
      tags.set("url", "http://127.0.0.1:8080/item/" + std::to_string(i % 1'000));
      record_request(recorder, request, tags, random);
    }
    recorder.recycle(totals.merge(recorder.rotate(), window));
  };

  for (int window = 0; window < 4; window++) {
    run_window(window);
  }
  const std::size_t bytes_warm = live_bytes - bytes_before;
  for (int window = 4; window < 14; window++) {
    run_window(window);
  }
  const std::size_t bytes_later = live_bytes - bytes_before;

  EXPECT_LE(bytes_warm, 1'500'000U);
  EXPECT_LE(bytes_later - bytes_warm, 10U * 9 * 900) << "ten windows of nine metrics";
}

}  // namespace
}  // namespace headroom::metrics
