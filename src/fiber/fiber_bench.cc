// What the reactor costs: the bare switch, a wake, a wait for a descriptor, a
// new fiber, and deadlines among 10,000 sleeping fibers.
#include <array>

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include "fiber/internal/switch.h"
#include "fiber/mailbox.h"
#include "fiber/reactor.h"
#include "kit/assert.h"
#include "kit/file_descriptor.h"

namespace headroom::fiber {
namespace {

using namespace kit::literals;

// There and back: two switches an item.
void bare_switch(benchmark::State& state) {
  struct Pair {
    Context own;
    Context other;
    bool is_done = false;
  } pair;
  StackPool stacks;
  pair.other.prepare(
      stacks.take(64 << 10),
      [](void* argument) {
        auto& both = *static_cast<Pair*>(argument);
        while (!both.is_done) {
          Context::switch_between(both.other, both.own);
        }
        Context::switch_from_finished(both.other, both.own);
      },
      &pair);
  for (auto _ : state) {
    Context::switch_between(pair.own, pair.other);
  }
  pair.is_done = true;
  Context::switch_between(pair.own, pair.other);
  stacks.give_back(pair.other.release());
}
BENCHMARK(bare_switch);

// Two fibers that wake each other: each item wakes one and lets it run, through the reactor.
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

// As virtual users do on the real reactor: everyone runs, then one look at the kernel.
void yield_among(benchmark::State& state) {
  auto reactor = Reactor::make_system().value();
  bool is_done = false;
  std::int64_t yields = 0;
  for (std::int64_t i = 1; i < state.range(0); ++i) {
    reactor->spawn([&] {
      for (; !is_done; ++yields) {
        reactor->yield();
      }
    });
  }
  reactor->spawn([&] {
    for (auto _ : state) {
      reactor->yield();
      ++yields;
    }
    is_done = true;
  });
  reactor->run();
  state.SetItemsProcessed(yields);
}
BENCHMARK(yield_among)->Arg(1)->Arg(64);

// A wait with a time-out that never comes, as every request sets one.
void wake_with_far_deadline(benchmark::State& state) {
  kit::SimulatedClock clock;
  auto reactor = Reactor::make_simulated(clock);
  bool is_done = false;
  Fiber& waiter = reactor->spawn([&] {
    while (!is_done) {
      reactor->suspend(reactor->now() + 60_s);
    }
  });
  reactor->spawn([&] {
    for (auto _ : state) {
      clock.advance(1_us);
      reactor->wake(waiter);
      reactor->yield();
    }
    is_done = true;
    reactor->wake(waiter);
  });
  reactor->run();
}
BENCHMARK(wake_with_far_deadline);

// One byte through a pipe from fiber to fiber: write, epoll, read.
void pipe_byte(benchmark::State& state) {
  auto reactor = Reactor::make_system().value();
  std::array<int, 2> ends{};
  HEADROOM_ASSERT(pipe2(ends.data(), O_NONBLOCK | O_CLOEXEC) == 0);
  const kit::FileDescriptor read_end(ends[0]);
  const kit::FileDescriptor write_end(ends[1]);
  Watch watch;
  HEADROOM_ASSERT(reactor->watch(read_end.get(), watch).has_value());
  bool is_done = false;
  reactor->spawn([&] {
    char byte = 0;
    while (!is_done) {
      watch.is_readable = false;
      reactor->wait_readable(watch, reactor->now() + 60_s);
      benchmark::DoNotOptimize(::read(read_end.get(), &byte, 1));
    }
    reactor->unwatch(read_end.get(), watch);
  });
  reactor->spawn([&] {
    for (auto _ : state) {
      benchmark::DoNotOptimize(::write(write_end.get(), "x", 1));
      reactor->yield();
    }
    is_done = true;
    benchmark::DoNotOptimize(::write(write_end.get(), "x", 1));
  });
  reactor->run();
}
BENCHMARK(pipe_byte);

void spawn_and_finish(benchmark::State& state) {
  kit::SimulatedClock clock;
  auto reactor = Reactor::make_simulated(clock);
  reactor->spawn([&] {
    for (auto _ : state) {
      reactor->spawn([] {});
      reactor->yield();
    }
  });
  reactor->run();
}
BENCHMARK(spawn_and_finish);

void post_from_own_thread(benchmark::State& state) {
  auto reactor = Reactor::make_system().value();
  std::int64_t ran = 0;
  reactor->spawn([&] {
    for (auto _ : state) {
      for (int i = 0; i < 64; ++i) {
        reactor->post([&] { ++ran; });
      }
      reactor->yield();
    }
  });
  reactor->run();
  state.SetItemsProcessed(ran);
}
BENCHMARK(post_from_own_thread);

// One of 10,000 sleeping fibers wakes and sleeps again; items_per_second counts wakes.
void sleep_among_ten_thousand(benchmark::State& state) {
  kit::SimulatedClock clock;
  auto reactor = Reactor::make_simulated(clock);
  bool is_done = false;
  std::int64_t wakes = 0;
  for (int i = 0; i < 10'000; ++i) {
    reactor->spawn([&, i] {
      while (!is_done) {
        reactor->sleep(kit::Duration::microseconds(1000 + i));
        ++wakes;
      }
    });
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
