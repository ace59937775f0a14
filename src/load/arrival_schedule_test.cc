#include "load/arrival_schedule.h"

#include <algorithm>
#include <cstdlib>

namespace headroom::load {
namespace {

using namespace kit::literals;

RampingArrivalRate ramp(std::uint64_t start_rate, std::vector<Stage> stages,
                        kit::Duration time_unit = 1_s) {
  return {.start_rate = start_rate, .stages = std::move(stages), .time_unit = time_unit};
}

std::vector<std::int64_t> milliseconds_of(const ArrivalSchedule& schedule) {
  std::vector<std::int64_t> times;
  for (std::uint64_t tick = 0; schedule.at(tick); ++tick) {
    times.push_back(schedule.at(tick)->in_milliseconds());
  }
  return times;
}

TEST(ConstantSchedule, SpreadsTicksEvenlyFromZeroToTheVeryEnd) {
  const ArrivalSchedule schedule(ConstantArrivalRate{.rate = 20, .duration = 2_s});

  EXPECT_EQ(schedule.at(0), 0_s);
  EXPECT_EQ(schedule.at(1), 50_ms);
  EXPECT_EQ(schedule.at(40), 2_s);
  EXPECT_EQ(schedule.at(41), std::nullopt);
  EXPECT_EQ(schedule.tick_count(), 41);
}

TEST(ConstantSchedule, DoesNotDriftWhenThePeriodIsNoWholeNumberOfNanoseconds) {
  const kit::Duration year = 1_s * (86'400 * 365);
  const ArrivalSchedule schedule(ConstantArrivalRate{.rate = 3, .duration = year});

  EXPECT_EQ(schedule.at(1)->in_nanoseconds(), 333'333'333);
  EXPECT_EQ(schedule.at(3), 1_s);
  EXPECT_EQ(schedule.at(3 * 86'400 * 365), year);
}

TEST(ConstantSchedule, TakesRatesBelowOnePerSecond) {
  EXPECT_EQ(
      ArrivalSchedule(ConstantArrivalRate{.rate = 6, .time_unit = 60_s, .duration = 100_s}).at(7),
      70_s);
}

TEST(ConstantSchedule, DoesNotOverflowForAYearAtAMillionASecond) {
  const kit::Duration year = 1_s * (86'400 * 365);
  const ArrivalSchedule schedule(ConstantArrivalRate{.rate = 1'000'000, .duration = year});

  EXPECT_EQ(schedule.at(1'000'000ULL * 86'400 * 365), year);
}

// What a trial with k6 measured.
TEST(RampingSchedule, StartsWhenTheAreaReachesOne) {
  EXPECT_EQ(milliseconds_of(ArrivalSchedule(ramp(0, {{2_s, 10}}))),
            (std::vector<std::int64_t>{632, 894, 1095, 1264, 1414, 1549, 1673, 1788, 1897, 2000}));
}

struct Case {
  const char* name;
  RampingArrivalRate executor;
  std::vector<std::int64_t> times_ms;
};

class RampingScheduleRules : public testing::TestWithParam<Case> {};

TEST_P(RampingScheduleRules, GiveTheTimes) {
  const ArrivalSchedule schedule(GetParam().executor);
  EXPECT_EQ(milliseconds_of(schedule), GetParam().times_ms);
  EXPECT_EQ(schedule.tick_count(), GetParam().times_ms.size());
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Rules, RampingScheduleRules, testing::Values(
    Case{"a_level_stage_begins_one_period_late", ramp(4, {{1_s, 4}}), {250, 500, 750, 1000}},
    Case{"a_jump_changes_the_rate_at_once", ramp(0, {{0_s, 2}, {1_s, 2}, {0_s, 4}, {1_s, 4}}),
         {500, 1000, 1250, 1500, 1750, 2000}},
    Case{"downward_is_the_mirror_of_upward", ramp(10, {{2_s, 0}}),
         {102, 211, 326, 450, 585, 735, 904, 1105, 1367, 2000}},
    Case{"what_is_left_of_one_is_carried_into_the_next_stage", ramp(2, {{750_ms, 2}, {1_s, 2}}),
         {500, 1000, 1500}},
    Case{"a_pause_carries_it_too", ramp(2, {{750_ms, 2}, {0_s, 0}, {1_s, 0}, {0_s, 2}, {1_s, 2}}),
         {500, 2000, 2500}},
    Case{"rates_are_per_time_unit", ramp(60, {{4_s, 60}}, 60_s), {1000, 2000, 3000, 4000}},
    Case{"nothing_at_rate_0", ramp(0, {{5_s, 0}}), {}}),
    [](const auto& param) { return std::string(param.param.name); });
// clang-format on

TEST(RampingSchedule, ReachesEachBorderExactly) {
  // 10 + 20 + 10 iterations; tick 9 at the end of the first stage, and so on.
  const ArrivalSchedule schedule(ramp(0, {{2_s, 10}, {2_s, 10}, {2_s, 0}}));
  EXPECT_EQ(schedule.at(9), 2_s);
  EXPECT_EQ(schedule.at(29), 4_s);
  EXPECT_EQ(schedule.at(39), 6_s);
  EXPECT_EQ(schedule.at(40), std::nullopt);
}

TEST(RampingSchedule, KnowsTheRateOfTheMoment) {
  const ArrivalSchedule schedule(ramp(0, {{2_s, 10}, {2_s, 10}, {0_s, 4}, {2_s, 0}}));
  EXPECT_DOUBLE_EQ(schedule.rate_at(0_s), 0);
  EXPECT_DOUBLE_EQ(schedule.rate_at(1_s), 5);
  EXPECT_DOUBLE_EQ(schedule.rate_at(3_s), 10);
  EXPECT_DOUBLE_EQ(schedule.rate_at(5_s), 2);
  EXPECT_DOUBLE_EQ(schedule.rate_at(6_s), 0);
  EXPECT_DOUBLE_EQ(ArrivalSchedule(ramp(60, {{4_s, 60}}, 60_s)).rate_at(1_s), 1);
}

// --- Against an integral summed up slice by slice in 113 bits.

__extension__ using Quad = __float128;

// Iterations until `time_ns`.
Quad integral(const RampingArrivalRate& executor, std::int64_t time_ns) {
  constexpr std::int64_t slice_ns = 61'000'000'000;
  Quad sum = 0;
  std::int64_t stage_start = 0;
  auto from = static_cast<Quad>(executor.start_rate);
  for (const Stage& stage : executor.stages) {
    const std::int64_t duration = stage.duration.in_nanoseconds();
    const Quad slope =
        duration > 0 ? (static_cast<Quad>(stage.target) - from) / static_cast<Quad>(duration) : 0;
    const std::int64_t end = std::min(duration, time_ns - stage_start);
    for (std::int64_t at = 0; at < end; at += slice_ns) {
      const std::int64_t width = std::min(slice_ns, end - at);
      const Quad middle = static_cast<Quad>(at) + static_cast<Quad>(width) / 2;
      sum += (from + slope * middle) * static_cast<Quad>(width);
    }
    from = static_cast<Quad>(stage.target);
    stage_start += duration;
  }
  return sum / static_cast<Quad>(executor.time_unit.in_nanoseconds());
}

// The first nanosecond at which so many have come.
std::int64_t time_of(const RampingArrivalRate& executor, std::uint64_t iterations) {
  std::int64_t before = 0;
  std::int64_t after = total_duration(executor.stages).in_nanoseconds();
  while (before < after) {
    const std::int64_t middle = before + (after - before) / 2;
    if (integral(executor, middle) < static_cast<Quad>(iterations)) {
      before = middle + 1;
    } else {
      after = middle;
    }
  }
  return before;
}

TEST(RampingSchedule, IsExactToTheNanosecondForHoursAtAHundredThousandASecond) {
  const kit::Duration hour = 3600_s;
  const RampingArrivalRate executors[] = {
      ramp(0, {{hour * 4, 100'000}, {hour * 4, 100'000}, {hour * 4, 0}}),
      ramp(99'999, {{hour * 7, 100'000}, {0_s, 3}, {hour, 2}, {hour, 0}}),
      ramp(1, {{hour * 24, 100'003}, {hour * 24, 7}}, 997_ms),
  };
  for (const RampingArrivalRate& executor : executors) {
    const ArrivalSchedule schedule(executor);
    const std::uint64_t count = schedule.tick_count();
    for (std::uint64_t part = 0; part <= 16; ++part) {
      const std::uint64_t tick = part == 0 ? 0 : (count - 1) / 16 * part;
      const std::int64_t exact_ns = time_of(executor, tick + 1);
      EXPECT_LE(std::abs(schedule.at(tick)->in_nanoseconds() - exact_ns), 1) << "tick " << tick;
    }
  }
}

// The last ticks of a ramp to 0 are the farthest apart, where a plain solution cancels.
TEST(RampingSchedule, IsExactAtTheEndOfARampToZero) {
  const RampingArrivalRate executor = ramp(100'000, {{3600_s * 12, 0}});
  const ArrivalSchedule schedule(executor);
  const std::uint64_t count = schedule.tick_count();
  for (std::uint64_t back = 1; back < 20; ++back) {
    const std::int64_t exact_ns = time_of(executor, count - back + 1);
    EXPECT_LE(std::abs(schedule.at(count - back)->in_nanoseconds() - exact_ns), 1) << back;
  }
}

TEST(RampingSchedule, NeverGoesBack) {
  const ArrivalSchedule schedule(
      ramp(0, {{50_ms, 100'000}, {50_ms, 100'000}, {50_ms, 30'000}, {0_s, 5}, {1_s, 0}}));
  kit::Duration before;
  for (std::uint64_t tick = 0; tick < schedule.tick_count(); ++tick) {
    ASSERT_GE(*schedule.at(tick), before) << tick;
    before = *schedule.at(tick);
  }
}

}  // namespace
}  // namespace headroom::load
