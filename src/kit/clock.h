// Where time comes from. Code takes a Clock so that tests need not wait;
// nothing outside kit reads the system's clocks.
#pragma once

#include <string>

#include "kit/time.h"

namespace headroom::kit {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
  virtual WallTime wall_now() const = 0;
};

// CLOCK_MONOTONIC and CLOCK_REALTIME. Any thread; about 25 ns a reading.
class SystemClock final : public Clock {
 public:
  Instant now() const override;
  WallTime wall_now() const override;
};

// Stands still until told to advance; civil time moves with it. One thread.
class SimulatedClock final : public Clock {
 public:
  explicit SimulatedClock(WallTime origin = {.unix_ns = 1'700'000'000'000'000'000})
      : origin_(origin) {}
  Instant now() const override { return now_; }
  WallTime wall_now() const override {
    return {.unix_ns = origin_.unix_ns + (now_ - start).in_nanoseconds()};
  }
  void advance(Duration span) { now_ = now_ + span; }
  // Does nothing when `instant` is not later than now().
  void advance_to(Instant instant) { now_ = now_ < instant ? instant : now_; }

 private:
  static constexpr Instant start = Instant::from_nanoseconds(1'000'000'000);
  WallTime origin_;
  Instant now_ = start;
};

// CPU time used by the calling thread so far (user and system).
Duration thread_cpu_time();
// CPU time used by the whole process so far (user and system).
Duration process_cpu_time();

// Waits without a reactor: for control code and tests only. Any thread.
void pause_thread(Duration span);

// "2026-11-23T17:45:44Z"; fraction_digits 0 to 9.
std::string rfc3339(WallTime time, int fraction_digits = 0);

}  // namespace headroom::kit
