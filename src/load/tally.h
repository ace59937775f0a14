// What one worker has counted for one scenario. Written by that worker only,
// read by anybody; each on its own cache line so that workers share nothing.
#pragma once

#include <atomic>
#include <cstdint>

#include "load/progress.h"

namespace headroom::load {

// A number with a single writer: no locked instruction.
class SingleWriterCount {
 public:
  void add(std::uint64_t count = 1) { value_.store(get() + count, std::memory_order_relaxed); }
  void subtract(std::uint64_t count = 1) { add(-count); }
  std::uint64_t get() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_ = 0;
};

struct alignas(64) Tally {
  SingleWriterCount active_vus;
  SingleWriterCount completed;
  SingleWriterCount interrupted;
  SingleWriterCount dropped;
  SingleWriterCount busy_us;  // what the completed iterations took together
  std::atomic<ScenarioState> state = ScenarioState::waiting;
  std::atomic<std::int64_t> ended_at_ns = 0;  // valid once ended
};

}  // namespace headroom::load
