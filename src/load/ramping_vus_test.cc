#include "load/ramping_vus.h"

#include <algorithm>
#include <map>
#include <set>

#include "load/load_fake.h"

namespace headroom::load {
namespace {

using namespace kit::literals;

Scenario scenario(RampingVus executor, kit::Duration graceful_stop = 30_s) {
  return {.name = "ramp",
          .executor = std::move(executor),
          .start_time = 0_s,
          .graceful_stop = graceful_stop};
}

struct Case {
  const char* name;
  RampingVus executor;
  kit::Duration graceful_stop;
  kit::Duration iteration;
  std::uint64_t completed, interrupted;
  kit::Duration elapsed;
};

class RampingVusRules : public testing::TestWithParam<Case> {};

TEST_P(RampingVusRules, GiveTheKnownAnswer) {
  for (const std::size_t workers : {1, 2, 3}) {
    const Case& row = GetParam();
    SimulatedRun run({scenario(row.executor, row.graceful_stop)}, sleeping(row.iteration), workers);

    const RunOutcome outcome = run.run();

    EXPECT_EQ(outcome.progress.completed, row.completed) << workers;
    EXPECT_EQ(outcome.progress.interrupted, row.interrupted) << workers;
    EXPECT_EQ(outcome.progress.dropped, 0) << workers;
    EXPECT_EQ(outcome.elapsed, row.elapsed) << workers;
    EXPECT_EQ(outcome.progress.active_vus, 0) << workers;
    EXPECT_EQ(outcome.end, RunEnd::finished) << workers;
    EXPECT_EQ(run.users.alive(), 0) << workers;
  }
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Rules, RampingVusRules, testing::Values(
    // Started at 1, 2, 3 and 4 s, stopped at 5, 6, 7 and 8 s: 7+5+3+1 seconds of half a second each.
    Case{"a_triangle", {.start_vus = 0, .stages = {{4_s, 4}, {4_s, 0}}}, 30_s, 500_ms, 32, 0, 8_s},
    Case{"start_vus_that_stay", {.start_vus = 3, .stages = {{2_s, 3}}}, 30_s, 500_ms, 12, 0, 2_s},
    Case{"a_jump_at_the_start", {.start_vus = 0, .stages = {{0_s, 3}, {2_s, 3}}}, 30_s, 500_ms, 12, 0, 2_s},
    Case{"a_jump_to_0_in_the_middle", {.start_vus = 2, .stages = {{1_s, 2}, {0_s, 0}, {1_s, 0}, {0_s, 2}, {1_s, 2}}},
         30_s, 500_ms, 8, 0, 3_s},
    Case{"the_last_iterations_end_within_graceful_stop", {.start_vus = 2, .stages = {{2_s, 2}}},
         1100_ms, 1500_ms, 4, 0, 3_s},
    Case{"and_are_interrupted_after_it", {.start_vus = 2, .stages = {{2_s, 2}}}, 500_ms, 1500_ms, 2, 2, 2500_ms},
    Case{"who_must_go_ends_its_iteration", {.start_vus = 2, .stages = {{1_s, 2}, {0_s, 1}, {5_s, 1}},
         .graceful_ramp_down = 2_s}, 1_s, 2_s, 4, 0, 6_s},
    Case{"but_is_interrupted_after_the_ramp_down", {.start_vus = 2, .stages = {{1_s, 2}, {0_s, 1}, {5_s, 1}},
         .graceful_ramp_down = 500_ms}, 1_s, 2_s, 3, 1, 6_s},
    Case{"or_at_once_without_one", {.start_vus = 2, .stages = {{1_s, 2}, {0_s, 1}, {5_s, 1}},
         .graceful_ramp_down = 0_s}, 1_s, 2_s, 3, 1, 6_s},
    Case{"a_ramp_down_lasts_beyond_the_end", {.start_vus = 1, .stages = {{1_s, 0}}, .graceful_ramp_down = 2_s},
         30_s, 4_s, 0, 1, 3_s},
    Case{"but_not_beyond_graceful_stop", {.start_vus = 1, .stages = {{1_s, 0}}, .graceful_ramp_down = 20_s},
         1_s, 4_s, 0, 1, 2_s},
    Case{"a_ramp_that_reaches_1_at_its_end_takes_its_time", {.start_vus = 0, .stages = {{3_s, 1}}},
         30_s, 400_ms, 0, 0, 3_s},
    Case{"an_idle_end_is_not_waited_for", {.start_vus = 1, .stages = {{1_s, 1}, {0_s, 0}, {60_s, 0}}},
         30_s, 400_ms, 3, 0, 1200_ms}),
    [](const auto& param) { return std::string(param.param.name); });
// clang-format on

TEST(RampingVus, StartsEachVirtualUserOnTime) {
  std::map<std::uint64_t, std::int64_t> first_ms;
  SimulatedRun run(
      {scenario({.start_vus = 1, .stages = {{3_s, 4}, {1_s, 4}}})},
      [&](const FakeIteration& iteration) {
        first_ms.try_emplace(iteration.vu, run.elapsed().in_milliseconds());
        return iteration.sleep(100_ms);
      },
      2);

  run.run();

  std::vector<std::int64_t> times;
  for (const auto& [vu, time] : first_ms) {
    times.push_back(time);
  }
  std::sort(times.begin(), times.end());
  EXPECT_EQ(times, (std::vector<std::int64_t>{0, 1000, 2000, 3000}));
}

// Its long iteration goes on, and it starts the next one with no other user taken.
TEST(RampingVus, TakesBackWhoIsStillEndingAnIteration) {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> iterations;  // of the second user
  SimulatedRun run(
      {scenario({.start_vus = 2, .stages = {{1_s, 2}, {0_s, 1}, {1_s, 1}, {0_s, 2}, {4_s, 2}}})},
      [&](const FakeIteration& iteration) {
        if (iteration.vu == 2) {
          iterations.emplace_back(run.elapsed().in_milliseconds(),
                                  iteration.context.iteration_of_vu_in_scenario);
        }
        return iteration.sleep(2500_ms);
      });

  const RunOutcome outcome = run.run();

  EXPECT_EQ(outcome.progress.interrupted, 0);
  EXPECT_EQ(outcome.progress.initialized_vus, 2);
  EXPECT_EQ(iterations,
            (std::vector<std::pair<std::uint64_t, std::uint64_t>>{{0, 0}, {2500, 1}, {5000, 2}}));
}

TEST(RampingVus, TheLastToComeIsTheFirstToGo) {
  std::map<std::uint64_t, std::int64_t> last_ms;
  std::vector<std::uint64_t> came;
  SimulatedRun run({scenario({.start_vus = 0, .stages = {{3_s, 3}, {3_s, 0}}})},
                   [&](const FakeIteration& iteration) {
                     if (last_ms.count(iteration.vu) == 0) {
                       came.push_back(iteration.vu);
                     }
                     const IterationEnd end = iteration.sleep(100_ms);
                     last_ms[iteration.vu] = run.elapsed().in_milliseconds();
                     return end;
                   });

  run.run();

  ASSERT_EQ(came.size(), 3);
  EXPECT_EQ(last_ms[came[2]], 4000);
  EXPECT_EQ(last_ms[came[1]], 5000);
  EXPECT_EQ(last_ms[came[0]], 6000);
}

TEST(RampingVus, LeavesItsVirtualUsersToALaterScenarioAsTheyComeDown) {
  Scenario later = scenario({});
  later.name = "later";
  later.executor = ConstantVus{.vus = 3, .duration = 4_s};
  later.start_time = 7_s;
  std::set<std::uint64_t> of_later;
  SimulatedRun run(
      {scenario({.start_vus = 0, .stages = {{4_s, 4}, {4_s, 0}}, .graceful_ramp_down = 0_s}),
       later},
      [&](const FakeIteration& iteration) {
        if (iteration.context.scenario_index == 1) {
          of_later.insert(iteration.vu);
        }
        return iteration.sleep(100_ms);
      });

  const RunOutcome outcome = run.run();

  EXPECT_EQ(outcome.progress.max_vus, 4);
  EXPECT_EQ(outcome.progress.initialized_vus, 4);
  EXPECT_EQ(of_later.size(), 3);
  EXPECT_EQ(outcome.progress.scenarios[1].completed, 120);
}

TEST(RampingVus, CountsActiveVirtualUsersThroughTheRamp) {
  SimulatedRun run({scenario({.start_vus = 0, .stages = {{4_s, 4}, {4_s, 0}}})}, sleeping(100_ms),
                   2);
  std::vector<std::uint64_t> active;
  for (int second = 0; second < 8; ++second) {
    run.at(1_s * second + 550_ms, [&] { active.push_back(run.engine->progress().active_vus); });
  }

  run.run();

  EXPECT_EQ(active, (std::vector<std::uint64_t>{0, 1, 2, 3, 4, 3, 2, 1}));
}

// Interrupted but slow to unwind: another must take its place when the ramp rises again.
TEST(RampingVus, ReplacesAnInterruptedUserThatStillUnwinds) {
  SimulatedRun run({scenario({.start_vus = 1,
                              .stages = {{1_s, 1}, {0_s, 0}, {1_s, 0}, {0_s, 1}, {2_s, 1}},
                              .graceful_ramp_down = 500_ms})},
                   [&](const FakeIteration& iteration) {
                     if (iteration.sleep(800_ms) == IterationEnd::complete) {
                       return IterationEnd::complete;
                     }
                     run.clock.advance(1_s);
                     return IterationEnd::interrupted;
                   });

  const RunOutcome outcome = run.run();

  EXPECT_EQ(outcome.progress.initialized_vus, 1);
  EXPECT_EQ(outcome.progress.interrupted, 1);
  EXPECT_EQ(outcome.progress.completed, 3);  // one before; the place is taken at 2.5 s, not at 2 s
}

TEST(RampingVus, StopsWithGracefulStopInTheMiddleOfARamp) {
  SimulatedRun run({scenario({.start_vus = 0, .stages = {{10_s, 10}}}, 2_s)}, sleeping(3_s), 2);
  run.at(2500_ms, [&] { run.engine->stop(); });

  const RunOutcome outcome = run.run();

  EXPECT_EQ(outcome.progress.completed, 1);    // from 1 to 4 s
  EXPECT_EQ(outcome.progress.interrupted, 1);  // from 2 s
  EXPECT_EQ(outcome.elapsed, 4500_ms);
}

TEST(RampingVus, NumbersIterationsUniquelyOverWorkers) {
  std::multiset<std::uint64_t> numbers;
  SimulatedRun run(
      {scenario({.start_vus = 1, .stages = {{3_s, 6}, {3_s, 0}}})},
      [&](const FakeIteration& iteration) {
        numbers.insert(iteration.context.iteration_in_scenario);
        return iteration.sleep(10_ms * static_cast<std::int64_t>(iteration.vu));
      },
      3);

  run.run();

  EXPECT_EQ(std::set<std::uint64_t>(numbers.begin(), numbers.end()).size(), numbers.size());
}

}  // namespace
}  // namespace headroom::load
