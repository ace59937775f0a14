// The executor per-vu-iterations: each virtual user does a fixed number of
// iterations, or drops what is left at maxDuration. Workers share only the
// counter that numbers the scenario's iterations.
#pragma once

#include "load/share.h"

namespace headroom::load {

class PerVuIterationsShare final : public Share {
 public:
  PerVuIterationsShare(const ShareSetup& setup, const PerVuIterations& executor)
      : Share(setup),
        iterations_left_(peak(setup.loan.reserved) * executor.iterations),
        iterations_per_vu_(executor.iterations) {}

 private:
  void drive(Vu& vu) override;
  std::uint64_t count_leftover(bool is_last) override;

  std::uint64_t iterations_left_;  // not begun, of all virtual users here
  const std::uint64_t iterations_per_vu_;
};

}  // namespace headroom::load
