#include "load/vu_plan.h"

#include <algorithm>
#include <tuple>

#include "kit/assert.h"

namespace headroom::load {

namespace {

// In the order in which those of one time take place: nobody is lent while he
// is still with another, and nobody iterates who is not lent.
enum class Move { stop_iterating, give_back, borrow, start_iterating };

struct Event {
  kit::Duration at;
  Move move = Move::borrow;
  std::size_t scenario = 0;
  std::uint64_t vus = 0;  // afterwards
};

void add_events(std::vector<Event>& events, const VuSteps& steps, std::size_t scenario,
                std::pair<Move, Move> down_and_up) {
  std::uint64_t before = 0;
  for (const VuStep& step : steps) {
    const Move move = step.vus < before ? down_and_up.first : down_and_up.second;
    events.push_back({step.at, move, scenario, step.vus});
    before = step.vus;
  }
}

std::vector<Event> events_of(const std::vector<Scenario>& scenarios) {
  std::vector<Event> events;
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    add_events(events, reserved_steps(scenarios[i]), i, {Move::give_back, Move::borrow});
    if (const auto* ramp = std::get_if<RampingVus>(&scenarios[i].executor)) {
      add_events(events,
                 shifted(active_steps(*ramp, scenarios[i].stripes), scenarios[i].start_time), i,
                 {Move::stop_iterating, Move::start_iterating});
    }
  }
  std::sort(events.begin(), events.end(), [](const Event& left, const Event& right) {
    return std::tuple(left.at, left.move, left.scenario) <
           std::tuple(right.at, right.move, right.scenario);
  });
  return events;
}

// Deals the virtual users out in the order of events. Those of a scenario form a
// stack: the last to come is the first to go.
class Dealer {
 public:
  Dealer(std::vector<std::size_t> per_worker, std::size_t scenario_count)
      : spare_(std::move(per_worker)), stacks_(scenario_count) {
    for (Stack& stack : stacks_) {
      stack.lent.resize(spare_.size());
      stack.reserved.resize(spare_.size());
      stack.active.resize(spare_.size());
    }
  }

  void take_place(const Event& event) {
    Stack& stack = stacks_[event.scenario];
    switch (event.move) {
      case Move::borrow:
      case Move::give_back: reserve(stack, event); break;
      case Move::start_iterating:
      case Move::stop_iterating: activate(stack, event); break;
    }
  }

  std::vector<std::vector<VuLoan>> take_loans() {
    std::vector<std::vector<VuLoan>> loans;
    loans.reserve(stacks_.size());
    for (Stack& stack : stacks_) {
      loans.push_back(std::move(stack.lent));
    }
    return loans;
  }

 private:
  struct Stack {
    std::vector<std::size_t> workers;  // of each virtual user
    std::uint64_t active_count = 0;    // the first so many iterate
    std::vector<VuLoan> lent;          // this and those below by worker
    std::vector<std::uint64_t> reserved;
    std::vector<std::uint64_t> active;
  };

  void reserve(Stack& stack, const Event& event) {
    while (stack.workers.size() < event.vus) {
      const auto most = std::max_element(spare_.begin(), spare_.end());
      HEADROOM_ASSERT(*most > 0);
      --*most;
      const auto worker = static_cast<std::size_t>(most - spare_.begin());
      stack.workers.push_back(worker);
      append_step(stack.lent[worker].reserved, event.at, ++stack.reserved[worker]);
    }
    while (stack.workers.size() > event.vus) {
      const std::size_t worker = stack.workers.back();
      stack.workers.pop_back();
      ++spare_[worker];
      append_step(stack.lent[worker].reserved, event.at, --stack.reserved[worker]);
    }
  }

  static void activate(Stack& stack, const Event& event) {
    HEADROOM_ASSERT(event.vus <= stack.workers.size());
    while (stack.active_count < event.vus) {
      const std::size_t worker = stack.workers[stack.active_count++];
      append_step(stack.lent[worker].active, event.at, ++stack.active[worker]);
    }
    while (stack.active_count > event.vus) {
      const std::size_t worker = stack.workers[--stack.active_count];
      append_step(stack.lent[worker].active, event.at, --stack.active[worker]);
    }
  }

  std::vector<std::size_t> spare_;  // by worker
  std::vector<Stack> stacks_;       // by scenario
};

// No less than any scenario's greatest number, though a ramp may reach that for
// no time at all, as at its end.
template <typename StepsOf, typename MostOf>
std::uint64_t greatest_need(const std::vector<Scenario>& scenarios, StepsOf steps_of,
                            MostOf most_of) {
  VuSteps sum;
  std::uint64_t most = 0;
  for (const Scenario& scenario : scenarios) {
    sum = sum_of(sum, steps_of(scenario));
    most = std::max<std::uint64_t>(most, most_of(scenario));
  }
  return std::max(most, peak(sum));
}

std::uint64_t most_ever(const Scenario& scenario) {
  return max_vus(scenario);
}

}  // namespace

std::uint64_t max_vus(const std::vector<Scenario>& scenarios) {
  constexpr std::uint64_t too_many = 1'000'000;
  std::uint64_t total = 0;
  for (const Scenario& scenario : scenarios) {
    total += most_ever(scenario);
  }
  const bool is_too_large =
      std::any_of(scenarios.begin(), scenarios.end(),
                  [](const Scenario& scenario) { return most_ever(scenario) > too_many; });
  return is_too_large ? total : greatest_need(scenarios, max_steps, most_ever);
}

VuPlan plan_vus(const std::vector<Scenario>& scenarios, std::size_t worker_count) {
  VuPlan plan{.planned = greatest_need(scenarios, reserved_steps, planned_vus),
              .max = max_vus(scenarios),
              .per_worker = std::vector<std::size_t>(worker_count),
              .lent = {}};
  for (std::size_t worker = 0; worker < worker_count; ++worker) {
    plan.per_worker[worker] =
        plan.planned / worker_count + (worker < plan.planned % worker_count ? 1 : 0);
  }
  Dealer dealer(plan.per_worker, scenarios.size());
  for (const Event& event : events_of(scenarios)) {
    dealer.take_place(event);
  }
  plan.lent = dealer.take_loans();
  return plan;
}

}  // namespace headroom::load
