#include "k6/request_gate.h"

#include <algorithm>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "fiber/reactor.h"
#include "kit/clock.h"

namespace headroom::k6 {
namespace {

using namespace kit::literals;

kit::Instant at(kit::Duration span) {
  return kit::Instant() + span;
}

TEST(RequestGate, GrantsTheFirstAtOnceAndTheNextAnIntervalLater) {
  RequestGate gate(10);
  EXPECT_EQ(gate.reserve(at(1_s)), at(1_s));
  EXPECT_EQ(gate.reserve(at(1_s)), at(1_s + 100_ms));
  EXPECT_EQ(gate.reserve(at(1_s + 50_ms)), at(1_s + 200_ms));
}

TEST(RequestGate, SavesUpNoBurstInAPause) {
  RequestGate gate(10);
  gate.reserve(at(1_s));
  EXPECT_EQ(gate.reserve(at(60_s)), at(60_s));
  EXPECT_EQ(gate.reserve(at(60_s)), at(60_s + 100_ms));
}

TEST(RequestGate, KeepsRatesBelowOneAndAboveAMillion) {
  RequestGate slow(0.5);
  slow.reserve(at(1_s));
  EXPECT_EQ(slow.reserve(at(1_s)), at(3_s));
  RequestGate fast(2e6);
  fast.reserve(at(1_s));
  EXPECT_EQ(fast.reserve(at(1_s)), at(1_s + kit::Duration::nanoseconds(500)));
}

TEST(RequestGate, HoldsTheRateForFibersThatAskAsSoonAsTheyCan) {
  kit::SimulatedClock clock;
  auto reactor = fiber::Reactor::make_simulated(clock);
  RequestGate gate(100);
  const kit::Instant end = reactor->now() + 10_s;
  int sent = 0;
  for (int i = 0; i < 7; ++i) {
    reactor->spawn([&] {
      for (;;) {
        reactor->sleep_until(gate.reserve(reactor->now()));
        if (reactor->now() >= end) {
          return;
        }
        ++sent;
      }
    });
  }
  reactor->run();

  EXPECT_EQ(sent, 1000);
}

TEST(RequestGate, NeverGrantsAnInstantTwiceToThreads) {
  RequestGate gate(1000);
  std::vector<std::vector<kit::Instant>> granted(4);
  std::vector<std::thread> threads;
  for (auto& mine : granted) {
    threads.emplace_back([&gate, &mine] {
      for (int i = 0; i < 2000; ++i) {
        mine.push_back(gate.reserve(at(1_s)));
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  std::vector<kit::Instant> all;
  for (const auto& mine : granted) {
    all.insert(all.end(), mine.begin(), mine.end());
  }
  std::ranges::sort(all);

  EXPECT_EQ(all.front(), at(1_s));
  EXPECT_EQ(all.back(), at(1_s + kit::Duration::milliseconds(7999)));
  EXPECT_EQ(std::ranges::adjacent_find(all), all.end());
}

}  // namespace
}  // namespace headroom::k6
