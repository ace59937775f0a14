// What a reactor waits on: the kernel's readiness, or a simulated clock. Two
// implementations: epoll_poller.cc and simulated_poller.cc.
#pragma once

#include <memory>

#include "kit/clock.h"
#include "kit/result.h"

namespace headroom::fiber {

class Fiber;

// The readiness of one file descriptor, edge-triggered. A member of whoever
// owns the descriptor; registered with Reactor::watch, and it must be
// unwatched before it or the descriptor goes.
struct Watch {
  bool is_readable = false;
  bool is_writable = false;
  // The peer ended its side, or the connection is broken. Announced once, perhaps
  // together with the last bytes; it stays.
  bool is_hung_up = false;
  // The reactor's batch stamp at which it last became readable.
  kit::Instant ready_at;
  Fiber* reader = nullptr;
  Fiber* writer = nullptr;
};

class Poller {
 public:
  // Told of each descriptor that became ready; called inside wait().
  class Sink {
   public:
    virtual void on_ready(Watch& watch, bool is_readable, bool is_writable) = 0;

   protected:
    ~Sink() = default;
  };

  virtual ~Poller() = default;
  // Called by the thread that is going to wait, before it does.
  virtual void enter_thread() = 0;
  virtual const kit::Clock& clock() const = 0;
  virtual kit::Result<void> add(int descriptor, Watch& watch) = 0;
  virtual void remove(int descriptor, Watch& watch) = 0;
  // Returns at the deadline, when a descriptor is ready, or when interrupted. A
  // deadline in the past polls without waiting. `stamp` is read once, right
  // after the wait, before the sink is told. Returns false when nothing can
  // ever end the wait (simulated only).
  virtual bool wait(kit::Instant deadline, kit::Instant& stamp, Sink& sink) = 0;
  // Ends the current or the next wait. Any thread.
  virtual void interrupt() = 0;
};

// epoll with nanosecond deadlines; sets the waiting thread's timer slack to 1 ns.
// `spin`: see ReactorOptions.
kit::Result<std::unique_ptr<Poller>> make_epoll_poller(kit::Duration spin);

// Advances the clock to the deadline instead of waiting. It watches no descriptors.
std::unique_ptr<Poller> make_simulated_poller(kit::SimulatedClock& clock);

}  // namespace headroom::fiber
