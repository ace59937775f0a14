#include "load/vu_steps.h"

#include <algorithm>
#include <deque>

namespace headroom::load {

namespace {

__extension__ using Wide = unsigned __int128;

// `part` of `whole` of the span, rounded down to 1 ns.
kit::Duration share_of(kit::Duration span, std::uint64_t part, std::uint64_t whole) {
  return kit::Duration::nanoseconds(
      static_cast<std::int64_t>(static_cast<Wide>(span.in_nanoseconds()) * part / whole));
}

// What is left at the end of all stages stays. Several may be at one time: also
// who is up for no time at all may have begun an iteration.
VuSteps steps_of_stages(const RampingVus& executor, const Stripes& stripes) {
  VuSteps steps;
  const auto append = [&](kit::Duration at, std::uint64_t vus) {
    const std::uint64_t before = steps.empty() ? 0 : steps.back().vus;
    if (const std::uint64_t own = stripes.scale(vus); own != before) {
      steps.push_back({at, own});
    }
  };
  append({}, executor.start_vus);
  kit::Duration end;
  std::uint64_t from = executor.start_vus;
  for (const Stage& stage : executor.stages) {
    end += stage.duration;
    const bool is_upward = stage.target > from;
    const std::uint64_t distance = is_upward ? stage.target - from : from - stage.target;
    for (std::uint64_t rest = distance; rest-- > 0;) {
      append(end - share_of(stage.duration, rest, distance),
             is_upward ? stage.target - rest : stage.target + rest);
    }
    from = stage.target;
  }
  return steps;
}

// The greatest of the numbers that hold, each from its step until `graceful_ramp_down`
// after the next one; ends with 0 at `end`.
VuSteps with_ramp_down(const VuSteps& active, kit::Duration graceful_ramp_down, kit::Duration end) {
  struct Claim {
    std::uint64_t vus;
    kit::Duration until;
  };
  VuSteps steps;
  std::deque<Claim> claims;  // in falling numbers and rising times
  const auto expire = [&](kit::Duration now) {
    while (!claims.empty() && claims.front().until <= now) {
      const kit::Duration at = claims.front().until;
      claims.pop_front();
      append_step(steps, at, claims.empty() ? 0 : claims.front().vus);
    }
  };
  for (std::size_t i = 0; i < active.size(); ++i) {
    const VuStep& step = active[i];
    expire(step.at);
    const bool is_last = i + 1 == active.size();
    const kit::Duration until =
        is_last ? end : std::min(end, active[i + 1].at + graceful_ramp_down);
    while (!claims.empty() && claims.back().vus <= step.vus) {
      claims.pop_back();
    }
    claims.push_back({step.vus, until});
    append_step(steps, step.at, claims.front().vus);
  }
  expire(end);
  return steps;
}

VuSteps level_of(const Scenario& scenario, std::uint64_t vus) {
  return level_steps(scenario.start_time, latest_end(scenario), vus);
}

}  // namespace

VuSteps active_steps(const RampingVus& executor, const Stripes& stripes) {
  VuSteps steps;
  for (const VuStep& step : steps_of_stages(executor, stripes)) {
    append_step(steps, step.at, step.vus);
  }
  append_step(steps, total_duration(executor.stages), 0);
  return steps;
}

VuSteps reserved_steps(const Scenario& scenario) {
  const auto* ramp = std::get_if<RampingVus>(&scenario.executor);
  if (ramp == nullptr) {
    return level_of(scenario, planned_vus(scenario));
  }
  return shifted(with_ramp_down(steps_of_stages(*ramp, scenario.stripes), ramp->graceful_ramp_down,
                                latest_end(scenario) - scenario.start_time),
                 scenario.start_time);
}

VuSteps max_steps(const Scenario& scenario) {
  return is_open_model(scenario) ? level_of(scenario, max_vus(scenario)) : reserved_steps(scenario);
}

VuSteps level_steps(kit::Duration from, kit::Duration until, std::uint64_t vus) {
  VuSteps steps;
  append_step(steps, from, vus);
  append_step(steps, until, 0);
  return steps;
}

VuSteps shifted(VuSteps steps, kit::Duration by) {
  for (VuStep& step : steps) {
    step.at += by;
  }
  return steps;
}

// What is said last of one time holds.
void append_step(VuSteps& steps, kit::Duration at, std::uint64_t vus) {
  if (!steps.empty() && steps.back().at == at) {
    steps.pop_back();
  }
  const std::uint64_t before = steps.empty() ? 0 : steps.back().vus;
  if (before != vus) {
    steps.push_back({at, vus});
  }
}

VuSteps sum_of(const VuSteps& left, const VuSteps& right) {
  VuSteps sum;
  std::uint64_t of_left = 0;
  std::uint64_t of_right = 0;
  auto from_left = left.begin();
  auto from_right = right.begin();
  while (from_left != left.end() || from_right != right.end()) {
    const bool takes_left =
        from_right == right.end() || (from_left != left.end() && from_left->at <= from_right->at);
    const VuStep& step = takes_left ? *from_left++ : *from_right++;
    (takes_left ? of_left : of_right) = step.vus;
    append_step(sum, step.at, of_left + of_right);
  }
  return sum;
}

std::uint64_t peak(const VuSteps& steps, kit::Duration from, kit::Duration until) {
  std::uint64_t greatest = 0;
  for (std::size_t i = 0; i < steps.size() && steps[i].at < until; ++i) {
    if (i + 1 == steps.size() || steps[i + 1].at > from) {
      greatest = std::max(greatest, steps[i].vus);
    }
  }
  return greatest;
}

std::uint64_t peak(const VuSteps& steps) {
  std::uint64_t greatest = 0;
  for (const VuStep& step : steps) {
    greatest = std::max(greatest, step.vus);
  }
  return greatest;
}

}  // namespace headroom::load
