// Lets one fiber wait until a number of jobs on other threads have reported,
// and keeps the first error among them. Unlike a mailbox it may be destroyed
// as soon as wait() has returned.
#pragma once

#include <cstddef>
#include <utility>

#include "fiber/reactor.h"
#include "kit/result.h"

namespace headroom::load {

class Reports {
 public:
  explicit Reports(fiber::Reactor& receiver) : receiver_(receiver) {}

  // Any thread.
  void send(kit::Result<void> result) {
    receiver_.post([this, result = std::move(result)]() mutable { arrive(std::move(result)); });
  }

  // On a fiber of the receiver, which nobody cancels.
  void wait(std::size_t count) {
    waiting_ = &receiver_.current();
    while (arrived_ < count) {
      receiver_.suspend();
    }
    waiting_ = nullptr;
    arrived_ = 0;
  }

  // The first error since the last call, if there was one.
  kit::Result<void> take_result() { return std::exchange(first_result_, {}); }

 private:
  void arrive(kit::Result<void> result) {
    ++arrived_;
    if (first_result_ && !result) {
      first_result_ = std::move(result);
    }
    if (waiting_ != nullptr) {
      receiver_.wake(*waiting_);
    }
  }

  fiber::Reactor& receiver_;
  // The receiver's thread only.
  fiber::Fiber* waiting_ = nullptr;
  std::size_t arrived_ = 0;
  kit::Result<void> first_result_;  // an error, or none so far
};

}  // namespace headroom::load
