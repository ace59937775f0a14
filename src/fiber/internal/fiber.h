// The state of one fiber; owned by its reactor.
#pragma once

#include <cstdint>

#include "fiber/internal/switch.h"
#include "fiber/reactor.h"
#include "fiber/timer_heap.h"

namespace headroom::fiber {

class Fiber {
 public:
  enum class State : std::uint8_t { runnable, running, waiting };

  TimerSlot timer;
  Reactor* reactor = nullptr;
  Context context;
  Stack stack;
  Task body;
  const std::function<void()>* worker_work = nullptr;
  State state = State::runnable;
  Wake wake_reason = Wake::ready;
  bool has_pending_wake = false;
  bool is_cancelled = false;
  bool is_finished = false;
  std::size_t index = 0;  // in the reactor's list of all fibers
};

}  // namespace headroom::fiber
