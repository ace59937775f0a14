#include "load/current_stage.h"

#include <gtest/gtest.h>

namespace headroom::load {
namespace {

using namespace kit::literals;

Scenario ramp(std::vector<Stage> stages) {
  return {.name = "ramp", .executor = RampingVus{.start_vus = 1, .stages = std::move(stages)}};
}

TEST(CurrentStage, IsTheOneUnderWay) {
  const Scenario scenario = ramp({{2_s, 5}, {0_s, 9}, {3_s, 9}, {1_s, 0}});
  struct Row {
    kit::Duration since_start;
    std::size_t stage;
  };
  const Row rows[] = {
      {0_s, 0},        {1999_ms, 0}, {2_s, 2},             // the second is a jump and lasts no time
      {4999_ms, 2},    {5_s, 3},     {6_s, 3}, {60_s, 3},  // while the last iterations end
      {0_s - 1_ms, 0},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(stage_at(scenario, row.since_start), row.stage) << row.since_start.in_milliseconds();
  }
}

TEST(CurrentStage, IsNoneWhereThereAreNone) {
  EXPECT_EQ(stage_at(ramp({}), 0_s), std::nullopt);
  EXPECT_EQ(stage_at({.name = "flat", .executor = ConstantVus{.vus = 1, .duration = 1_s}}, 0_s),
            std::nullopt);
}

}  // namespace
}  // namespace headroom::load
