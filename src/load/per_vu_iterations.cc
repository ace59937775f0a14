#include "load/per_vu_iterations.h"

namespace headroom::load {

void PerVuIterationsShare::drive(Vu& vu) {
  kit::Instant now = begin(vu);
  for (std::uint64_t i = 0; i < iterations_per_vu_ && is_open_at(now); ++i) {
    --iterations_left_;
    const std::uint64_t number = shared().next_iteration.fetch_add(1, std::memory_order_relaxed);
    now = run_iteration(vu, {.iteration_in_scenario = number, .scheduled = now, .started = now});
    now = breathe(vu, now);
  }
}

std::uint64_t PerVuIterationsShare::count_leftover(bool is_last) {
  static_cast<void>(is_last);
  return iterations_left_;
}

}  // namespace headroom::load
