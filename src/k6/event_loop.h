// What goes on in a virtual user beside its script: requests under way on fibers
// of their own, whose ends are brought back to the virtual user's fiber, since
// only that may run JavaScript. One worker's thread.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <set>

#include "fiber/reactor.h"
#include "fiber/wait_group.h"

namespace headroom::k6 {

class EventLoop {
 public:
  explicit EventLoop(fiber::Reactor& reactor) : reactor_(reactor), running_(reactor) {}
  // Nothing may be under way: cancel() first.
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  // Runs `work` on a fiber of its own; it may wait, but not run JavaScript. `then`,
  // which may, runs on the virtual user's fiber; it is dropped after cancel().
  void start(fiber::Task work, fiber::Task then);

  bool is_idle() const { return running_.count() == 0 && ended_.empty(); }

  // --- On the virtual user's fiber.

  // Waits for something to end and runs what it brought. False when the fiber was
  // cancelled meanwhile.
  bool run_next();
  // Ends all that is under way and forgets what has ended. Waits for it, also on a
  // fiber that is cancelled.
  void cancel();

 private:
  void wait_for_running();

  fiber::Reactor& reactor_;
  fiber::WaitGroup running_;
  std::set<fiber::Fiber*> fibers_;
  std::deque<fiber::Task> ended_;
  fiber::Fiber* waiting_ = nullptr;
  bool is_cancelling_ = false;
};

// Waits until the group is empty, also when the calling fiber is cancelled: for
// what must not outlive the caller.
void wait_to_the_end(fiber::Reactor& reactor, fiber::WaitGroup& group);

}  // namespace headroom::k6
