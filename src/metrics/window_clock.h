// Maps instants of the monotonic clock to windows that lie on whole UTC seconds.
// The two clocks are compared once, at the start of a run: a later step of civil
// time does not move the windows.
#pragma once

#include <cstdint>

#include "kit/clock.h"
#include "kit/time.h"

namespace headroom::metrics {

class WindowClock {
 public:
  explicit WindowClock(const kit::Clock& clock, kit::Duration width = kit::Duration::seconds(1))
      : origin_ns_(clock.wall_now().unix_ns - clock.now().in_nanoseconds()),
        width_ns_(width.in_nanoseconds()) {}

  // Windows since 1970-01-01 UTC: with a width of one second, Unix time.
  std::int64_t index_of(kit::Instant instant) const {
    const std::int64_t unix_ns = origin_ns_ + instant.in_nanoseconds();
    return unix_ns / width_ns_ - (unix_ns % width_ns_ < 0 ? 1 : 0);
  }
  kit::Instant start_of(std::int64_t index) const {
    return kit::Instant::from_nanoseconds(index * width_ns_ - origin_ns_);
  }
  // The end of the window that `instant` lies in: when to rotate next.
  kit::Instant end_of_window(kit::Instant instant) const { return start_of(index_of(instant) + 1); }

  // The first window that begins at `instant` or after it.
  std::int64_t first_whole(kit::Instant instant) const {
    const std::int64_t index = index_of(instant);
    return start_of(index) == instant ? index : index + 1;
  }

  kit::WallTime wall_start_of(std::int64_t index) const { return {.unix_ns = index * width_ns_}; }
  kit::WallTime wall_time_of(kit::Instant instant) const {
    return {.unix_ns = origin_ns_ + instant.in_nanoseconds()};
  }
  kit::Duration width() const { return kit::Duration::nanoseconds(width_ns_); }

 private:
  std::int64_t origin_ns_;  // Unix time at the monotonic clock's zero
  std::int64_t width_ns_;
};

}  // namespace headroom::metrics
