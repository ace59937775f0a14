#include "kit/queue.h"

#include <thread>

#include <gtest/gtest.h>

namespace headroom::kit {
namespace {

TEST(Queue, KeepsOrderAndTellsWhenItWasEmpty) {
  Queue<int> queue;

  EXPECT_TRUE(queue.push(1));
  EXPECT_FALSE(queue.push(2));

  EXPECT_EQ(queue.take(), 1);
  EXPECT_EQ(queue.take(), 2);
  EXPECT_EQ(queue.take(), std::nullopt);
}

TEST(Queue, LosesNothingBetweenThreads) {
  Queue<int> queue;
  constexpr int count = 10'000;
  std::thread left([&] {
    for (int i = 0; i < count; ++i) {
      queue.push(1);
    }
  });
  std::thread right([&] {
    for (int i = 0; i < count; ++i) {
      queue.push(1);
    }
  });

  int sum = 0;
  while (sum < 2 * count) {
    sum += queue.take().value_or(0);
  }
  left.join();
  right.join();

  EXPECT_TRUE(queue.is_empty());
}

}  // namespace
}  // namespace headroom::kit
