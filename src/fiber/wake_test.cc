// What a wake means when it comes early, late, twice, or while its fiber waits
// for something else: it is kept until a suspend() returns ready, and counts once.
#include <gtest/gtest.h>

#include "fiber/mailbox.h"
#include "fiber/reactor.h"

namespace headroom::fiber {
namespace {

using namespace kit::literals;

struct Simulation {
  kit::SimulatedClock clock;
  std::unique_ptr<Reactor> reactor = Reactor::make_simulated(clock);
};

TEST(Wake, TwoBeforeTheFiberRunsCountOnce) {
  Simulation simulation;
  Reactor& reactor = *simulation.reactor;
  std::vector<Wake> wakes;
  Fiber& sleeper = reactor.spawn([&] {
    wakes.push_back(reactor.suspend());
    wakes.push_back(reactor.suspend(reactor.now() + 1_s));
  });
  reactor.spawn([&] {
    reactor.wake(sleeper);
    reactor.wake(sleeper);
  });

  reactor.run();

  EXPECT_EQ(wakes, (std::vector<Wake>{Wake::ready, Wake::timeout}));
}

TEST(Wake, AtTheDeadlineEndsOneWaitAndNotAnother) {
  Simulation simulation;
  Reactor& reactor = *simulation.reactor;
  const kit::Instant deadline = reactor.now() + 1_s;
  std::vector<Wake> wakes;
  bool is_wake_first = false;
  Fiber& sleeper = reactor.spawn([&] {
    wakes.push_back(reactor.suspend(deadline));
    wakes.push_back(reactor.suspend(deadline + 1_s));
  });
  // The same instant: which of the two runs first is the heap's choice.
  reactor.spawn([&] {
    reactor.sleep_until(deadline);
    is_wake_first = wakes.empty();
    reactor.wake(sleeper);
  });

  reactor.run();

  EXPECT_EQ(wakes, is_wake_first ? (std::vector<Wake>{Wake::ready, Wake::timeout})
                                 : (std::vector<Wake>{Wake::timeout, Wake::ready}));
}

TEST(Wake, DuringASleepIsKeptForTheNextSuspend) {
  Simulation simulation;
  Reactor& reactor = *simulation.reactor;
  const kit::Instant start = reactor.now();
  kit::Instant slept_until;
  Wake wake = Wake::timeout;
  Fiber& sleeper = reactor.spawn([&] {
    reactor.sleep(2_s);
    slept_until = reactor.now();
    wake = reactor.suspend(reactor.now() + 5_s);
  });
  reactor.spawn([&] {
    reactor.sleep(1_s);
    reactor.wake(sleeper);
  });

  reactor.run();

  EXPECT_EQ(slept_until, start + 2_s);
  EXPECT_EQ(wake, Wake::ready);
  EXPECT_EQ(reactor.now(), start + 2_s);
}

TEST(Wake, WithACancellationIsKeptUntilItIsCleared) {
  Simulation simulation;
  Reactor& reactor = *simulation.reactor;
  std::vector<Wake> wakes;
  Fiber& sleeper = reactor.spawn([&] {
    wakes.push_back(reactor.suspend());
    reactor.clear_cancel(reactor.current());
    wakes.push_back(reactor.suspend());
  });
  reactor.spawn([&] {
    reactor.wake(sleeper);
    reactor.cancel(sleeper);
  });

  reactor.run();

  EXPECT_EQ(wakes, (std::vector<Wake>{Wake::cancelled, Wake::ready}));
}

TEST(Wake, OfAYieldingFiberIsKept) {
  Simulation simulation;
  Reactor& reactor = *simulation.reactor;
  Wake wake = Wake::timeout;
  Fiber& yielder = reactor.spawn([&] {
    reactor.yield();
    wake = reactor.suspend(reactor.now() + 1_s);
  });
  reactor.spawn([&] { reactor.wake(yielder); });

  reactor.run();

  EXPECT_EQ(wake, Wake::ready);
}

TEST(Wake, OfAMailboxAtItsDeadlineDoesNotEndALaterWait) {
  Simulation simulation;
  Reactor& reactor = *simulation.reactor;
  Mailbox<int> mailbox(reactor);
  const kit::Instant deadline = reactor.now() + 1_s;
  Wake wake = Wake::ready;
  reactor.spawn([&] {
    mailbox.receive(deadline);
    wake = reactor.suspend(deadline + 1_s);
  });
  reactor.spawn([&] {
    reactor.sleep_until(deadline);
    mailbox.send(7);
  });

  reactor.run();

  EXPECT_EQ(wake, Wake::timeout);
}

}  // namespace
}  // namespace headroom::fiber
