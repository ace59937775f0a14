#include "load/vu_steps.h"

#include <algorithm>

#include "kit/random.h"

namespace headroom::load {
namespace {

using namespace kit::literals;

struct Ramp {
  const char* name;
  std::uint64_t start_vus;
  std::vector<Stage> stages;
  VuSteps steps;
};

class ActiveSteps : public testing::TestWithParam<Ramp> {};

TEST_P(ActiveSteps, FollowTheStages) {
  const Ramp& row = GetParam();
  EXPECT_EQ(active_steps({.start_vus = row.start_vus, .stages = row.stages}), row.steps);
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Rules, ActiveSteps, testing::Values(
    Ramp{"upward_each_starts_when_the_line_reaches_it", 0, {{5_s, 5}},
         {{1_s, 1}, {2_s, 2}, {3_s, 3}, {4_s, 4}, {5_s, 0}}},
    Ramp{"downward_each_stops_when_the_line_reaches_the_one_below", 5, {{5_s, 0}},
         {{0_s, 5}, {1_s, 4}, {2_s, 3}, {3_s, 2}, {4_s, 1}, {5_s, 0}}},
    Ramp{"a_level_has_no_steps", 3, {{5_s, 3}, {5_s, 3}}, {{0_s, 3}, {10_s, 0}}},
    Ramp{"a_stage_of_duration_0_jumps", 1, {{0_s, 4}, {5_s, 4}, {0_s, 2}, {1_s, 2}},
         {{0_s, 4}, {5_s, 2}, {6_s, 0}}},
    Ramp{"a_jump_in_the_middle", 2, {{5_s, 2}, {0_s, 7}, {5_s, 7}}, {{0_s, 2}, {5_s, 7}, {10_s, 0}}},
    Ramp{"the_last_of_several_jumps_holds", 1, {{0_s, 10}, {0_s, 3}, {1_s, 3}},
         {{0_s, 3}, {1_s, 0}}},
    Ramp{"thirds_are_rounded_to_the_nanosecond_above", 0, {{1_s, 3}},
         {{kit::Duration::nanoseconds(333'333'334), 1}, {kit::Duration::nanoseconds(666'666'667), 2},
          {1_s, 0}}},
    Ramp{"up_level_and_down", 1, {{2_s, 3}, {1_s, 3}, {3_s, 0}},
         {{0_s, 1}, {1_s, 2}, {2_s, 3}, {4_s, 2}, {5_s, 1}, {6_s, 0}}},
    Ramp{"through_0_and_up_again", 1, {{1_s, 0}, {1_s, 0}, {1_s, 1}, {1_s, 1}},
         {{0_s, 1}, {1_s, 0}, {3_s, 1}, {4_s, 0}}},
    Ramp{"an_idle_end_is_no_step", 1, {{1_s, 1}, {0_s, 0}, {9_s, 0}}, {{0_s, 1}, {1_s, 0}}},
    Ramp{"nobody", 0, {{5_s, 0}}, {}},
    Ramp{"no_stages", 4, {}, {}}),
    [](const auto& param) { return std::string(param.param.name); });
// clang-format on

// The shape of k6's own example: 4 to 6 to 1 to 5 to 1 to 4, then at once to 1, and to 0,
// a second for each virtual user.
TEST(ReservedSteps, KeepThoseThatMayBeEndingThroughTheValleys) {
  const Scenario scenario{.name = "valleys",
                          .executor = RampingVus{.start_vus = 4,
                                                 .stages = {{2_s, 6},
                                                            {5_s, 1},
                                                            {4_s, 5},
                                                            {4_s, 1},
                                                            {1_s, 1},
                                                            {3_s, 4},
                                                            {0_s, 1},
                                                            {2_s, 1},
                                                            {1_s, 0}},
                                                 .graceful_ramp_down = 30_s},
                          .start_time = 0_s,
                          .graceful_stop = 30_s};

  EXPECT_EQ(reserved_steps(scenario),
            (VuSteps{{0_s, 4}, {1_s, 5}, {2_s, 6}, {33_s, 5}, {42_s, 4}, {49_s, 1}, {52_s, 0}}));
}

struct Kept {
  const char* name;
  kit::Duration graceful_ramp_down, graceful_stop;
  std::vector<Stage> stages;
  VuSteps steps;
};

class ReservedStepsOf : public testing::TestWithParam<Kept> {};

TEST_P(ReservedStepsOf, TwoUsersFromTenSecondsOn) {
  const Kept& row = GetParam();
  const Scenario scenario{.name = "kept",
                          .executor = RampingVus{.start_vus = 2,
                                                 .stages = row.stages,
                                                 .graceful_ramp_down = row.graceful_ramp_down},
                          .start_time = 10_s,
                          .graceful_stop = row.graceful_stop};
  EXPECT_EQ(reserved_steps(scenario), row.steps);
  EXPECT_EQ(latest_end(scenario), row.steps.back().at);
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Rules, ReservedStepsOf, testing::Values(
    Kept{"nothing_is_kept_without_grace", 0_s, 0_s, {{2_s, 0}}, {{10_s, 2}, {11_s, 1}, {12_s, 0}}},
    Kept{"each_is_kept_for_the_ramp_down", 5_s, 30_s, {{2_s, 0}}, {{10_s, 2}, {16_s, 1}, {17_s, 0}}},
    Kept{"but_nobody_beyond_graceful_stop", 5_s, 3_s, {{2_s, 0}}, {{10_s, 2}, {15_s, 0}}},
    Kept{"those_left_at_the_end_have_graceful_stop", 5_s, 30_s, {{2_s, 2}}, {{10_s, 2}, {42_s, 0}}},
    Kept{"who_comes_at_the_very_end_may_end_too", 5_s, 30_s, {{2_s, 4}},
         {{10_s, 2}, {11_s, 3}, {12_s, 4}, {42_s, 0}}},
    Kept{"a_short_valley_is_not_seen", 5_s, 0_s, {{0_s, 1}, {5_s, 1}, {0_s, 2}, {1_s, 2}},
         {{10_s, 2}, {16_s, 0}}},
    Kept{"a_long_one_is", 5_s, 0_s, {{0_s, 1}, {6_s, 1}, {0_s, 2}, {1_s, 2}},
         {{10_s, 2}, {15_s, 1}, {16_s, 2}, {17_s, 0}}},
    Kept{"half_way_up_again_within_the_ramp_down", 5_s, 0_s, {{0_s, 0}, {2_s, 0}, {0_s, 1}, {8_s, 1}},
         {{10_s, 2}, {15_s, 1}, {20_s, 0}}},
    Kept{"an_idle_end_keeps_nobody", 5_s, 30_s, {{2_s, 0}, {60_s, 0}},
         {{10_s, 2}, {16_s, 1}, {17_s, 0}}}),
    [](const auto& param) { return std::string(param.param.name); });
// clang-format on

std::uint64_t level_at(const VuSteps& steps, kit::Duration time) {
  return peak(steps, time, time + kit::Duration::nanoseconds(1));
}

// Against the definition: the most that were active within the ramp-down before.
TEST(ReservedSteps, AreTheGreatestNumberWithinTheRampDown) {
  kit::Random random(7);
  for (int round = 0; round < 300; ++round) {
    RampingVus ramp{.start_vus = random.next_below(5), .stages = {}};
    for (int i = 0; i < 5; ++i) {
      ramp.stages.push_back(
          {1_s * static_cast<std::int64_t>(1 + random.next_below(4)), random.next_below(6)});
    }
    ramp.stages.push_back({1_s, 1});
    ramp.graceful_ramp_down = 1_s * static_cast<std::int64_t>(random.next_below(6));
    const VuSteps active = active_steps(ramp);
    const VuSteps reserved =
        reserved_steps({.name = "s", .executor = ramp, .start_time = 0_s, .graceful_stop = 0_s});
    for (kit::Duration time; time < total_duration(ramp.stages); time += 50_ms) {
      const kit::Duration from = time - ramp.graceful_ramp_down;
      ASSERT_EQ(level_at(reserved, time), peak(active, from, time + kit::Duration::nanoseconds(1)))
          << "round " << round << " at " << time.in_seconds();
    }
  }
}

TEST(VuSteps, AddUp) {
  const VuSteps left{{0_s, 2}, {5_s, 0}};
  const VuSteps right{{1_s, 3}, {5_s, 5}, {9_s, 0}};
  EXPECT_EQ(sum_of(left, right), (VuSteps{{0_s, 2}, {1_s, 5}, {9_s, 0}}));
  EXPECT_EQ(sum_of(left, {}), left);
}

TEST(VuSteps, PeakIsOfTheTimeAskedFor) {
  const VuSteps steps{{1_s, 3}, {2_s, 1}, {4_s, 2}, {5_s, 0}};
  EXPECT_EQ(peak(steps), 3);
  EXPECT_EQ(peak(steps, 2_s, 4_s), 1);
  EXPECT_EQ(peak(steps, 2_s, 5_s), 2);
  EXPECT_EQ(peak(steps, 0_s, 1_s), 0);
  EXPECT_EQ(peak(steps, 6_s, 9_s), 0);
}

}  // namespace
}  // namespace headroom::load
