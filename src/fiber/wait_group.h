// Counts work in flight on one reactor and lets a fiber wait until none is left.
#pragma once

#include <cstddef>

#include "fiber/reactor.h"
#include "kit/assert.h"

namespace headroom::fiber {

class WaitGroup {
 public:
  explicit WaitGroup(Reactor& reactor) : reactor_(reactor) {}

  void add(std::size_t count = 1) { count_ += count; }
  void done() {
    HEADROOM_ASSERT(count_ > 0);
    if (--count_ == 0 && waiting_ != nullptr) {
      reactor_.wake(*waiting_);
    }
  }
  std::size_t count() const { return count_; }

  // Returns ready once the count is zero. One waiting fiber at a time.
  Wake wait(kit::Instant deadline = kit::Instant::never()) {
    Wake wake = Wake::ready;
    waiting_ = &reactor_.current();
    while (count_ > 0 && wake == Wake::ready) {
      wake = reactor_.suspend(deadline);
    }
    waiting_ = nullptr;
    return count_ == 0 ? Wake::ready : wake;
  }

 private:
  Reactor& reactor_;
  std::size_t count_ = 0;
  Fiber* waiting_ = nullptr;
};

}  // namespace headroom::fiber
