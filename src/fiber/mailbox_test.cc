#include "fiber/mailbox.h"

#include <thread>

#include <gtest/gtest.h>

namespace headroom::fiber {
namespace {

using namespace kit::literals;

TEST(Mailbox, CarriesEverythingFromOtherThreadsInOrder) {
  auto reactor = Reactor::make_system().value();
  Mailbox<int> mailbox(*reactor);
  constexpr int count = 100'000;
  int next = 0;
  reactor->spawn([&] {
    while (next < count) {
      ASSERT_EQ(mailbox.receive(), next);
      ++next;
    }
  });
  std::thread sender([&] {
    for (int i = 0; i < count; ++i) {
      mailbox.send(i);
    }
  });

  reactor->run();
  sender.join();

  EXPECT_EQ(next, count);
}

TEST(Mailbox, ReceivingFromAnEmptyOneTimesOut) {
  kit::SimulatedClock clock;
  auto reactor = Reactor::make_simulated(clock);
  Mailbox<int> mailbox(*reactor);
  std::optional<int> value = 1;
  reactor->spawn([&] { value = mailbox.receive(reactor->now() + 1_s); });

  reactor->run();

  EXPECT_EQ(value, std::nullopt);
}

TEST(Mailbox, WorksWithinOneSimulatedReactor) {
  kit::SimulatedClock clock;
  auto reactor = Reactor::make_simulated(clock);
  Mailbox<int> mailbox(*reactor);
  int sum = 0;
  reactor->spawn([&] {
    for (int i = 0; i < 3; ++i) {
      sum += mailbox.receive().value_or(1000);
    }
  });
  reactor->spawn([&] {
    for (int i = 1; i <= 3; ++i) {
      reactor->sleep(1_s);
      mailbox.send(i);
    }
  });

  reactor->run();

  EXPECT_EQ(sum, 6);
}

TEST(Mailbox, WhatWasSentBeforeIsReceivedEvenWhenCancelled) {
  kit::SimulatedClock clock;
  auto reactor = Reactor::make_simulated(clock);
  Mailbox<int> mailbox(*reactor);
  std::vector<std::optional<int>> values;
  Fiber& receiver = reactor->spawn([&] {
    values.push_back(mailbox.receive());
    values.push_back(mailbox.receive());
  });
  mailbox.send(7);
  reactor->cancel(receiver);

  reactor->run();

  EXPECT_EQ(values, (std::vector<std::optional<int>>{7, std::nullopt}));
}

}  // namespace
}  // namespace headroom::fiber
