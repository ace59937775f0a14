#include "conduct/health.h"

#include "kit/clock.h"
#include "kit/file.h"
#include "kit/number.h"

namespace headroom::conduct {

ThreadHealth read_thread_health() {
  const auto line = kit::read_first_line("/proc/thread-self/schedstat");
  return {.cpu_time = kit::thread_cpu_time(),
          .run_queue_wait = line ? parse_schedstat_wait(*line) : std::nullopt};
}

std::optional<kit::Duration> read_cpu_pressure() {
  const auto line = kit::read_first_line("/proc/pressure/cpu");
  return line ? parse_pressure_total(*line) : std::nullopt;
}

std::optional<kit::Duration> parse_schedstat_wait(const std::string& line) {
  const std::size_t first = line.find(' ');
  const std::size_t second = line.find(' ', first + 1);
  if (first == std::string::npos || second == std::string::npos) {
    return std::nullopt;
  }
  const auto ns = kit::parse_integer(line.substr(first + 1, second - first - 1));
  return ns ? std::optional(kit::Duration::nanoseconds(*ns)) : std::nullopt;
}

std::optional<kit::Duration> parse_pressure_total(const std::string& line) {
  const std::string key = "total=";
  const std::size_t at = line.find(key);
  if (at == std::string::npos) {
    return std::nullopt;
  }
  const auto us = kit::parse_integer(line.substr(at + key.size()));
  return us ? std::optional(kit::Duration::microseconds(*us)) : std::nullopt;
}

}  // namespace headroom::conduct
