#include "load/shared_iterations.h"

#include <algorithm>

namespace headroom::load {

void SharedIterationsShare::drive(Vu& vu) {
  kit::Instant now = begin(vu);
  while (is_open_at(now)) {
    const std::uint64_t number = shared().next_iteration.fetch_add(1, std::memory_order_relaxed);
    if (number >= iterations_) {
      return;
    }
    now = run_iteration(vu, {.iteration_in_scenario = number, .scheduled = now, .started = now});
    now = breathe(vu, now);
  }
}

// The other shares' last fetch_add came before their shares_running.fetch_sub.
std::uint64_t SharedIterationsShare::count_leftover(bool is_last) {
  return is_last ? iterations_ - std::min(shared().next_iteration.load(), iterations_) : 0;
}

}  // namespace headroom::load
