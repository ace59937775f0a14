#include "k6/request_gate.h"

#include <algorithm>
#include <limits>

#include "kit/assert.h"

namespace headroom::k6 {

RequestGate::RequestGate(double requests_per_second)
    : interval_ns_(kit::Duration::from_seconds(1 / requests_per_second).in_nanoseconds()),
      next_ns_(std::numeric_limits<std::int64_t>::min()) {
  HEADROOM_ASSERT(requests_per_second > 0);
}

kit::Instant RequestGate::reserve(kit::Instant now) {
  std::int64_t next = next_ns_.load(std::memory_order_relaxed);
  for (;;) {
    const auto granted = kit::Instant::from_nanoseconds(std::max(next, now.in_nanoseconds()));
    const std::int64_t following =
        (granted + kit::Duration::nanoseconds(interval_ns_)).in_nanoseconds();
    if (next_ns_.compare_exchange_weak(next, following, std::memory_order_relaxed)) {
      return granted;
    }
  }
}

}  // namespace headroom::k6
