#include "k6/event_loop.h"

#include <utility>

#include "kit/assert.h"

namespace headroom::k6 {

EventLoop::~EventLoop() {
  HEADROOM_ASSERT(running_.count() == 0);
}

void EventLoop::start(fiber::Task work, fiber::Task then) {
  running_.add();
  // The fiber starts only after spawn() has returned, so its name is in the set by then.
  auto self = std::make_unique<fiber::Fiber*>(nullptr);
  fiber::Fiber*& place = *self;
  place = &reactor_.spawn(
      [this, self = std::move(self), work = std::move(work), then = std::move(then)]() mutable {
        work();
        fibers_.erase(*self);
        if (!is_cancelling_) {
          ended_.push_back(std::move(then));
        }
        if (waiting_ != nullptr) {
          reactor_.wake(*waiting_);
        }
        running_.done();
      });
  fibers_.insert(place);
}

bool EventLoop::run_next() {
  waiting_ = &reactor_.current();
  fiber::Wake wake = fiber::Wake::ready;
  while (ended_.empty() && wake != fiber::Wake::cancelled) {
    wake = reactor_.suspend();
  }
  waiting_ = nullptr;
  if (ended_.empty()) {
    return false;
  }
  fiber::Task task = std::move(ended_.front());
  ended_.pop_front();
  task();
  return true;
}

void EventLoop::cancel() {
  is_cancelling_ = true;
  for (fiber::Fiber* fiber : fibers_) {
    reactor_.cancel(*fiber);
  }
  wait_to_the_end(reactor_, running_);
  ended_.clear();
  is_cancelling_ = false;
}

void wait_to_the_end(fiber::Reactor& reactor, fiber::WaitGroup& group) {
  if (group.count() == 0) {
    return;
  }
  fiber::Fiber& self = reactor.current();
  const bool is_cancelled = reactor.is_cancelled(self);
  reactor.clear_cancel(self);
  bool was_cancelled_meanwhile = false;
  while (group.wait() == fiber::Wake::cancelled) {
    was_cancelled_meanwhile = true;
    reactor.clear_cancel(self);
  }
  if (is_cancelled || was_cancelled_meanwhile) {
    reactor.cancel(self);
  }
}

}  // namespace headroom::k6
