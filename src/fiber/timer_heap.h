// The reactor's deadlines: one slot per owner, in a 4-ary heap. Moving a slot
// to a later time costs nothing (it is put right when it surfaces), because
// every request sets a time-out far away that never fires.
#pragma once

#include <cstdint>
#include <vector>

#include "kit/time.h"

namespace headroom::fiber {

// Embedded in its owner, which must take it out (cancel) before it goes.
struct TimerSlot {
  void* owner = nullptr;  // for the owner's use: the heap does not look at it
  static constexpr std::uint32_t absent = UINT32_MAX;
  kit::Instant deadline = kit::Instant::never();  // what the owner wants
  kit::Instant queued = kit::Instant::never();    // its key in the heap, never later than deadline
  std::uint32_t position = absent;
};

class TimerHeap {
 public:
  void set(TimerSlot& slot, kit::Instant deadline);
  // The owner no longer waits; the slot may stay queued at no cost.
  static void clear(TimerSlot& slot) { slot.deadline = kit::Instant::never(); }
  // Takes the slot out of the heap for good.
  void remove(TimerSlot& slot);

  // The next slot whose deadline is at or before `now`, cleared; null when none.
  TimerSlot* take_due(kit::Instant now);
  // No deadline lies before this; it may be earlier than the first real one by
  // lazily moved slots, unless settle() was called.
  kit::Instant next() const {
    return heap_.empty() ? kit::Instant::never() : heap_.front()->queued;
  }
  // Puts the head right, so that next() is exact.
  void settle();

 private:
  void sift_up(std::uint32_t position);
  void sift_down(std::uint32_t position);
  void place(std::uint32_t position, TimerSlot* slot) {
    heap_[position] = slot;
    slot->position = position;
  }

  std::vector<TimerSlot*> heap_;
};

}  // namespace headroom::fiber
