#include "report/progress.h"

#include <gtest/gtest.h>

namespace headroom::report {
namespace {

using kit::Duration;

ScenarioProgress first_scenario() {
  return {.facts = {.name = "first",
                    .executor = ExecutorKind::per_vu_iterations,
                    .vus = 2,
                    .iterations = 3,
                    .duration = Duration::seconds(600)},
          .state = ScenarioState::done,
          .elapsed = Duration::milliseconds(320),
          .iterations_done = 6};
}

ScenarioProgress second_scenario(ScenarioState state) {
  return {.facts = {.name = "second",
                    .executor = ExecutorKind::shared_iterations,
                    .vus = 1,
                    .iterations = 2,
                    .duration = Duration::seconds(600),
                    .start_time = Duration::seconds(1)},
          .state = state};
}

RunProgress run_with(std::vector<ScenarioProgress> scenarios) {
  return {.elapsed = Duration::seconds(1),
          .duration_max = Duration::seconds(631),
          .vus_initialized = 3,
          .vus_max = 3,
          .iterations_complete = 6,
          .scenarios = std::move(scenarios)};
}

std::string line_of(const ScenarioProgress& scenario) {
  const std::string text = progress_text(run_with({scenario}), {});
  const std::size_t begin = text.find('\n', 1) + 1;
  return text.substr(begin, text.size() - begin - 1);
}

TEST(Progress, PlainLinesAreThoseOfK6WhileAScenarioWaits) {
  ScenarioProgress second = second_scenario(ScenarioState::waiting);
  second.elapsed = Duration::seconds(1);

  EXPECT_EQ(progress_text(run_with({first_scenario(), second}), {}),
            "\n"
            "running (00m01.0s), 0/3 VUs, 6 complete and 0 interrupted iterations\n"
            "first  ✓ [ 100% ] 2 VUs    00m00.3s/10m0s  6/6 iters, 3 per VU\n"
            "second • [   0% ] waiting  0.0s           \n");
}

TEST(Progress, PlainLinesAreThoseOfK6AtTheEnd) {
  ScenarioProgress second = second_scenario(ScenarioState::done);
  second.iterations_done = 2;
  RunProgress run = run_with({first_scenario(), second});
  run.iterations_complete = 8;

  EXPECT_EQ(progress_text(run, {}),
            "\n"
            "running (00m01.0s), 0/3 VUs, 8 complete and 0 interrupted iterations\n"
            "first  ✓ [ 100% ] 2 VUs  00m00.3s/10m0s  6/6 iters, 3 per VU\n"
            "second ✓ [ 100% ] 1 VUs  00m00.0s/10m0s  2/2 shared iters\n");
}

TEST(Progress, ConstantVusShowTheirTime) {
  ScenarioProgress scenario{.facts = {.name = "default",
                                      .executor = ExecutorKind::constant_vus,
                                      .vus = 10,
                                      .duration = Duration::seconds(30)},
                            .state = ScenarioState::running,
                            .elapsed = Duration::seconds(10)};
  EXPECT_EQ(line_of(scenario), "default   [  33% ] 10 VUs  10.0s/30s");

  scenario.elapsed = Duration::seconds(31);
  scenario.state = ScenarioState::stopping;
  EXPECT_EQ(line_of(scenario), "default ↓ [ 100% ] 10 VUs  30s");
}

TEST(Progress, ARampShowsItsActiveVusAndBothTimesInFullWidth) {
  ScenarioProgress scenario{.facts = {.name = "default",
                                      .executor = ExecutorKind::ramping_vus,
                                      .vus = 10,
                                      .duration = Duration::seconds(840)},
                            .state = ScenarioState::running,
                            .elapsed = Duration::seconds(84),
                            .vus_active = 3};
  EXPECT_EQ(line_of(scenario), "default   [  10% ] 03/10 VUs  01m24.0s/14m00.0s");

  scenario.elapsed = Duration::seconds(841);
  scenario.state = ScenarioState::done;
  scenario.vus_active = 0;
  EXPECT_EQ(line_of(scenario), "default ✓ [ 100% ] 00/10 VUs  14m0s");
}

TEST(Progress, AnArrivalRateShowsActiveAndInitializedVus) {
  const ScenarioProgress scenario{.facts = {.name = "a",
                                            .executor = ExecutorKind::constant_arrival_rate,
                                            .vus = 5,
                                            .vus_max = 10,
                                            .iterations_per_second = 50,
                                            .duration = Duration::seconds(10)},
                                  .state = ScenarioState::running,
                                  .elapsed = Duration::seconds(2),
                                  .vus_active = 3,
                                  .vus_initialized = 5};
  EXPECT_EQ(line_of(scenario), "a   [  20% ] 03/05 VUs  02.0s/10s  50.00 iters/s");
}

TEST(Progress, ARampOfRatesShowsTheRateOfTheMoment) {
  const ScenarioProgress scenario{.facts = {.name = "a",
                                            .executor = ExecutorKind::ramping_arrival_rate,
                                            .vus = 5,
                                            .vus_max = 10,
                                            .iterations_per_second = 50,
                                            .duration = Duration::seconds(10)},
                                  .state = ScenarioState::running,
                                  .elapsed = Duration::seconds(2),
                                  .vus_active = 3,
                                  .vus_initialized = 5,
                                  .iterations_per_second = 7.5};
  EXPECT_EQ(line_of(scenario), "a   [  20% ] 03/05 VUs  02.0s/10s  07.50 iters/s");
}

TEST(Progress, IterationsInterruptedAtTheMaximumDurationFillTheBar) {
  ScenarioProgress scenario = first_scenario();
  scenario.state = ScenarioState::interrupted;
  scenario.iterations_done = 4;
  scenario.elapsed = Duration::seconds(601);
  EXPECT_EQ(line_of(scenario), "first ✗ [ 100% ] 2 VUs  10m0s  4/6 iters, 3 per VU");
}

TEST(Progress, ATerminalGetsBarsAndIsDrawnOver) {
  ScenarioProgress scenario = second_scenario(ScenarioState::running);
  scenario.iterations_done = 1;

  const std::string text =
      progress_text(run_with({scenario}), {.is_terminal = true, .is_redrawn = true, .width = 100});

  EXPECT_EQ(text,
            "\x1b[K\n"
            "running (00m01.0s), 0/3 VUs, 6 complete and 0 interrupted iterations\x1b[K\n"
            "second   [==================>-------------------] 1 VUs  00m00.0s/10m0s  "
            "1/2 shared iters\x1b[K\n"
            "\r\x1b[J\x1b[3A");
}

TEST(Progress, ANarrowTerminalGetsAShorterBarAndCountsItsWrappedRows) {
  ScenarioProgress scenario = second_scenario(ScenarioState::running);
  scenario.iterations_done = 1;

  const std::string text =
      progress_text(run_with({scenario}), {.is_terminal = true, .is_redrawn = true, .width = 60});

  EXPECT_NE(text.find("second   [===>----] 1 VUs"), text.npos) << text;
  EXPECT_TRUE(text.ends_with("\x1b[4A")) << text;
}

TEST(Progress, OfScenariosThatDoNotFitTheRunningOnesAreDrawn) {
  std::vector<ScenarioProgress> scenarios(9, second_scenario(ScenarioState::waiting));
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    scenarios[i].facts.name = "s" + std::to_string(i);
  }
  scenarios[0].state = ScenarioState::done;
  scenarios[8].state = ScenarioState::running;

  const std::string text = progress_text(
      run_with(scenarios), {.is_terminal = true, .is_redrawn = true, .width = 100, .height = 7});

  EXPECT_EQ(text.find("s0 "), text.npos) << text;
  EXPECT_NE(text.find("s1 "), text.npos) << text;
  EXPECT_NE(text.find("s2 "), text.npos) << text;
  EXPECT_EQ(text.find("s3 "), text.npos) << text;
  EXPECT_NE(text.find("s8 "), text.npos) << text;
  EXPECT_NE(text.find("and 6 more scenarios\x1b[K\n"), text.npos) << text;
  EXPECT_TRUE(text.ends_with("\x1b[6A")) << text;
}

TEST(Progress, TheLastDrawingStays) {
  const std::string text = progress_text(run_with({first_scenario()}), {.is_terminal = true});
  EXPECT_EQ(text.find("\x1b[J"), text.npos);
}

TEST(Progress, ColoursMarkTheState) {
  const std::string text = progress_text(
      run_with({first_scenario(), second_scenario(ScenarioState::waiting)}), {.uses_colour = true});
  EXPECT_NE(text.find("first  \x1b[32m✓\x1b[0m ["), text.npos) << text;
  EXPECT_NE(text.find("second \x1b[2m•\x1b[0m ["), text.npos) << text;
}

TEST(Progress, LongNamesAreCut) {
  ScenarioProgress scenario = first_scenario();
  scenario.facts.name = std::string(40, 'x');
  EXPECT_TRUE(line_of(scenario).starts_with(std::string(27, 'x') + "... ✓ ["));
}

}  // namespace
}  // namespace headroom::report
