// The option rps: how many requests a second all virtual users together may
// send. Hands out times to send at; whoever got one waits until then. Any thread.
#pragma once

#include <atomic>
#include <cstdint>

#include "kit/time.h"

namespace headroom::k6 {

class RequestGate {
 public:
  // More than 0.
  explicit RequestGate(double requests_per_second);

  // When the caller may send: now, or later by as much as others are before it. The
  // instants are at least an interval apart, so a pause saves up no burst. All callers
  // must read the same clock.
  kit::Instant reserve(kit::Instant now);

 private:
  const std::int64_t interval_ns_;
  std::atomic<std::int64_t> next_ns_;
};

}  // namespace headroom::k6
