// An unbounded queue between threads: any thread pushes, any thread takes.
// It never blocks; waking the taker is the caller's (see fiber/mailbox.h).
#pragma once

#include <deque>
#include <optional>
#include <utility>

#include "kit/mutex.h"

namespace headroom::kit {

template <typename T>
class Queue {
 public:
  // Returns true when the queue was empty before: the moment to wake the taker.
  bool push(T value) {
    const MutexLock lock(mutex_);
    values_.push_back(std::move(value));
    return values_.size() == 1;
  }

  // The oldest value, or none when the queue is empty.
  std::optional<T> take() {
    const MutexLock lock(mutex_);
    if (values_.empty()) {
      return std::nullopt;
    }
    std::optional<T> value(std::move(values_.front()));
    values_.pop_front();
    return value;
  }

  bool is_empty() const {
    const MutexLock lock(mutex_);
    return values_.empty();
  }

 private:
  mutable Mutex mutex_;
  std::deque<T> values_ HEADROOM_GUARDED_BY(mutex_);
};

}  // namespace headroom::kit
