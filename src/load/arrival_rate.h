// The executors constant-arrival-rate and ramping-arrival-rate, open models: an
// iteration starts at each tick of a schedule (arrival_schedule.h), whether or not
// earlier ones have ended. Late ticks are started at once, none is skipped.
//
// An instance that runs a segment of the test takes its stripes of these starts, at
// the same times; "tick k" is the k-th of those.
//
// Who decides what: tick k belongs to the scenario's share number k modulo
// their count; that share starts it on a virtual user of its own, or else hands
// it to a share that has one free, reserved by an atomic count. Only when none
// is free anywhere is the iteration dropped. No share closes before all have
// started their ticks. A virtual user that becomes free at
// the very instant of a tick is not free for it. Ticks bunched up by our own
// lateness may wait as long as that lateness for a virtual user to come free.
#pragma once

#include <atomic>
#include <vector>

#include "load/arrival_schedule.h"
#include "load/share.h"
#include "load/vu_supply.h"

namespace headroom::load {

class ArrivalRateShare final : public Share {
 public:
  // `supply` outlives the share.
  ArrivalRateShare(const ShareSetup& setup, ArrivalSchedule schedule, VuSupply& supply);

 private:
  struct Tick {
    std::uint64_t number = 0;
    kit::Instant due;
  };

  void drive(Vu& vu) override;
  void oversee() override;
  void on_closing() override;

  // --- Pacing, on the share's own fiber.
  bool wait_until_due(const Tick& tick);
  void fire(const Tick& tick);
  void wait_for_other_shares();
  bool start_anywhere(const Tick& tick);
  void wait_for_free_vu(kit::Instant deadline);
  void drop_and_add_vu();

  // --- Free virtual users.
  // Any thread: claims one of this share's free virtual users.
  bool reserve();
  // The worker's thread, after reserve().
  void start_reserved(const Tick& tick);
  bool wait_for_tick(Vu& vu);

  const ArrivalSchedule schedule_;
  VuSupply& supply_;
  // The worker's thread only.
  kit::Instant next_due_ = kit::Instant::never();
  kit::Instant now_;        // as pacing knows it
  kit::Duration patience_;  // how late the last wake was
  bool is_waiting_for_free_vu_ = false;
  std::vector<Vu*> idle_;  // the last to become idle is first to start
  // Any thread: idle ones that nobody has reserved; far below 0 when closed.
  alignas(64) std::atomic<std::int64_t> free_ = 0;
};

}  // namespace headroom::load
