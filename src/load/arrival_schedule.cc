#include "load/arrival_schedule.h"

#include <algorithm>
#include <cmath>

namespace headroom::load {

namespace {

__extension__ using Wide = __int128;

// Of a rate that rises from `from` to `to` within `duration`, the time in ns at which
// its integral is `area`/2, area > 0: the root of (to-from) x^2/d + 2 from x = area,
// with nothing subtracted.
long double rise_time(long double from, long double to, long double duration, long double area) {
  return area / (from + std::sqrt(from * from + (to - from) * area / duration));
}

kit::Duration rounded(long double ns) {
  return kit::Duration::nanoseconds(std::llround(ns));
}

}  // namespace

ArrivalSchedule::ArrivalSchedule(const ConstantArrivalRate& executor)
    : unit_ns_(executor.time_unit.in_nanoseconds()), first_(0) {
  add(executor.duration, executor.rate, executor.rate);
}

ArrivalSchedule::ArrivalSchedule(const RampingArrivalRate& executor)
    : unit_ns_(executor.time_unit.in_nanoseconds()), first_(1) {
  std::uint64_t from = executor.start_rate;
  for (const Stage& stage : executor.stages) {
    add(stage.duration, from, stage.target);
    from = stage.target;
  }
}

void ArrivalSchedule::add(kit::Duration duration, std::uint64_t from, std::uint64_t to) {
  if (duration > kit::Duration()) {
    lines_.push_back({end_, duration, from, to, area_});
    area_ += (static_cast<Wide>(from) + to) * duration.in_nanoseconds();
    end_ += duration;
  }
}

std::uint64_t ArrivalSchedule::tick_count() const {
  if (lines_.empty()) {
    return 0;
  }
  const Wide last = area_ / (2 * static_cast<Wide>(unit_ns_));
  return static_cast<std::uint64_t>(last + 1 - static_cast<Wide>(first_));
}

std::optional<kit::Duration> ArrivalSchedule::at(std::uint64_t tick) const {
  const Wide area = 2 * (static_cast<Wide>(tick) + first_) * unit_ns_;
  if (area > area_ || lines_.empty()) {
    return std::nullopt;
  }
  std::size_t index = 0;
  while (end_of(index) < area) {
    ++index;
  }
  const Line& line = lines_[index];
  return line.start + within(line, area - line.area, end_of(index) - line.area);
}

ArrivalSchedule::Wide ArrivalSchedule::end_of(std::size_t line) const {
  return line + 1 < lines_.size() ? lines_[line + 1].area : area_;
}

// The time at which the line's own integral is `area` of `all`.
kit::Duration ArrivalSchedule::within(const Line& line, Wide area, Wide all) {
  if (area == 0) {
    return {};
  }
  if (area == all) {
    return line.duration;
  }
  if (line.from == line.to) {
    return kit::Duration::nanoseconds(
        static_cast<std::int64_t>(area / (2 * static_cast<Wide>(line.from))));
  }
  const auto from = static_cast<long double>(line.from);
  const auto to = static_cast<long double>(line.to);
  const auto duration = static_cast<long double>(line.duration.in_nanoseconds());
  if (line.from < line.to) {
    return rounded(rise_time(from, to, duration, static_cast<long double>(area)));
  }
  return line.duration -
         rounded(rise_time(to, from, duration, static_cast<long double>(all - area)));
}

double ArrivalSchedule::rate_at(kit::Duration time) const {
  double rate = 0;
  for (const Line& line : lines_) {
    const double part = (time - line.start).in_seconds() / line.duration.in_seconds();
    const auto from = static_cast<double>(line.from);
    rate = from + (static_cast<double>(line.to) - from) * std::clamp(part, 0.0, 1.0);
    if (part < 1) {
      break;
    }
  }
  return rate * 1e9 / static_cast<double>(unit_ns_);
}

}  // namespace headroom::load
