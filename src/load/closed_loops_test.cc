// The three closed executors: constant-vus, per-vu- and shared-iterations.
#include <algorithm>
#include <map>
#include <set>

#include "load/load_fake.h"

namespace headroom::load {
namespace {

using namespace kit::literals;

Scenario scenario(ExecutorConfig executor, kit::Duration graceful_stop = 30_s) {
  return {
      .name = "closed", .executor = executor, .start_time = 0_s, .graceful_stop = graceful_stop};
}

struct Case {
  const char* name;
  ExecutorConfig executor;
  kit::Duration graceful_stop;
  kit::Duration iteration;
  std::uint64_t completed, interrupted, dropped;
  kit::Duration elapsed;
};

class ClosedLoop : public testing::TestWithParam<Case> {};

TEST_P(ClosedLoop, GivesTheKnownAnswer) {
  for (const std::size_t workers : {1, 2, 3}) {
    const Case& row = GetParam();
    SimulatedRun run({scenario(row.executor, row.graceful_stop)}, sleeping(row.iteration), workers);

    const RunOutcome outcome = run.run();

    EXPECT_EQ(outcome.progress.completed, row.completed) << workers;
    EXPECT_EQ(outcome.progress.interrupted, row.interrupted) << workers;
    EXPECT_EQ(outcome.progress.dropped, row.dropped) << workers;
    EXPECT_EQ(outcome.elapsed, row.elapsed) << workers;
    EXPECT_EQ(outcome.progress.active_vus, 0) << workers;
    EXPECT_EQ(outcome.end, RunEnd::finished) << workers;
    EXPECT_EQ(run.users.alive(), 0) << workers;
  }
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Rules, ClosedLoop, testing::Values(
    Case{"constant_vus_fills_its_duration",
         ConstantVus{.vus = 3, .duration = 2_s}, 30_s, 500_ms, 12, 0, 0, 2_s},
    Case{"constant_vus_lets_the_last_iterations_end",
         ConstantVus{.vus = 3, .duration = 2_s}, 30_s, 600_ms, 12, 0, 0, 2400_ms},
    Case{"constant_vus_interrupts_after_graceful_stop",
         ConstantVus{.vus = 3, .duration = 2_s}, 100_ms, 600_ms, 9, 3, 0, 2100_ms},
    Case{"constant_vus_interrupts_at_once_without_graceful_stop",
         ConstantVus{.vus = 3, .duration = 2_s}, 0_s, 600_ms, 9, 3, 0, 2_s},
    Case{"per_vu_iterations_ends_when_all_are_done",
         PerVuIterations{.vus = 2, .iterations = 3}, 30_s, 100_ms, 6, 0, 0, 300_ms},
    Case{"per_vu_iterations_drops_the_rest_at_max_duration",
         PerVuIterations{.vus = 2, .iterations = 10, .max_duration = 1_s}, 30_s, 300_ms, 8, 0, 12, 1200_ms},
    Case{"per_vu_iterations_interrupts_after_graceful_stop",
         PerVuIterations{.vus = 2, .iterations = 10, .max_duration = 1_s}, 100_ms, 300_ms, 6, 2, 12, 1100_ms},
    Case{"shared_iterations_ends_when_all_are_done",
         SharedIterations{.vus = 4, .iterations = 10}, 30_s, 100_ms, 10, 0, 0, 300_ms},
    Case{"shared_iterations_with_as_many_users_as_iterations",
         SharedIterations{.vus = 5, .iterations = 5}, 30_s, 100_ms, 5, 0, 0, 100_ms},
    Case{"shared_iterations_drops_the_rest_at_max_duration",
         SharedIterations{.vus = 4, .iterations = 100, .max_duration = 1_s}, 30_s, 300_ms, 16, 0, 84, 1200_ms},
    Case{"shared_iterations_interrupts_after_graceful_stop",
         SharedIterations{.vus = 4, .iterations = 100, .max_duration = 1_s}, 0_s, 300_ms, 12, 4, 84, 1_s}),
    [](const auto& param) { return std::string(param.param.name); });
// clang-format on

TEST(ConstantVus, NumbersIterationsOfEachVirtualUserFromZero) {
  std::map<std::uint64_t, std::vector<std::uint64_t>> numbers;
  SimulatedRun run({scenario(ConstantVus{.vus = 2, .duration = 1_s})},
                   [&](const FakeIteration& iteration) {
                     numbers[iteration.vu].push_back(iteration.context.iteration_of_vu);
                     return iteration.sleep(400_ms);
                   });

  run.run();

  const std::vector<std::uint64_t> expected{0, 1, 2};
  EXPECT_EQ(numbers,
            (std::map<std::uint64_t, std::vector<std::uint64_t>>{{1, expected}, {2, expected}}));
}

TEST(ConstantVus, NumbersIterationsUniquelyOverWorkers) {
  std::set<std::uint64_t> numbers;
  std::size_t iterations = 0;
  SimulatedRun run(
      {scenario(ConstantVus{.vus = 5, .duration = 1_s})},
      [&](const FakeIteration& iteration) {
        numbers.insert(iteration.context.iteration_in_scenario);
        ++iterations;
        return iteration.sleep(1_ms * static_cast<std::int64_t>(10 * iteration.vu));
      },
      3);

  run.run();

  EXPECT_EQ(numbers.size(), iterations);
  EXPECT_EQ(*numbers.begin(), 0);
}

TEST(SharedIterations, RunsEachNumberOnce) {
  std::multiset<std::uint64_t> numbers;
  SimulatedRun run(
      {scenario(SharedIterations{.vus = 4, .iterations = 50})},
      [&](const FakeIteration& iteration) {
        numbers.insert(iteration.context.iteration_in_scenario);
        return iteration.sleep(1_ms * static_cast<std::int64_t>(iteration.vu));
      },
      2);

  run.run();

  EXPECT_EQ(numbers.size(), 50);
  EXPECT_EQ(*numbers.begin(), 0);
  EXPECT_EQ(*numbers.rbegin(), 49);
  EXPECT_EQ(std::set<std::uint64_t>(numbers.begin(), numbers.end()).size(), 50);
}

TEST(ClosedLoop, CountsAFailedIterationAsComplete) {
  SimulatedRun run({scenario(PerVuIterations{.vus = 1, .iterations = 2})},
                   [](const FakeIteration&) { return IterationEnd::failed; });

  EXPECT_EQ(run.run().progress.completed, 2);
}

// Two users that never wait share the worker's time, and the reactor polls.
TEST(ClosedLoop, LetsOthersRunThoughNoIterationWaits) {
  std::map<std::uint64_t, int> iterations;
  kit::Duration woken;
  SimulatedRun run({scenario(ConstantVus{.vus = 2, .duration = 1_s})},
                   [&](const FakeIteration& iteration) {
                     ++iterations[iteration.vu];
                     run.clock.advance(100_us);
                     return IterationEnd::complete;
                   });
  run.at(500_ms, [&] { woken = run.elapsed(); });

  run.run();

  EXPECT_LT(woken, 502_ms);
  EXPECT_NEAR(iterations[1], iterations[2], 100);
}

}  // namespace
}  // namespace headroom::load
