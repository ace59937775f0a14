// The state of one fiber; owned by its reactor.
#pragma once

#include <cstdint>

#include "fiber/internal/switch.h"
#include "fiber/reactor.h"
#include "fiber/timer_heap.h"

namespace headroom::fiber {

class Fiber {
 public:
  enum class State : std::uint8_t {
    runnable,
    running,
    suspended,  // wake() ends it
    blocked,    // in a sleep or on a descriptor: a wake() is kept for later
  };

  TimerSlot timer;
  Reactor* reactor = nullptr;
  Context context;
  Task body;
  WorkerTask worker_task;
  State state = State::runnable;
  Wake wake_reason = Wake::ready;
  bool has_pending_wake = false;
  bool is_cancelled = false;
  bool is_started = false;
  bool is_finished = false;
  std::size_t index = 0;  // in the reactor's list of all fibers
};

}  // namespace headroom::fiber
