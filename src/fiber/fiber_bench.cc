#include <benchmark/benchmark.h>

#include "fiber/reactor.h"

namespace headroom::fiber {
namespace {

// Two fibers that wake each other: two switches to the reactor and back an item.
void wake_and_switch(benchmark::State& state) {
  kit::SimulatedClock clock;
  auto reactor = Reactor::make_simulated(clock);
  bool is_done = false;
  Fiber& echo = reactor->spawn([&] {
    while (!is_done) {
      reactor->suspend();
    }
  });
  reactor->spawn([&] {
    for (auto _ : state) {
      reactor->wake(echo);
      reactor->yield();
    }
    is_done = true;
    reactor->wake(echo);
  });
  reactor->run();
}
BENCHMARK(wake_and_switch);

// One of 10,000 sleeping fibers wakes and sleeps again.
void sleep_among_ten_thousand(benchmark::State& state) {
  kit::SimulatedClock clock;
  auto reactor = Reactor::make_simulated(clock);
  bool is_done = false;
  std::int64_t wakes = 0;
  for (int i = 0; i < 10'000; ++i) {
    reactor->spawn(
        [&, i] {
          while (!is_done) {
            reactor->sleep(kit::Duration::microseconds(1000 + i));
            ++wakes;
          }
        },
        {.stack_bytes = 64 << 10});
  }
  reactor->spawn([&] {
    for (auto _ : state) {
      reactor->sleep(kit::Duration::microseconds(1000));
    }
    is_done = true;
  });
  reactor->run();
  state.SetItemsProcessed(wakes);
}
BENCHMARK(sleep_among_ten_thousand);

}  // namespace
}  // namespace headroom::fiber
