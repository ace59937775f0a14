// The executor ramping-vus: closed loops whose number follows the stages. Worked
// out before the run (vu_plan.h): each worker has its own steps, of who iterates
// and of who is kept meanwhile, and nothing crosses workers. The last to come is
// the first to go: it starts no more iterations, and is interrupted when the
// steps of those kept go below it. Until then it may be taken back as it is.
#pragma once

#include <vector>

#include "load/share.h"

namespace headroom::load {

class RampingVusShare final : public Share {
 public:
  explicit RampingVusShare(const ShareSetup& setup) : Share(setup) {}

 private:
  void seat_first() override;
  void drive(Vu& vu) override;
  void oversee() override;
  kit::Instant interrupt_due() override;
  void on_leaving(Vu& vu) override;

  kit::Instant next_active() const;
  kit::Instant next_reserved() const;
  void take_active_step();
  void start_iterating(std::size_t place);
  void take_reserved_step();

  std::size_t active_next_ = 0;    // step
  std::size_t reserved_next_ = 0;  // step
  // By the order in which they came; null where one has left. The first so many
  // as the steps say iterate.
  std::vector<Vu*> places_;
  std::size_t active_ = 0;
  std::uint64_t iterations_begun_ = 0;
};

}  // namespace headroom::load
