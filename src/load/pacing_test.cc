#include "load/pacing.h"

namespace headroom::load {
namespace {

using namespace kit::literals;

TEST(TickSchedule, SpreadsTicksEvenlyFromZero) {
  const TickSchedule schedule(20, 1_s);

  EXPECT_EQ(schedule.at(0), 0_s);
  EXPECT_EQ(schedule.at(1), 50_ms);
  EXPECT_EQ(schedule.at(40), 2_s);
}

TEST(TickSchedule, DoesNotDriftWhenThePeriodIsNoWholeNumberOfNanoseconds) {
  const TickSchedule schedule(3, 1_s);

  EXPECT_EQ(schedule.at(1).in_nanoseconds(), 333'333'333);
  EXPECT_EQ(schedule.at(3), 1_s);
  EXPECT_EQ(schedule.at(3 * 86'400 * 365), 1_s * (86'400 * 365));
}

TEST(TickSchedule, TakesRatesBelowOnePerSecond) {
  EXPECT_EQ(TickSchedule(6, 60_s).at(7), 70_s);
}

TEST(TickSchedule, DoesNotOverflowForAYearAtAMillionASecond) {
  const std::uint64_t ticks = 1'000'000ULL * 86'400 * 365;

  EXPECT_EQ(TickSchedule(1'000'000, 1_s).at(ticks), 1_s * (86'400 * 365));
}

}  // namespace
}  // namespace headroom::load
