#include "load/vu_plan.h"

#include <numeric>

#include "kit/random.h"

namespace headroom::load {
namespace {

using namespace kit::literals;

Scenario scenario(std::uint64_t vus, kit::Duration start, kit::Duration duration,
                  kit::Duration graceful_stop = 0_s) {
  return {.name = "s",
          .executor = ConstantVus{.vus = vus, .duration = duration},
          .start_time = start,
          .graceful_stop = graceful_stop};
}

TEST(VuPlan, AddsUpScenariosThatOverlap) {
  EXPECT_EQ(plan_vus({scenario(2, 0_s, 10_s), scenario(3, 5_s, 10_s)}, 1).planned, 5);
}

TEST(VuPlan, MaximumIsKnownWithoutDealingThemOut) {
  const std::vector<Scenario> scenarios = {scenario(2, 0_s, 10_s), scenario(3, 5_s, 10_s)};
  EXPECT_EQ(max_vus(scenarios), plan_vus(scenarios, 1).max);
  EXPECT_EQ(max_vus({scenario(1'000'000'000'000, 0_s, 10_s)}), 1'000'000'000'000);
}

TEST(VuPlan, SharesVirtualUsersOfScenariosThatFollowEachOther) {
  EXPECT_EQ(plan_vus({scenario(2, 0_s, 10_s), scenario(3, 10_s, 10_s)}, 1).planned, 3);
}

TEST(VuPlan, CountsGracefulStopAsTimeInUse) {
  EXPECT_EQ(plan_vus({scenario(2, 0_s, 10_s, 1_s), scenario(3, 10_s, 10_s)}, 1).planned, 5);
}

TEST(VuPlan, KeepsThoseAnOpenModelMayAddApart) {
  Scenario open = scenario(1, 0_s, 10_s);
  open.executor =
      ConstantArrivalRate{.rate = 1, .duration = 10_s, .preallocated_vus = 2, .max_vus = 7};

  const VuPlan plan = plan_vus({open, scenario(1, 0_s, 5_s)}, 1);

  EXPECT_EQ(plan.planned, 3);
  EXPECT_EQ(plan.max, 8);
}

TEST(VuPlan, SpreadsAScenarioOverTheWorkers) {
  const VuPlan plan = plan_vus({scenario(5, 0_s, 10_s)}, 2);

  EXPECT_EQ(plan.per_worker, (std::vector<std::size_t>{3, 2}));
  EXPECT_EQ(plan.lent[0], (std::vector<std::size_t>{3, 2}));
}

TEST(VuPlan, NeverLendsMoreThanAWorkerHas) {
  kit::Random random(1);
  for (int round = 0; round < 200; ++round) {
    std::vector<Scenario> scenarios;
    for (std::uint64_t i = 0; i <= random.next_below(6); ++i) {
      scenarios.push_back(scenario(1 + random.next_below(9),
                                   1_s * static_cast<std::int64_t>(random.next_below(10)),
                                   1_s * static_cast<std::int64_t>(1 + random.next_below(5))));
    }

    const VuPlan plan = plan_vus(scenarios, 1 + random.next_below(4));

    for (int second = 0; second < 15; ++second) {
      std::vector<std::size_t> used(plan.per_worker.size());
      for (std::size_t i = 0; i < scenarios.size(); ++i) {
        const bool is_active =
            scenarios[i].start_time <= 1_s * second && 1_s * second < latest_end(scenarios[i]);
        for (std::size_t worker = 0; is_active && worker < used.size(); ++worker) {
          used[worker] += plan.lent[i][worker];
        }
      }
      for (std::size_t worker = 0; worker < used.size(); ++worker) {
        EXPECT_LE(used[worker], plan.per_worker[worker]);
      }
    }
  }
}

}  // namespace
}  // namespace headroom::load
