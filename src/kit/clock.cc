#include "kit/clock.h"

#include <cstdio>
#include <ctime>

namespace headroom::kit {

namespace {

std::int64_t read_clock_ns(clockid_t id) {
  timespec time{};
  clock_gettime(id, &time);
  return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

}  // namespace

Instant SystemClock::now() const {
  return Instant::from_nanoseconds(read_clock_ns(CLOCK_MONOTONIC));
}

WallTime SystemClock::wall_now() const {
  return {.unix_ns = read_clock_ns(CLOCK_REALTIME)};
}

Duration thread_cpu_time() {
  return Duration::nanoseconds(read_clock_ns(CLOCK_THREAD_CPUTIME_ID));
}

Duration process_cpu_time() {
  return Duration::nanoseconds(read_clock_ns(CLOCK_PROCESS_CPUTIME_ID));
}

void pause_thread(Duration span) {
  const timespec time{.tv_sec = span.in_nanoseconds() / 1'000'000'000,
                      .tv_nsec = span.in_nanoseconds() % 1'000'000'000};
  nanosleep(&time, nullptr);
}

std::string rfc3339(WallTime time, int fraction_digits) {
  std::int64_t seconds = time.unix_ns / 1'000'000'000;
  std::int64_t rest_ns = time.unix_ns % 1'000'000'000;
  if (rest_ns < 0) {
    rest_ns += 1'000'000'000;
    --seconds;
  }
  const std::time_t unix_seconds = seconds;
  std::tm parts{};
  gmtime_r(&unix_seconds, &parts);
  char text[64];
  std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
  std::string result(text, length);
  if (fraction_digits > 0) {
    std::snprintf(text, sizeof text, "%09lld", static_cast<long long>(rest_ns));
    result += '.';
    result.append(text, static_cast<std::size_t>(fraction_digits < 9 ? fraction_digits : 9));
  }
  return result + 'Z';
}

}  // namespace headroom::kit
