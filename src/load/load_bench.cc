// What the executors themselves cost: iterations that do nothing, on one
// worker with the real clock. items_per_second is per CPU second.
#include <benchmark/benchmark.h>

#include "kit/assert.h"
#include "load/load_fake.h"

namespace headroom::load {
namespace {

using namespace kit::literals;

IterationEnd nothing(const FakeIteration&) {
  return IterationEnd::complete;
}

IterationEnd one_switch(const FakeIteration& iteration) {
  iteration.reactor.yield();
  return IterationEnd::complete;
}

RunOutcome run_on_one_worker(const ExecutorConfig& executor, FakeUsers::Body body) {
  FakeUsers users(std::move(body));
  metrics::Catalog catalog;
  metrics::Recorder recorder(catalog);
  const auto ids = add_engine_metrics(catalog);
  auto reactor = fiber::Reactor::make_system();
  HEADROOM_ASSERT(ids.has_value() && reactor.has_value());
  RunOutcome outcome;
  (*reactor)->spawn([&] {
    Engine engine({.scenarios = {{.name = "bench", .executor = executor}},
                   .workers = {{**reactor, recorder, 0}},
                   .control = **reactor,
                   .factory = users,
                   .metrics = *ids});
    HEADROOM_ASSERT(engine.initialize().has_value());
    outcome = engine.run();
  });
  (*reactor)->run();
  return outcome;
}

void closed_loop(benchmark::State& state, FakeUsers::Body body) {
  const auto vus = static_cast<std::uint64_t>(state.range(0));
  std::uint64_t completed = 0;
  for (auto _ : state) {
    completed +=
        run_on_one_worker(ConstantVus{.vus = vus, .duration = 200_ms}, body).progress.completed;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(completed));
}

void constant_vus_empty(benchmark::State& state) {
  closed_loop(state, nothing);
}
BENCHMARK(constant_vus_empty)->Arg(1)->Arg(64)->Unit(benchmark::kMillisecond);

void constant_vus_one_switch(benchmark::State& state) {
  closed_loop(state, one_switch);
}
BENCHMARK(constant_vus_one_switch)->Arg(1)->Arg(64)->Unit(benchmark::kMillisecond);

void shared_iterations_empty(benchmark::State& state) {
  constexpr std::uint64_t iterations = 100'000;
  std::uint64_t completed = 0;
  for (auto _ : state) {
    completed += run_on_one_worker(SharedIterations{.vus = 64, .iterations = iterations}, nothing)
                     .progress.completed;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(completed));
}
BENCHMARK(shared_iterations_empty)->Unit(benchmark::kMillisecond);

void arrival_rate_empty(benchmark::State& state) {
  std::uint64_t completed = 0;
  std::uint64_t dropped = 0;
  double late_us_p50 = 0;
  double late_us_p99 = 0;
  for (auto _ : state) {
    const RunOutcome outcome =
        run_on_one_worker(ConstantArrivalRate{.rate = static_cast<std::uint64_t>(state.range(0)),
                                              .duration = 1_s,
                                              .preallocated_vus = 64,
                                              .max_vus = 64},
                          nothing);
    completed += outcome.progress.completed;
    dropped += outcome.progress.dropped;
    late_us_p50 = outcome.lateness.quantile(0.5) * 1e6;
    late_us_p99 = outcome.lateness_p99_seconds() * 1e6;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(completed));
  state.counters["dropped"] = static_cast<double>(dropped);
  state.counters["late_us_p50"] = late_us_p50;
  state.counters["late_us_p99"] = late_us_p99;
}
BENCHMARK(arrival_rate_empty)->Arg(1'000)->Arg(50'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace headroom::load
