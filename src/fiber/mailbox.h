// Values from any thread to the fibers of one reactor, in order.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "fiber/reactor.h"
#include "kit/queue.h"

namespace headroom::fiber {

// Must outlive its senders and the reactor's run().
template <typename T>
class Mailbox {
 public:
  explicit Mailbox(Reactor& receiver) : receiver_(receiver) {}
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  // Any thread.
  void send(T value) {
    if (queue_.push(std::move(value))) {
      receiver_.post([this] { wake_waiting(); });
    }
  }

  // The next value; none at the deadline, or when the fiber is cancelled. Only
  // one fiber may wait at a time.
  std::optional<T> receive(kit::Instant deadline = kit::Instant::never()) {
    Wake wake = Wake::ready;
    for (;;) {
      if (std::optional<T> value = queue_.take(); value || wake != Wake::ready) {
        return value;
      }
      waiting_ = &receiver_.current();
      wake = receiver_.suspend(deadline);
      waiting_ = nullptr;
    }
  }

  // The next value if there is one now.
  std::optional<T> take() { return queue_.take(); }

 private:
  void wake_waiting() {
    if (waiting_ != nullptr) {
      receiver_.wake(*waiting_);
    }
  }

  Reactor& receiver_;
  kit::Queue<T> queue_;
  Fiber* waiting_ = nullptr;  // touched by the receiver's thread only
};

}  // namespace headroom::fiber
