// When the iterations of an open model are due: the times at which the integral
// of a rate, made of straight lines, reaches whole numbers. Each is worked out
// from the beginning, so nothing drifts however long the run.
//
// How exact: the integral at the stages' borders is an integer and kept as one
// (in units of 1/(2 timeUnit)), so each border, and which stage a tick falls in,
// is exact. A level stage is an integer division, rounded down to 1 ns. A ramp is
// solved in a long double of 64 bits without cancellation, from the end of it
// where the rate is lower: off by 1e-19 of the stage, and rounded to 1 ns.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "load/scenario.h"

namespace headroom::load {

class ArrivalSchedule {
 public:
  // Tick k when the integral is k: the first at once, the last at the very end.
  explicit ArrivalSchedule(const ConstantArrivalRate& executor);
  // Tick k when the integral is k + 1.
  explicit ArrivalSchedule(const RampingArrivalRate& executor);

  // After the scenario's start; nothing from the last tick on.
  std::optional<kit::Duration> at(std::uint64_t tick) const;
  std::uint64_t tick_count() const;
  // Per second; at the end and after it, the last.
  double rate_at(kit::Duration time) const;

 private:
  __extension__ using Wide = __int128;

  struct Line {
    kit::Duration start;
    kit::Duration duration;  // more than 0
    std::uint64_t from = 0;  // iterations per time unit
    std::uint64_t to = 0;
    Wide area = 0;  // of all before it, in 1/(2 timeUnit)
  };

  void add(kit::Duration duration, std::uint64_t from, std::uint64_t to);
  Wide end_of(std::size_t line) const;
  static kit::Duration within(const Line& line, Wide area, Wide all);

  std::int64_t unit_ns_;
  std::uint64_t first_;  // the integral at tick 0
  kit::Duration end_;
  Wide area_ = 0;  // of all lines
  std::vector<Line> lines_;
};

}  // namespace headroom::load
