// How the measuring side itself is doing: CPU time of a worker, time it waited
// for a CPU, and the machine's CPU pressure. Read from the kernel.
#pragma once

#include <optional>
#include <string>

#include "kit/time.h"

namespace headroom::conduct {

// Totals of the calling thread so far.
struct ThreadHealth {
  kit::Duration cpu_time;
  std::optional<kit::Duration> run_queue_wait;  // none without schedstat
};
ThreadHealth read_thread_health();

// Time in which some task of the machine waited for a CPU, so far (PSI "some").
// None where the kernel has no pressure information.
std::optional<kit::Duration> read_cpu_pressure();

// The second number of a schedstat line; the total of a pressure line, in microseconds.
std::optional<kit::Duration> parse_schedstat_wait(const std::string& line);
std::optional<kit::Duration> parse_pressure_total(const std::string& line);

}  // namespace headroom::conduct
