#include "load/share.h"

#include <algorithm>
#include <array>
#include <span>

#include "kit/assert.h"

namespace headroom::load {

namespace {

// Without network waits, a worker looks at its sockets and timers this often.
constexpr kit::Duration round = kit::Duration::milliseconds(1);

}  // namespace

Share::Share(const ShareSetup& setup) : setup_(setup), slice_(round) {}

void Share::run(kit::Instant origin) {
  overseer_ = &reactor().current();
  start_ = origin + setup_.scenario.start_time;
  regular_end_ = start_ + regular_duration(setup_.scenario);
  grace_end_ = std::min(grace_end_, origin + latest_end(setup_.scenario));
  resolve_series();
  // At the run's start every planned virtual user is free: seated ahead of it,
  // none delays the first iterations.
  if (setup_.scenario.start_time == kit::Duration()) {
    seat_first();
    wait_until(start_);
  } else if (wait_until(start_)) {
    seat_first();
  }
  if (!is_closing()) {
    oversee();
  }
  close();
  wait_for_members();
  finish();
}

void Share::end(EndMode mode) {
  if (is_over_) {
    return;
  }
  grace_end_ = std::min(grace_end_, reactor().now() + setup_.scenario.graceful_stop);
  is_closing_ = true;
  if (mode == EndMode::at_once) {
    interrupt_members();
  }
  wake_overseer();
}

void Share::wake_overseer() {
  if (overseer_ != nullptr) {
    reactor().wake(*overseer_);
  }
}

void Share::attend(Vu& vu) {
  if (!is_closing()) {
    vu.iterations_in_scenario = 0;
    vu.user->activate(setup_.scenario);
    vu.series_tags = scenario_tags_;
    vu.series = scenario_series_;
    drive(vu);
  }
  leave(vu);
}

void Share::admit(Vu& vu) {
  if (is_closing() || is_over_) {
    setup_.pool.release(vu);
    return;
  }
  seat(vu);
}

void Share::oversee() {
  while (!is_closing() && !members_.empty() && reactor().now() < regular_end_) {
    reactor().suspend(regular_end_);
  }
}

kit::Instant Share::run_iteration(Vu& vu, const Turn& turn) {
  const IterationContext context{
      .scenario = &setup_.scenario,
      .scenario_index = setup_.scenario_index,
      .iteration_of_vu = vu.iterations,
      .iteration_of_vu_in_scenario = vu.iterations_in_scenario,
      .iteration_in_scenario = turn.iteration_in_scenario,
      .iteration_in_test = setup_.scenario.stripes.at(turn.iteration_in_scenario),
      .scheduled_start = turn.scheduled};
  ++vu.iterations;
  ++vu.iterations_in_scenario;
  const IterationEnd end = vu.user->iterate(context);
  const kit::Instant ended = reactor().now();
  if (end == IterationEnd::interrupted) {
    tally_.interrupted.add();
  } else {
    record_iteration(vu, turn, ended);
    tally_.busy_us.add(static_cast<std::uint64_t>((ended - turn.started).in_nanoseconds() / 1000));
    tally_.completed.add();
  }
  return ended;
}

kit::Instant Share::begin(Vu& vu) {
  kit::Instant now = reactor().now();
  while (!is_closing() && now < start_) {
    reactor().suspend(start_);
    now = reactor().now();
  }
  vu.slice_start = now;
  return now;
}

kit::Instant Share::breathe(Vu& vu, kit::Instant now) {
  if (reactor().batch_time() > vu.slice_start) {
    vu.slice_start = now;  // it has waited meanwhile, so others have run
    return now;
  }
  if (now - vu.slice_start < slice_) {
    return now;
  }
  reactor().yield();
  vu.slice_start = reactor().now();
  return vu.slice_start;
}

bool Share::wait_until(kit::Instant instant) {
  while (!is_closing() && reactor().now() < instant) {
    reactor().suspend(instant);
  }
  return !is_closing();
}

void Share::record_dropped(std::uint64_t count) {
  tally_.dropped.add(count);
  setup_.worker.recorder.record(setup_.metrics.dropped_iterations, scenario_tags_,
                                static_cast<double>(count));
}

void Share::resolve_series() {
  scenario_tags_ = setup_.worker.recorder.intern(setup_.scenario.metric_tags);
  scenario_series_ = resolve_iteration(scenario_tags_);
}

// What record_iteration() has values for, in its order.
metrics::SeriesGroup Share::resolve_iteration(metrics::TagSetId tags) {
  const std::array ids{setup_.metrics.iterations, setup_.metrics.iteration_duration,
                       setup_.metrics.iteration_lateness, setup_.metrics.iteration_response_time};
  const std::size_t count = is_open_model(setup_.scenario) ? ids.size() : 2;
  return setup_.worker.recorder.resolve(std::span(ids).first(count), tags);
}

void Share::seat_first() {
  // Before the first iteration, which may ask.
  tally_.state = ScenarioState::running;
  const std::uint64_t count = peak(setup_.loan.reserved);
  for (std::uint64_t i = 0; i < count && seat_one() != nullptr; ++i) {
  }
  // Their fibers take their seats before what is due already asks who is free.
  reactor().yield();
}

Vu* Share::seat_one() {
  Vu* vu = setup_.pool.take([this] { return is_closing(); });
  if (vu != nullptr) {
    seat(*vu);
  }
  return vu;
}

void Share::seat(Vu& vu) {
  vu.seat = members_.size();
  members_.push_back(&vu);
  slice_ = round / static_cast<std::int64_t>(members_.size());
  tally_.active_vus.add();
  setup_.pool.assign(vu, *this);
}

void Share::leave(Vu& vu) {
  HEADROOM_ASSERT(members_[vu.seat] == &vu);
  on_leaving(vu);
  members_[vu.seat] = members_.back();
  members_[vu.seat]->seat = vu.seat;
  members_.pop_back();
  tally_.active_vus.subtract();
  if (members_.empty()) {
    wake_overseer();
  }
}

void Share::close() {
  is_closing_ = true;
  on_closing();
}

// gracefulStop counts from when the share should have closed, not from when
// this fiber got to do it.
void Share::wait_for_members() {
  while (!members_.empty()) {
    if (!is_interrupting_ && reactor().now() >= grace_end()) {
      interrupt_members();
    }
    const kit::Instant next = std::min(grace_end(), interrupt_due());
    reactor().suspend(is_interrupting_ ? kit::Instant::never() : next);
  }
}

void Share::interrupt_members() {
  is_interrupting_ = true;
  for (Vu* vu : members_) {
    interrupt(*vu);
  }
}

void Share::interrupt(Vu& vu) {
  reactor().cancel(*vu.fiber);
  vu.user->interrupt();
}

void Share::finish() {
  const bool is_last = setup_.shared.shares_running.fetch_sub(1) == 1;
  const std::uint64_t leftover = setup_.shared.is_ended ? 0 : count_leftover(is_last);
  if (leftover > 0) {
    record_dropped(leftover);
  }
  is_over_ = true;
  overseer_ = nullptr;
  tally_.ended_at_ns = reactor().now().in_nanoseconds();
  tally_.state = ScenarioState::ended;
}

void Share::record_iteration(Vu& vu, const Turn& turn, kit::Instant ended) {
  const metrics::TagSetId tags = vu.user->metric_tags(scenario_tags_);
  if (tags != vu.series_tags) {
    vu.series = resolve_iteration(tags);
    vu.series_tags = tags;
  }
  const std::array values{1.0, (ended - turn.started).in_seconds(),
                          (turn.started - turn.scheduled).in_seconds(),
                          (ended - turn.scheduled).in_seconds()};
  setup_.worker.recorder.record_group(vu.series, values);
}

}  // namespace headroom::load
