#include "load/constant_vus.h"

namespace headroom::load {

void ConstantVusShare::drive(Vu& vu) {
  kit::Instant now = begin(vu);
  while (is_open_at(now)) {
    const std::uint64_t number = iterations_begun_++ * share_count() + rank();
    now = run_iteration(vu, {.iteration_in_scenario = number, .scheduled = now, .started = now});
    now = breathe(vu, now);
  }
}

}  // namespace headroom::load
