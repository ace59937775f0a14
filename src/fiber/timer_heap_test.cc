#include "fiber/timer_heap.h"

#include <algorithm>
#include <array>

#include <gtest/gtest.h>

#include "kit/random.h"

namespace headroom::fiber {
namespace {

kit::Instant at(std::int64_t ns) {
  return kit::Instant::from_nanoseconds(ns);
}

TEST(TimerHeap, FiresInOrderOfDeadlines) {
  kit::Random random(1);
  TimerHeap heap;
  std::array<TimerSlot, 500> slots;
  for (TimerSlot& slot : slots) {
    heap.set(slot, at(static_cast<std::int64_t>(random.next_below(1'000'000))));
  }

  kit::Instant last = at(0);
  int count = 0;
  for (std::int64_t now = 0; now <= 1'000'000; now += 1'000) {
    while (const TimerSlot* slot = heap.take_due(at(now))) {
      ASSERT_GE(slot->queued, last);
      ASSERT_LE(slot->queued, at(now));
      last = slot->queued;
      ++count;
    }
  }

  EXPECT_EQ(count, 500);
}

TEST(TimerHeap, ALaterDeadlineDoesNotFireAtTheEarlierOne) {
  TimerHeap heap;
  TimerSlot slot;
  heap.set(slot, at(10));
  heap.set(slot, at(30));

  EXPECT_EQ(heap.take_due(at(20)), nullptr);
  EXPECT_EQ(heap.next(), at(30));
  EXPECT_EQ(heap.take_due(at(30)), &slot);
}

TEST(TimerHeap, AnEarlierDeadlineMovesForward) {
  TimerHeap heap;
  TimerSlot left;
  TimerSlot right;
  heap.set(left, at(10));
  heap.set(right, at(20));
  heap.set(right, at(5));

  EXPECT_EQ(heap.take_due(at(7)), &right);
  EXPECT_EQ(heap.take_due(at(7)), nullptr);
}

TEST(TimerHeap, AClearedSlotNeverFires) {
  TimerHeap heap;
  TimerSlot slot;
  heap.set(slot, at(10));
  TimerHeap::clear(slot);
  heap.settle();

  EXPECT_EQ(heap.next(), kit::Instant::never());
  EXPECT_EQ(heap.take_due(at(100)), nullptr);
}

}  // namespace
}  // namespace headroom::fiber
