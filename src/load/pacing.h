// When the ticks of a constant rate are due. Integer arithmetic from the
// beginning for each tick, so nothing drifts however long the run.
#pragma once

#include <cstdint>

#include "kit/time.h"

namespace headroom::load {

class TickSchedule {
 public:
  // `rate` ticks per `time_unit`, rate > 0.
  constexpr TickSchedule(std::uint64_t rate, kit::Duration time_unit)
      : rate_(rate), time_unit_(time_unit) {}

  // Tick k is due k * time_unit / rate after the first, rounded down to 1 ns.
  constexpr kit::Duration at(std::uint64_t tick) const {
    return kit::Duration::nanoseconds(static_cast<std::int64_t>(
        static_cast<Wide>(tick) * static_cast<Wide>(time_unit_.in_nanoseconds()) / rate_));
  }

 private:
  __extension__ using Wide = unsigned __int128;
  std::uint64_t rate_;
  kit::Duration time_unit_;
};

}  // namespace headroom::load
