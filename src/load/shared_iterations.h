// The executor shared-iterations: virtual users of all workers take iterations
// from one counter until it is used up or maxDuration is over. Whoever takes a
// number runs it; the worker that ends last drops what nobody took.
#pragma once

#include "load/share.h"

namespace headroom::load {

class SharedIterationsShare final : public Share {
 public:
  SharedIterationsShare(const ShareSetup& setup, const SharedIterations& executor)
      : Share(setup), iterations_(executor.iterations) {}

 private:
  void drive(Vu& vu) override;
  std::uint64_t count_leftover(bool is_last) override;

  const std::uint64_t iterations_;  // of the whole scenario
};

}  // namespace headroom::load
