// Starting, stopping and ending: of fibers, of their stacks, and of the reactor,
// also seen from other threads.
#include <atomic>
#include <cstdio>
#include <thread>

#include <gtest/gtest.h>

#include "fiber/internal/sanitizer.h"
#include "fiber/reactor.h"

namespace headroom::fiber {
namespace {

using namespace kit::literals;

struct Simulation {
  kit::SimulatedClock clock;
  std::unique_ptr<Reactor> reactor = Reactor::make_simulated(clock);
};

TEST(Lifetime, AnotherThreadStopsIt) {
  auto reactor = Reactor::make_system().value();
  bool was_cancelled = false;
  reactor->spawn([&] { was_cancelled = reactor->suspend() == Wake::cancelled; });
  std::thread stopper([&] { reactor->stop(); });

  reactor->run();
  stopper.join();
  EXPECT_EQ(reactor->fiber_count(), 1U);
  reactor->cancel_all();
  reactor->run();

  EXPECT_TRUE(was_cancelled);
  EXPECT_EQ(reactor->fiber_count(), 0U);
}

TEST(Lifetime, AReactorIsStoppedOnOneThreadAndEmptiedOnAnother) {
  auto reactor = Reactor::make_system().value();
  int unwound = 0;
  for (int i = 0; i < 10; ++i) {
    reactor->spawn([&] {
      while (reactor->sleep(60_s) != Wake::cancelled) {
      }
      ++unwound;
    });
  }
  std::atomic<bool> is_running = false;
  reactor->post([&] { is_running = true; });
  std::thread worker([&] { reactor->run(); });
  while (!is_running) {
    std::this_thread::yield();
  }
  reactor->stop();
  worker.join();

  reactor->cancel_all();
  reactor->run();

  EXPECT_EQ(unwound, 10);
}

TEST(Lifetime, PostedTasksOfManyThreadsAllRunOnTheReactorsThread) {
  auto reactor = Reactor::make_system().value();
  constexpr int thread_count = 4;
  constexpr int task_count = 5'000;
  int ran = 0;
  int elsewhere = 0;
  const std::thread::id here = std::this_thread::get_id();
  Fiber& keeper = reactor->spawn([&] { reactor->suspend(); });
  std::vector<std::thread> threads;
  for (int i = 0; i < thread_count; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < task_count; ++k) {
        reactor->post([&] {
          elsewhere += std::this_thread::get_id() == here && !reactor->is_on_fiber() ? 0 : 1;
          if (++ran == thread_count * task_count) {
            reactor->wake(keeper);
          }
        });
      }
    });
  }

  reactor->run();
  for (std::thread& thread : threads) {
    thread.join();
  }

  EXPECT_EQ(ran, thread_count * task_count);
  EXPECT_EQ(elsewhere, 0);
}

TEST(Lifetime, ATaskThatPostsItselfDoesNotStarveFibers) {
  Simulation simulation;
  Reactor& reactor = *simulation.reactor;
  bool is_done = false;
  int rounds = 0;
  std::function<void()> again = [&] {
    ++rounds;
    if (!is_done) {
      reactor.post([&] { again(); });
    }
  };
  reactor.post([&] { again(); });
  reactor.spawn([&] {
    reactor.yield();
    is_done = true;
  });

  reactor.run();

  EXPECT_LE(rounds, 4);
}

TEST(Lifetime, ATaskPostedFromTheLastFiberStillRuns) {
  Simulation simulation;
  Reactor& reactor = *simulation.reactor;
  std::string order;
  reactor.spawn([&] {
    reactor.post([&] {
      order += 'b';
      reactor.spawn([&] { order += 'c'; });
    });
    order += 'a';
  });

  reactor.run();

  EXPECT_EQ(order, "abc");
}

TEST(Lifetime, FibersThatNeverRanAreDroppedWithTheReactor) {
  // Shared because the fiber's body and the test both look at it.
  const auto held = std::make_shared<int>(1);
  {
    Simulation simulation;
    simulation.reactor->spawn([held] { ADD_FAILURE() << "must not run"; });
    EXPECT_EQ(held.use_count(), 2);
  }

  EXPECT_EQ(held.use_count(), 1);
}

TEST(Lifetime, ThousandsOfFibersInSuccessionReuseStacks) {
  Simulation simulation;
  Reactor& reactor = *simulation.reactor;
  int ended = 0;
  reactor.spawn([&] {
    for (int i = 0; i < (is_sanitized ? 1'000 : 10'000); ++i) {
      // Alternating sizes must not defeat the reuse, nor old state show through.
      reactor.cancel(reactor.spawn(
          [&] {
            EXPECT_EQ(reactor.suspend(), Wake::cancelled);
            reactor.clear_cancel(reactor.current());
            reactor.wake(reactor.current());
            ++ended;
          },
          {.stack_bytes = static_cast<std::size_t>(i % 2 == 0 ? 64 << 10 : 1 << 20)}));
      Fiber& fresh =
          reactor.spawn([&] { EXPECT_EQ(reactor.suspend(reactor.now() + 1_us), Wake::timeout); });
      EXPECT_FALSE(reactor.is_cancelled(fresh));
      reactor.sleep(2_us);
    }
  });

  reactor.run();

  EXPECT_EQ(ended, is_sanitized ? 1'000 : 10'000);
}

std::size_t resident_bytes() {
  std::FILE* file = std::fopen("/proc/self/statm", "r");
  std::size_t size = 0;
  std::size_t resident = 0;
  const int fields = std::fscanf(file, "%zu %zu", &size, &resident);
  std::fclose(file);
  EXPECT_EQ(fields, 2);
  return resident * 4096;
}

TEST(Lifetime, TenThousandSleepingFibersCostAFewKilobytesEach) {
  if (is_sanitized) {
    GTEST_SKIP() << "a sanitizer's own memory counts too";
  }
  Simulation simulation;
  Reactor& reactor = *simulation.reactor;
  constexpr std::size_t count = 10'000;
  const std::size_t before = resident_bytes();
  std::size_t during = 0;
  for (std::size_t i = 0; i < count; ++i) {
    reactor.spawn([&] { reactor.sleep(10_s); });
  }
  reactor.spawn([&] {
    reactor.sleep(5_s);
    during = resident_bytes();
  });

  reactor.run();

  EXPECT_LE((during - before) / count, 10'000U);
}

using LifetimeDeathTest = ::testing::Test;

TEST(LifetimeDeathTest, AReactorMustNotGoWhileAStackIsLive) {
  EXPECT_DEATH(
      {
        Simulation simulation;
        simulation.reactor->spawn([&] { simulation.reactor->suspend(); });
        simulation.reactor->spawn([&] { simulation.reactor->stop(); });
        simulation.reactor->run();
      },
      "has_live_stack");
}

TEST(LifetimeDeathTest, FibersThatWaitForEverAreReported) {
  EXPECT_DEATH(
      {
        Simulation simulation;
        simulation.reactor->spawn([&] { simulation.reactor->suspend(); });
        simulation.reactor->run();
      },
      "deadlock: all 1 fibers of a simulated reactor wait");
}

TEST(LifetimeDeathTest, WorkOnTheThreadsStackMustNotSuspend) {
  EXPECT_DEATH(
      {
        Simulation simulation;
        Reactor& reactor = *simulation.reactor;
        reactor.spawn([&] { reactor.on_worker_stack([&] { reactor.yield(); }); });
        reactor.run();
      },
      "current_");
}

TEST(LifetimeDeathTest, AnExceptionDoesNotLeaveAFiber) {
  EXPECT_DEATH(
      {
        Simulation simulation;
        simulation.reactor->spawn([] { static_cast<void>(std::vector<int>().at(1)); });
        simulation.reactor->run();
      },
      "");
}

int recurse(int depth) {
  volatile char frame[4096];
  frame[0] = static_cast<char>(depth);
  return depth == 0 ? frame[0] : recurse(depth - 1) + frame[0];
}

TEST(LifetimeDeathTest, AnOverflowingStackHitsTheGuardPage) {
  EXPECT_DEATH(
      {
        Simulation simulation;
        simulation.reactor->spawn([] { recurse(1000); }, {.stack_bytes = 64 << 10});
        simulation.reactor->run();
      },
      "");
}

}  // namespace
}  // namespace headroom::fiber
