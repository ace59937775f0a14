#include "load/vu_plan.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "kit/assert.h"

namespace headroom::load {

namespace {

// Does `other` still hold its virtual users when `scenario` starts?
bool overlaps_start(const Scenario& other, const Scenario& scenario) {
  return other.start_time <= scenario.start_time && scenario.start_time < latest_end(other);
}

// The need is greatest at some scenario's start.
template <typename Need>
std::uint64_t greatest_need(const std::vector<Scenario>& scenarios, Need need) {
  std::uint64_t greatest = 0;
  for (const Scenario& scenario : scenarios) {
    std::uint64_t sum = 0;
    for (const Scenario& other : scenarios) {
      if (overlaps_start(other, scenario)) {
        sum += need(other);
      }
    }
    greatest = std::max(greatest, sum);
  }
  return greatest;
}

std::vector<std::size_t> in_order_of_start(const std::vector<Scenario>& scenarios) {
  std::vector<std::size_t> order(scenarios.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
    return std::pair(scenarios[left].start_time, left) <
           std::pair(scenarios[right].start_time, right);
  });
  return order;
}

// Takes `count` virtual users, each from the worker with most in `spare`.
std::vector<std::size_t> borrow(std::vector<std::size_t> spare, std::uint64_t count) {
  std::vector<std::size_t> taken(spare.size());
  for (; count > 0; --count) {
    const auto most = std::max_element(spare.begin(), spare.end());
    HEADROOM_ASSERT(*most > 0);
    --*most;
    ++taken[static_cast<std::size_t>(most - spare.begin())];
  }
  return taken;
}

}  // namespace

std::uint64_t max_vus(const std::vector<Scenario>& scenarios) {
  return greatest_need(scenarios, [](const Scenario& scenario) { return max_vus(scenario); });
}

VuPlan plan_vus(const std::vector<Scenario>& scenarios, std::size_t worker_count) {
  VuPlan plan{.planned = greatest_need(scenarios, planned_vus),
              .max = max_vus(scenarios),
              .per_worker = std::vector<std::size_t>(worker_count),
              .lent = std::vector<std::vector<std::size_t>>(scenarios.size())};
  for (std::size_t worker = 0; worker < worker_count; ++worker) {
    plan.per_worker[worker] =
        plan.planned / worker_count + (worker < plan.planned % worker_count ? 1 : 0);
  }
  for (const std::size_t index : in_order_of_start(scenarios)) {
    std::vector<std::size_t> spare = plan.per_worker;
    for (std::size_t other = 0; other < scenarios.size(); ++other) {
      if (!plan.lent[other].empty() && overlaps_start(scenarios[other], scenarios[index])) {
        std::transform(spare.begin(), spare.end(), plan.lent[other].begin(), spare.begin(),
                       std::minus<>());
      }
    }
    plan.lent[index] = borrow(std::move(spare), planned_vus(scenarios[index]));
  }
  return plan;
}

}  // namespace headroom::load
