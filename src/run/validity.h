// Whether a measurement may be believed: pure judgement of the measuring side's
// own health. A run that was slowed by its own tool or machine, or that saw too
// little, is not valid, whatever its thresholds say.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace headroom::run {

struct Validity {
  bool is_valid = true;
  std::vector<std::string> reasons;  // one line each: number, limit, remedy
};

// What is unknown is left empty and not judged.
struct ValidityFacts {
  // Of open models (arrival rates) only: how late iterations started, p99. A
  // closed model has no schedule to be late for.
  std::optional<double> lateness_p99_seconds;
  // CPU time of the busiest worker over its wall time.
  std::optional<double> worker_busy_share;
  // Time that our threads were runnable but waited for a CPU, over their wall time.
  std::optional<double> run_queue_wait_share;
  // Share of the run in which some task on the machine waited for a CPU (PSI "some").
  std::optional<double> cpu_pressure_share;
  // Of arrival rates: dropped for want of a free VU. Leftovers of iteration
  // counts at maxDuration do not belong here.
  std::uint64_t iterations_dropped = 0;
  std::uint64_t iterations_scheduled = 0;  // of arrival rates too: begun or dropped
  std::uint64_t iterations_started = 0;
  std::uint64_t requests = 0;
  // Whether the script makes requests at all; if not, iterations are counted.
  bool makes_requests = true;
};

// An iteration that starts 10 ms late shifts response times by as much, and users
// judge services at 100 ms and above: up to a tenth of that goes unnoticed.
inline constexpr double lateness_p99_limit_seconds = 0.010;
// Beyond 90 % a worker queues its own events (M/D/1: 4.5 service times), and
// that wait is recorded as the service's.
inline constexpr double worker_busy_limit = 0.90;
// 5 % of the time waiting for a CPU: one response in twenty, and so the p95, may be ours.
inline constexpr double run_queue_wait_limit = 0.05;
// PSI counts every task, also the target on the same machine and short overlaps of
// our own threads: a quarter leaves room for those. A choice, not a measurement.
inline constexpr double cpu_pressure_limit = 0.25;
// More than one missing start in a hundred can hide the whole p99.
inline constexpr double dropped_limit = 0.01;
// 0.95^59 < 0.05: with 59 values the largest is beyond the true p95 with 95 %
// confidence; with fewer, a p95 is a guess.
inline constexpr std::uint64_t values_min = 59;

Validity judge_validity(const ValidityFacts& facts);

// "measurement: valid", or "measurement: not valid: ..." with a line for each
// further reason. Without a line end.
std::string text_of(const Validity& validity);

}  // namespace headroom::run
