// How many virtual users a scenario has at each time, as steps. Pure: worked
// out before the run. A ramp crosses a number exactly when its straight line
// does: the n-th virtual user of a ramp from 0 to 10 in 10 s starts at n s, and
// going down the one above n stops when the line reaches n.
#pragma once

#include <cstdint>
#include <vector>

#include "load/scenario.h"

namespace headroom::load {

// From `at` on there are `vus`, until the next step.
struct VuStep {
  kit::Duration at;
  std::uint64_t vus = 0;

  bool operator==(const VuStep&) const = default;
};

// In order of time, no two at one time, none that changes nothing. Before the
// first there are none.
using VuSteps = std::vector<VuStep>;

// Who iterates, after the scenario's start; ends with 0 at its regular end. A part of
// a test has those whose numbers are dealt to it, at the times of the whole.
VuSteps active_steps(const RampingVus& executor, const Stripes& stripes = Stripes());

// Who must be kept for the scenario, after the run's start: also those that may
// be finishing an iteration within gracefulRampDown or gracefulStop, and may be
// taken back. Ends with 0 at the latest end.
VuSteps reserved_steps(const Scenario& scenario);

// The same with those that an open model may add.
VuSteps max_steps(const Scenario& scenario);

// `vus` until `until`.
VuSteps level_steps(kit::Duration from, kit::Duration until, std::uint64_t vus);

// Every step later by so much.
VuSteps shifted(VuSteps steps, kit::Duration by);

// From `at`, not before the last step, there are `vus`.
void append_step(VuSteps& steps, kit::Duration at, std::uint64_t vus);

// Both together.
VuSteps sum_of(const VuSteps& left, const VuSteps& right);

// The most at any time from `from` until before `until`.
std::uint64_t peak(const VuSteps& steps, kit::Duration from, kit::Duration until);
std::uint64_t peak(const VuSteps& steps);

}  // namespace headroom::load
