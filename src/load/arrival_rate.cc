#include "load/arrival_rate.h"

#include <algorithm>
#include <limits>

#include "kit/assert.h"

namespace headroom::load {

namespace {

constexpr std::int64_t closed = std::numeric_limits<std::int64_t>::min() / 2;

}  // namespace

ArrivalRateShare::ArrivalRateShare(const ShareSetup& setup, ArrivalSchedule schedule,
                                   VuSupply& supply)
    : Share(setup), schedule_(std::move(schedule)), supply_(supply) {}

void ArrivalRateShare::drive(Vu& vu) {
  while (wait_for_tick(vu)) {
    const kit::Instant started = reactor().now();
    record_lateness(started - vu.due);
    const std::uint64_t number = shared().next_iteration.fetch_add(1, std::memory_order_relaxed);
    const kit::Instant ended = run_iteration(
        vu, {.iteration_in_scenario = number, .scheduled = vu.due, .started = started});
    if (shared().owes_demand.load(std::memory_order_relaxed)) {
      supply_.tell_demand(shared());
    }
    if (ended == next_due_) {
      reactor().yield();  // the tick goes first
    }
  }
}

// Returns false when the share is closing and no tick is coming.
bool ArrivalRateShare::wait_for_tick(Vu& vu) {
  if (is_closing()) {
    return false;
  }
  vu.has_tick = false;
  vu.is_dismissed = false;
  idle_.push_back(&vu);
  free_.fetch_add(1, std::memory_order_release);
  if (is_waiting_for_free_vu_) {
    wake_overseer();
  }
  while (!vu.has_tick && !vu.is_dismissed) {
    if (reactor().suspend() == fiber::Wake::cancelled && !vu.has_tick) {
      std::erase(idle_, &vu);
      return false;
    }
  }
  return vu.has_tick;
}

void ArrivalRateShare::oversee() {
  for (Tick tick{.number = rank(), .due = {}};; tick.number += share_count()) {
    const std::optional<kit::Duration> offset = schedule_.at(stripes().at(tick.number));
    if (!offset) {
      break;
    }
    tick.due = start() + *offset;
    next_due_ = tick.due;
    if (!wait_until_due(tick)) {
      return;
    }
    fire(tick);
  }
  next_due_ = kit::Instant::never();
  wait_until(regular_end());
  wait_for_other_shares();
}

// Their last ticks may need a virtual user from here.
void ArrivalRateShare::wait_for_other_shares() {
  std::atomic<std::size_t>& pacing = shared().shares_pacing;
  if (pacing.fetch_sub(1) == 1) {
    for (Share* share : shared().shares) {
      if (share != this) {
        static_cast<ArrivalRateShare*>(share)->reactor().post([share] { share->wake_overseer(); });
      }
    }
  }
  while (!is_closing() && pacing > 0 && reactor().now() < grace_end()) {
    reactor().suspend(grace_end());
  }
}

// Reads the clock only when the tick may not be due yet.
bool ArrivalRateShare::wait_until_due(const Tick& tick) {
  if (tick.due <= now_) {
    return !is_closing();
  }
  if (!wait_until(tick.due)) {
    return false;
  }
  now_ = reactor().now();
  patience_ = now_ - tick.due;
  return true;
}

void ArrivalRateShare::fire(const Tick& tick) {
  while (!start_anywhere(tick)) {
    const kit::Instant deadline = tick.due + patience_;
    if (now_ >= deadline) {
      // Nor will the ticks after it find more: they need not wait either.
      patience_ = kit::Duration();
      drop_and_add_vu();
      return;
    }
    wait_for_free_vu(deadline);
    if (is_closing()) {
      return;
    }
  }
}

void ArrivalRateShare::wait_for_free_vu(kit::Instant deadline) {
  is_waiting_for_free_vu_ = true;
  reactor().suspend(deadline);
  is_waiting_for_free_vu_ = false;
  now_ = reactor().now();
}

bool ArrivalRateShare::start_anywhere(const Tick& tick) {
  if (reserve()) {
    start_reserved(tick);
    return true;
  }
  for (std::size_t i = 1; i < share_count(); ++i) {
    Share* share = shared().shares[(rank() + i) % share_count()];
    auto& other = static_cast<ArrivalRateShare&>(*share);
    if (other.reserve()) {
      other.reactor().post([&other, tick] { other.start_reserved(tick); });
      return true;
    }
  }
  return false;
}

bool ArrivalRateShare::reserve() {
  std::int64_t free = free_.load(std::memory_order_acquire);
  while (free > 0) {
    if (free_.compare_exchange_weak(free, free - 1, std::memory_order_acq_rel)) {
      return true;
    }
  }
  return false;
}

// The reserved virtual user may have been interrupted meanwhile; then the
// iteration is too.
void ArrivalRateShare::start_reserved(const Tick& tick) {
  if (idle_.empty()) {
    count_interrupted();
    return;
  }
  Vu& vu = *idle_.back();
  idle_.pop_back();
  vu.due = tick.due;
  vu.has_tick = true;
  reactor().wake(*vu.fiber);
}

void ArrivalRateShare::on_closing() {
  const std::int64_t unreserved = free_.exchange(closed);
  HEADROOM_ASSERT(unreserved >= 0);
  // The others stay for the ticks that are on their way from other workers.
  for (std::int64_t i = 0; i < unreserved && !idle_.empty(); ++i) {
    Vu& vu = *idle_.back();
    idle_.pop_back();
    vu.is_dismissed = true;
    reactor().wake(*vu.fiber);
  }
}

void ArrivalRateShare::drop_and_add_vu() {
  record_dropped(1);
  supply_.add_vu(shared());
}

}  // namespace headroom::load
