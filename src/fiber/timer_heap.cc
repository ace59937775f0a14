#include "fiber/timer_heap.h"

#include <algorithm>

namespace headroom::fiber {

namespace {
constexpr std::uint32_t arity = 4;
}

void TimerHeap::set(TimerSlot& slot, kit::Instant deadline) {
  slot.deadline = deadline;
  if (slot.position == TimerSlot::absent) {
    if (deadline == kit::Instant::never()) {
      return;
    }
    heap_.push_back(nullptr);
    slot.queued = deadline;
    place(static_cast<std::uint32_t>(heap_.size() - 1), &slot);
    sift_up(slot.position);
  } else if (deadline < slot.queued) {
    slot.queued = deadline;
    sift_up(slot.position);
  }
}

void TimerHeap::remove(TimerSlot& slot) {
  slot.deadline = kit::Instant::never();
  const std::uint32_t position = slot.position;
  if (position == TimerSlot::absent) {
    return;
  }
  slot.position = TimerSlot::absent;
  TimerSlot* last = heap_.back();
  heap_.pop_back();
  if (last != &slot) {
    place(position, last);
    sift_up(position);
    sift_down(last->position);
  }
}

TimerSlot* TimerHeap::take_due(kit::Instant now) {
  while (!heap_.empty() && heap_.front()->queued <= now) {
    TimerSlot* slot = heap_.front();
    if (slot->deadline <= now) {
      remove(*slot);
      return slot;
    }
    settle();
  }
  return nullptr;
}

void TimerHeap::settle() {
  while (!heap_.empty() && heap_.front()->queued < heap_.front()->deadline) {
    TimerSlot* slot = heap_.front();
    if (slot->deadline == kit::Instant::never()) {
      remove(*slot);
    } else {
      slot->queued = slot->deadline;
      sift_down(0);
    }
  }
}

void TimerHeap::sift_up(std::uint32_t position) {
  TimerSlot* slot = heap_[position];
  while (position > 0) {
    const std::uint32_t parent = (position - 1) / arity;
    if (heap_[parent]->queued <= slot->queued) {
      break;
    }
    place(position, heap_[parent]);
    position = parent;
  }
  place(position, slot);
}

void TimerHeap::sift_down(std::uint32_t position) {
  TimerSlot* slot = heap_[position];
  const auto size = static_cast<std::uint32_t>(heap_.size());
  for (;;) {
    const std::uint32_t first = position * arity + 1;
    if (first >= size) {
      break;
    }
    std::uint32_t least = first;
    for (std::uint32_t child = first + 1; child < std::min(first + arity, size); ++child) {
      least = heap_[child]->queued < heap_[least]->queued ? child : least;
    }
    if (heap_[least]->queued >= slot->queued) {
      break;
    }
    place(position, heap_[least]);
    position = least;
  }
  place(position, slot);
}

}  // namespace headroom::fiber
