#include "fiber/reactor.h"

#include <algorithm>
#include <array>
#include <utility>

#include <gtest/gtest.h>

#include "fiber/internal/sanitizer.h"
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

TEST(Reactor, TenThousandSleepersAllWakeAtTheirInstants) {
  Simulation simulation;
  Reactor& reactor = *simulation.reactor;
  constexpr int count = is_thread_sanitized ? 1'000 : 10'000;
  int woken = 0;
  for (int i = 0; i < count; ++i) {
    reactor.spawn([&, i] {
      const kit::Instant instant = reactor.now() + kit::Duration::milliseconds(i % 100);
      reactor.sleep_until(instant);
      woken += reactor.now() == instant ? 1 : 0;
    });
  }

  reactor.run();

  EXPECT_EQ(woken, count);
  EXPECT_DOUBLE_EQ(simulation.elapsed(), 0.099);
}

TEST(Reactor, SeveralRoundsOfDeadlinesKeepTheirKnownInstants) {
  Simulation simulation;
  Reactor& reactor = *simulation.reactor;
  std::vector<std::pair<char, double>> log;
  for (const auto& sleeper : {std::pair{'a', 300}, std::pair{'b', 500}}) {
    reactor.spawn([&, sleeper] {
      while (simulation.elapsed() < 1) {
        reactor.sleep(kit::Duration::milliseconds(sleeper.second));
        log.emplace_back(sleeper.first, simulation.elapsed());
      }
    });
  }

  reactor.run();

  EXPECT_EQ(log, (std::vector<std::pair<char, double>>{
                     {'a', 0.3}, {'b', 0.5}, {'a', 0.6}, {'a', 0.9}, {'b', 1.0}, {'a', 1.2}}));
}

TEST(Reactor, ASleepUntilThePastStillLetsOthersRun) {
  Simulation simulation;
  Reactor& reactor = *simulation.reactor;
  std::string order;
  reactor.spawn([&] {
    order += 'a';
    EXPECT_EQ(reactor.sleep(-1_s), Wake::ready);
    order += 'c';
  });
  reactor.spawn([&] { order += 'b'; });

  reactor.run();

  EXPECT_EQ(order, "abc");
  EXPECT_DOUBLE_EQ(simulation.elapsed(), 0);
}

TEST(Reactor, TheObserverHearsOfEverySleepButNoCancelledOne) {
  Simulation simulation;
  Reactor& reactor = *simulation.reactor;
  std::vector<kit::Duration> late;
  reactor.on_timer_late([&](kit::Duration span) { late.push_back(span); });
  Fiber& victim = reactor.spawn([&] { reactor.sleep(5_s); });
  reactor.spawn([&] {
    reactor.sleep(1_s);
    reactor.cancel(victim);
  });

  reactor.run();

  EXPECT_EQ(late, std::vector<kit::Duration>{0_s});
}

TEST(Reactor, DeepWorkRunsOnTheThreadsOwnStack) {
  Simulation simulation;
  Reactor& reactor = *simulation.reactor;
  std::size_t distance = 0;
  reactor.spawn([&] {
    char here = 0;
    reactor.on_worker_stack([&] {
      volatile char deep[3 << 19];  // more than the fiber has
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

TEST(Reactor, WorkOnTheThreadsStackMayAskForMore) {
  Simulation simulation;
  Reactor& reactor = *simulation.reactor;
  std::string order;
  Fiber& other = reactor.spawn([&] {
    reactor.suspend();
    order += 'd';
  });
  reactor.spawn([&] {
    reactor.on_worker_stack([&] {
      EXPECT_FALSE(reactor.is_on_fiber());
      order += 'a';
      reactor.on_worker_stack([&] { order += 'b'; });
      reactor.wake(other);
    });
    EXPECT_TRUE(reactor.is_on_fiber());
    order += 'c';
  });

  reactor.run();

  EXPECT_EQ(order, "abcd");
}

TEST(Reactor, GivingBackStackPagesKeepsWhatIsInUse) {
  Simulation simulation;
  Reactor& reactor = *simulation.reactor;
  bool is_kept = false;
  reactor.spawn([&] {
    std::array<char, 20'000> kept;
    kept.fill('x');
    reactor.release_stack_pages();
    is_kept = std::all_of(kept.begin(), kept.end(), [](char c) { return c == 'x'; });
  });

  reactor.run();

  EXPECT_TRUE(is_kept);
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

}  // namespace
}  // namespace headroom::fiber
