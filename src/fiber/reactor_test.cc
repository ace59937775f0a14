#include "fiber/reactor.h"

#include <gtest/gtest.h>

#include "fiber/wait_group.h"

namespace headroom::fiber {
namespace {

using namespace kit::literals;

struct Simulation {
  kit::SimulatedClock clock;
  std::unique_ptr<Reactor> reactor = Reactor::make_simulated(clock);
  kit::Instant start = clock.now();

  double elapsed() const { return (clock.now() - start).in_seconds(); }
};

TEST(Reactor, SleepersWakeExactlyAndInOrder) {
  Simulation simulation;
  Reactor& reactor = *simulation.reactor;
  std::vector<double> woken;
  for (const int delay_s : {3, 1, 2}) {
    reactor.spawn([&, delay_s] {
      reactor.sleep(kit::Duration::seconds(delay_s));
      woken.push_back(simulation.elapsed());
    });
  }

  reactor.run();

  EXPECT_EQ(woken, (std::vector<double>{1, 2, 3}));
}

TEST(Reactor, AWakeBeforeTheWaitIsRemembered) {
  Simulation simulation;
  Reactor& reactor = *simulation.reactor;
  Wake wake = Wake::timeout;
  Fiber& sleeper = reactor.spawn([&] { wake = reactor.suspend(); });
  reactor.wake(sleeper);

  reactor.run();

  EXPECT_EQ(wake, Wake::ready);
}

TEST(Reactor, ADeadlineEndsAWait) {
  Simulation simulation;
  Reactor& reactor = *simulation.reactor;
  Wake wake = Wake::ready;
  reactor.spawn([&] { wake = reactor.suspend(reactor.now() + 5_s); });

  reactor.run();

  EXPECT_EQ(wake, Wake::timeout);
  EXPECT_DOUBLE_EQ(simulation.elapsed(), 5);
}

TEST(Reactor, AFarTimeOutSetManyTimesStillFiresAtTheLastOne) {
  Simulation simulation;
  Reactor& reactor = *simulation.reactor;
  Wake wake = Wake::ready;
  reactor.spawn([&] {
    Fiber& self = reactor.current();
    for (int i = 0; i < 100; ++i) {
      reactor.spawn([&] {
        reactor.sleep(1_s);
        reactor.wake(self);
      });
      ASSERT_EQ(reactor.suspend(reactor.now() + 60_s), Wake::ready);
    }
    wake = reactor.suspend(reactor.now() + 60_s);
  });

  reactor.run();

  EXPECT_EQ(wake, Wake::timeout);
  EXPECT_DOUBLE_EQ(simulation.elapsed(), 160);
}

TEST(Reactor, CancellationIsStickyUntilCleared) {
  Simulation simulation;
  Reactor& reactor = *simulation.reactor;
  std::vector<Wake> wakes;
  Fiber& victim = reactor.spawn([&] {
    wakes.push_back(reactor.sleep(100_s));
    wakes.push_back(reactor.sleep(100_s));
    reactor.clear_cancel(reactor.current());
    wakes.push_back(reactor.sleep(1_s));
  });
  reactor.spawn([&] {
    reactor.sleep(2_s);
    reactor.cancel(victim);
  });

  reactor.run();

  EXPECT_EQ(wakes, (std::vector<Wake>{Wake::cancelled, Wake::cancelled, Wake::ready}));
  EXPECT_DOUBLE_EQ(simulation.elapsed(), 3);
}

TEST(Reactor, YieldLetsOthersRunFirst) {
  Simulation simulation;
  Reactor& reactor = *simulation.reactor;
  std::string order;
  reactor.spawn([&] {
    order += 'a';
    reactor.yield();
    order += 'c';
  });
  reactor.spawn([&] { order += 'b'; });

  reactor.run();

  EXPECT_EQ(order, "abc");
}

TEST(Reactor, TenThousandSleepersAllWake) {
  Simulation simulation;
  Reactor& reactor = *simulation.reactor;
  int woken = 0;
  for (int i = 0; i < 10'000; ++i) {
    reactor.spawn(
        [&, i] {
          reactor.sleep(kit::Duration::milliseconds(i % 100));
          ++woken;
        },
        {.stack_bytes = 64 << 10});
  }

  reactor.run();

  EXPECT_EQ(woken, 10'000);
}

TEST(Reactor, DeepWorkRunsOnTheThreadsOwnStack) {
  Simulation simulation;
  Reactor& reactor = *simulation.reactor;
  std::size_t distance = 0;
  reactor.spawn([&] {
    char here = 0;
    reactor.on_worker_stack([&] {
      volatile char deep[4 << 20];
      deep[0] = 1;
      const char* there = const_cast<const char*>(&deep[0]);
      distance = static_cast<std::size_t>(there > &here ? there - &here : &here - there);
    });
    reactor.release_stack_pages();
    reactor.sleep(1_s);
  });

  reactor.run();

  EXPECT_GT(distance, 1U << 20);
}

TEST(WaitGroup, WaitsForEveryone) {
  Simulation simulation;
  Reactor& reactor = *simulation.reactor;
  WaitGroup group(reactor);
  double done_at = 0;
  for (int i = 1; i <= 3; ++i) {
    group.add();
    reactor.spawn([&, i] {
      reactor.sleep(kit::Duration::seconds(i));
      group.done();
    });
  }
  reactor.spawn([&] {
    EXPECT_EQ(group.wait(), Wake::ready);
    done_at = simulation.elapsed();
  });

  reactor.run();

  EXPECT_DOUBLE_EQ(done_at, 3);
}

TEST(Reactor, CancelAllUnwindsEverything) {
  Simulation simulation;
  Reactor& reactor = *simulation.reactor;
  int unwound = 0;
  for (int i = 0; i < 10; ++i) {
    reactor.spawn([&] {
      reactor.suspend();
      ++unwound;
    });
  }
  reactor.spawn([&] {
    reactor.sleep(1_s);
    reactor.stop();
  });
  reactor.run();

  reactor.cancel_all();
  reactor.run();

  EXPECT_EQ(unwound, 10);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
int recurse(int depth) {
  volatile char frame[4096];
  frame[0] = static_cast<char>(depth);
  return depth == 0 ? frame[0] : recurse(depth - 1) + frame[0];
}

TEST(ReactorDeathTest, AnOverflowingStackHitsTheGuardPage) {
  EXPECT_DEATH(
      {
        Simulation simulation;
        simulation.reactor->spawn([] { recurse(1000); }, {.stack_bytes = 64 << 10});
        simulation.reactor->run();
      },
      "");
}
#endif

}  // namespace
}  // namespace headroom::fiber
