#include "load/ramping_vus.h"

#include <algorithm>

namespace headroom::load {

// The step of the start itself, ahead of it where that is the run's.
void RampingVusShare::seat_first() {
  if (next_active() == start()) {
    take_active_step();
  }
}

void RampingVusShare::drive(Vu& vu) {
  kit::Instant now = begin(vu);
  while (is_open_at(now) && !vu.is_dismissed) {
    const std::uint64_t number = iterations_begun_++ * share_count() + rank();
    now = run_iteration(vu, {.iteration_in_scenario = number, .scheduled = now, .started = now});
    now = breathe(vu, now);
    if (next_active() <= now) {
      reactor().yield();  // the step goes first
    }
  }
}

// Of two steps at one time, those of who iterates come first: who is to go has
// then been told so.
void RampingVusShare::oversee() {
  for (;;) {
    const kit::Instant next = std::min(next_active(), next_reserved());
    if (!wait_until(std::min(next, regular_end())) || next >= regular_end()) {
      return;
    }
    if (next_active() == next) {
      take_active_step();
    } else {
      take_reserved_step();
    }
  }
}

kit::Instant RampingVusShare::interrupt_due() {
  while (next_reserved() <= reactor().now()) {
    take_reserved_step();
  }
  return next_reserved();
}

void RampingVusShare::on_leaving(Vu& vu) {
  const auto place = std::find(places_.begin(), places_.end(), &vu);
  if (place != places_.end()) {
    *place = nullptr;
  }
}

kit::Instant RampingVusShare::next_active() const {
  const VuSteps& steps = loan().active;
  return active_next_ < steps.size() ? run_start() + steps[active_next_].at : kit::Instant::never();
}

kit::Instant RampingVusShare::next_reserved() const {
  const VuSteps& steps = loan().reserved;
  return reserved_next_ < steps.size() ? run_start() + steps[reserved_next_].at
                                       : kit::Instant::never();
}

void RampingVusShare::take_active_step() {
  const std::size_t target = loan().active[active_next_++].vus;
  for (; active_ < target && !is_closing(); ++active_) {
    start_iterating(active_);
  }
  for (; active_ > target; --active_) {
    if (Vu* vu = places_[active_ - 1]; vu != nullptr) {
      vu->is_dismissed = true;
    }
  }
}

void RampingVusShare::start_iterating(std::size_t place) {
  places_.resize(std::max(places_.size(), place + 1));
  if (places_[place] != nullptr) {
    places_[place]->is_dismissed = false;  // still finishing an iteration
    return;
  }
  Vu* vu = seat_one();
  if (vu != nullptr) {
    vu->is_dismissed = false;
  }
  places_[place] = vu;
}

// Who is interrupted will leave; its place is free for another at once.
void RampingVusShare::take_reserved_step() {
  const std::size_t target = loan().reserved[reserved_next_++].vus;
  for (std::size_t place = target; place < places_.size(); ++place) {
    if (Vu* vu = places_[place]; vu != nullptr) {
      places_[place] = nullptr;
      interrupt(*vu);
    }
  }
}

}  // namespace headroom::load
