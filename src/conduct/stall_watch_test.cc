#include "conduct/stall_watch.h"

#include <gtest/gtest.h>

#include "kit/clock.h"

namespace headroom::conduct {
namespace {

using namespace kit::literals;

// Watches `watched` and the watch's own reactor, which always answers, for `span`.
std::vector<std::size_t> stalls_within(kit::Duration span, fiber::Reactor& own,
                                       std::vector<fiber::Reactor*> watched) {
  std::vector<std::size_t> stalls;
  watched.push_back(&own);
  fiber::Fiber& watch = own.spawn([&] {
    watch_for_stalls(own, watched, {.limit = 10_s, .on_stall = [&](std::size_t index) {
                                      stalls.push_back(index);
                                    }});
  });
  own.spawn([&] {
    own.sleep(span);
    own.cancel(watch);
  });
  own.run();
  return stalls;
}

TEST(StallWatch, TellsOnceOfAReactorThatDoesNotAnswer) {
  kit::SimulatedClock clock;
  const auto own = fiber::Reactor::make_simulated(clock);
  kit::SimulatedClock other_clock;
  const auto stuck = fiber::Reactor::make_simulated(other_clock);  // nobody runs it

  EXPECT_EQ(stalls_within(9_s, *own, {stuck.get()}), std::vector<std::size_t>());
  EXPECT_EQ(stalls_within(60_s, *own, {stuck.get()}), std::vector<std::size_t>{0});
}

TEST(StallWatch, OnAThreadOfItsOwnEndsWithTheObject) {
  const auto watched = fiber::Reactor::make_system();
  ASSERT_TRUE(watched);

  auto watch = StallWatch::start({watched->get()}, {.on_stall = [](std::size_t) {}});

  ASSERT_TRUE(watch);
  watch->reset();
}

}  // namespace
}  // namespace headroom::conduct
