// The executor constant-vus: each virtual user iterates in a closed loop until
// the duration is over. Nothing crosses workers: each drives the virtual users
// it lends, and the workers stride through the scenario's iteration numbers.
#pragma once

#include "load/share.h"

namespace headroom::load {

class ConstantVusShare final : public Share {
 public:
  explicit ConstantVusShare(const ShareSetup& setup) : Share(setup) {}

 private:
  void drive(Vu& vu) override;

  std::uint64_t iterations_begun_ = 0;
};

}  // namespace headroom::load
