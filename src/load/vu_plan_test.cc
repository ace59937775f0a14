#include "load/vu_plan.h"

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
  EXPECT_EQ(plan.lent[0][0].reserved, (VuSteps{{0_s, 3}, {10_s, 0}}));
  EXPECT_EQ(plan.lent[0][1].reserved, (VuSteps{{0_s, 2}, {10_s, 0}}));
}

VuSteps lent_by_all(const VuPlan& plan, std::size_t scenario) {
  VuSteps sum;
  for (const VuLoan& loan : plan.lent[scenario]) {
    sum = sum_of(sum, loan.reserved);
  }
  return sum;
}

Scenario random_ramp(kit::Random& random) {
  RampingVus ramp{.start_vus = random.next_below(4), .stages = {}};
  for (std::uint64_t i = 0; i <= random.next_below(5); ++i) {
    ramp.stages.push_back(
        {1_s * static_cast<std::int64_t>(random.next_below(4)), random.next_below(9)});
  }
  ramp.graceful_ramp_down = 1_s * static_cast<std::int64_t>(random.next_below(3));
  Scenario scenario{.name = "ramp", .executor = std::move(ramp)};
  scenario.start_time = 1_s * static_cast<std::int64_t>(random.next_below(10));
  scenario.graceful_stop = 1_s * static_cast<std::int64_t>(random.next_below(3));
  return scenario;
}

TEST(VuPlan, NeverLendsMoreThanAWorkerHas) {
  kit::Random random(1);
  for (int round = 0; round < 200; ++round) {
    std::vector<Scenario> scenarios;
    for (std::uint64_t i = 0; i <= random.next_below(6); ++i) {
      scenarios.push_back(random_ramp(random));
      scenarios.push_back(scenario(1 + random.next_below(9),
                                   1_s * static_cast<std::int64_t>(random.next_below(10)),
                                   1_s * static_cast<std::int64_t>(1 + random.next_below(5))));
    }

    const VuPlan plan = plan_vus(scenarios, 1 + random.next_below(4));

    for (std::size_t worker = 0; worker < plan.per_worker.size(); ++worker) {
      VuSteps used;
      for (std::size_t i = 0; i < scenarios.size(); ++i) {
        used = sum_of(used, plan.lent[i][worker].reserved);
      }
      EXPECT_LE(peak(used), plan.per_worker[worker]);
    }
    for (std::size_t i = 0; i < scenarios.size(); ++i) {
      EXPECT_EQ(lent_by_all(plan, i), reserved_steps(scenarios[i]));
    }
  }
}

TEST(VuPlan, GivesARampAsManyAsItNeedsAtEachTime) {
  Scenario ramp = scenario(1, 0_s, 0_s);
  ramp.executor =
      RampingVus{.start_vus = 0, .stages = {{4_s, 4}, {4_s, 0}}, .graceful_ramp_down = 0_s};
  const Scenario late = scenario(3, 7_s, 5_s);

  const VuPlan plan = plan_vus({ramp, late}, 2);

  EXPECT_EQ(plan.planned, 4);  // three of the four have come down at 7 s
  EXPECT_EQ(plan.lent[0][0].active, (VuSteps{{1_s, 1}, {3_s, 2}, {6_s, 1}, {8_s, 0}}));
  EXPECT_EQ(plan.lent[0][1].active, (VuSteps{{2_s, 1}, {4_s, 2}, {5_s, 1}, {7_s, 0}}));
}

TEST(VuPlan, CountsWhoComesAtTheVeryEndOfARamp) {
  Scenario ramp = scenario(1, 0_s, 0_s);
  ramp.executor = RampingVus{.start_vus = 0, .stages = {{4_s, 4}}};

  EXPECT_EQ(plan_vus({ramp}, 2).planned, 4);
}

TEST(VuPlan, KeepsThoseWhoMayStillBeEndingTheirIteration) {
  Scenario ramp = scenario(1, 0_s, 0_s, 30_s);
  ramp.executor =
      RampingVus{.start_vus = 0, .stages = {{4_s, 4}, {4_s, 0}}, .graceful_ramp_down = 1_s};
  const Scenario late = scenario(3, 7_s, 5_s);

  EXPECT_EQ(plan_vus({ramp, late}, 2).planned, 5);
}

}  // namespace
}  // namespace headroom::load
