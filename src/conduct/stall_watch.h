// Notices threads that do not come back: a built-in function of JavaScript (a sort, a
// loop over a huge length) can be neither pre-empted nor interrupted, and a run that
// seems to hang should say why. It only tells; a second signal ends the process.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "fiber/reactor.h"
#include "kit/result.h"
#include "kit/time.h"

namespace headroom::conduct {

struct StallOptions {
  kit::Duration limit = kit::Duration::seconds(10);
  // Once for each time that a reactor stalls; called by whoever watches.
  std::function<void(std::size_t index)> on_stall;
};

// Asks each reactor for a sign of life until the calling fiber of `own` is cancelled.
void watch_for_stalls(fiber::Reactor& own, const std::vector<fiber::Reactor*>& watched,
                      const StallOptions& options);

// The same on a thread of its own, from start() to the destructor. The watched reactors
// outlive it.
class StallWatch {
 public:
  static kit::Result<std::unique_ptr<StallWatch>> start(std::vector<fiber::Reactor*> watched,
                                                        StallOptions options);
  ~StallWatch();
  StallWatch(const StallWatch&) = delete;
  StallWatch& operator=(const StallWatch&) = delete;

 private:
  struct Thread;
  explicit StallWatch(std::unique_ptr<Thread> thread);
  std::unique_ptr<Thread> thread_;
};

}  // namespace headroom::conduct
