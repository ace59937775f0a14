#include "load/vu_demand.h"

#include <gtest/gtest.h>

namespace headroom::load {
namespace {

using namespace kit::literals;

TEST(VuDemand, IsTheRateTimesWhatAnIterationTakes) {
  struct Row {
    double rate;
    kit::Duration iteration;
    std::uint64_t needed;
  };
  const Row rows[] = {
      {20, 500_ms, 10},         // a whole number is not rounded up
      {20, 501_ms, 11},         // a part of one is one more
      {100.0 / 3, 300_ms, 10},  // nor is what the division left over
      {1, 1_ms, 1},             // somebody must do it
      {50'000, 2_s, 100'000},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(vus_needed(row.rate, row.iteration), row.needed) << row.rate;
  }
}

Scenario scenario_with(std::uint64_t max_vus) {
  return {.name = "open",
          .executor = ConstantArrivalRate{
              .rate = 600, .time_unit = 60_s, .duration = 60_s, .max_vus = max_vus}};
}

TEST(VuDemand, SaysHowFarToRaiseTheMaximum) {
  EXPECT_EQ(demand_text(scenario_with(4), 1234567_us),
            "scenario 'open': 10 iterations/s that take 1.23s on average so far keep about 13 VUs "
            "busy, and maxVUs is 4: raise it to more than 13");
}

TEST(VuDemand, OfARampIsThatOfItsGreatestRate) {
  const Scenario ramp{
      .name = "open",
      .executor = RampingArrivalRate{.stages = {{10_s, 40}, {10_s, 0}}, .max_vus = 4}};
  EXPECT_EQ(demand_text(ramp, 100_ms),
            "scenario 'open': 40 iterations/s that take 100ms on average so far keep about 4 VUs "
            "busy: maxVUs, which is 4, is too few only when some take much longer");
}

TEST(VuDemand, DoesNotBlameTheMaximumForWhatOnlySomeIterationsDo) {
  EXPECT_EQ(demand_text(scenario_with(4), 100_ms),
            "scenario 'open': 10 iterations/s that take 100ms on average so far keep about 1 VU "
            "busy: maxVUs, which is 4, is too few only when some take much longer");
}

}  // namespace
}  // namespace headroom::load
