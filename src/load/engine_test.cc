#include "load/engine.h"

#include <algorithm>

#include "load/load_fake.h"

namespace headroom::load {
namespace {

using namespace kit::literals;

Scenario looping(std::string name, std::uint64_t vus, kit::Duration duration) {
  return {.name = std::move(name),
          .executor = ConstantVus{.vus = vus, .duration = duration},
          .start_time = 0_s,
          .graceful_stop = 30_s};
}

TEST(Engine, StartsAScenarioAtItsStartTime) {
  Scenario later = looping("later", 1, 2_s);
  later.start_time = 3_s;
  std::vector<std::string> log;
  SimulatedRun run({looping("sooner", 1, 2_s), later}, [&](const FakeIteration& iteration) {
    log.push_back(iteration.context.scenario->name + " " +
                  std::to_string(run.elapsed().in_milliseconds()));
    return iteration.sleep(1_s);
  });

  const RunOutcome outcome = run.run();

  EXPECT_EQ(log, (std::vector<std::string>{"sooner 0", "sooner 1000", "later 3000", "later 4000"}));
  EXPECT_EQ(outcome.elapsed, 5_s);
  EXPECT_EQ(outcome.progress.scenarios[1].elapsed, 2_s);
}

TEST(Engine, RunsScenariosSideBySideOnVirtualUsersOfTheirOwn) {
  std::vector<std::uint64_t> vus[2];
  SimulatedRun run(
      {looping("left", 2, 1_s), looping("right", 3, 1_s)},
      [&](const FakeIteration& iteration) {
        vus[iteration.context.scenario_index].push_back(iteration.vu);
        return iteration.sleep(1_s);
      },
      2);

  const RunOutcome outcome = run.run();

  EXPECT_EQ(outcome.progress.planned_vus, 5);
  EXPECT_EQ(vus[0].size(), 2);
  EXPECT_EQ(vus[1].size(), 3);
  std::vector<std::uint64_t> all = vus[0];
  all.insert(all.end(), vus[1].begin(), vus[1].end());
  std::sort(all.begin(), all.end());
  EXPECT_EQ(all, (std::vector<std::uint64_t>{1, 2, 3, 4, 5}));
}

TEST(Engine, ReusesVirtualUsersForALaterScenario) {
  Scenario sooner = looping("sooner", 2, 1_s);
  sooner.graceful_stop = 1_s;
  Scenario later = looping("later", 2, 1_s);
  later.start_time = 2_s;
  std::vector<std::uint64_t> of_vu;
  std::vector<std::uint64_t> of_vu_in_scenario;
  SimulatedRun run({sooner, later}, [&](const FakeIteration& iteration) {
    if (iteration.vu == 1) {
      of_vu.push_back(iteration.context.iteration_of_vu);
      of_vu_in_scenario.push_back(iteration.context.iteration_of_vu_in_scenario);
    }
    return iteration.sleep(500_ms);
  });

  const RunOutcome outcome = run.run();

  EXPECT_EQ(outcome.progress.initialized_vus, 2);
  EXPECT_EQ(of_vu, (std::vector<std::uint64_t>{0, 1, 2, 3}));
  EXPECT_EQ(of_vu_in_scenario, (std::vector<std::uint64_t>{0, 1, 0, 1}));
}

// It starts when the earlier one's virtual users must have ended: those that
// unwind late delay it, but nothing breaks.
TEST(Engine, WaitsForVirtualUsersThatAreStillUnwinding) {
  Scenario sooner = looping("sooner", 1, 1_s);
  sooner.graceful_stop = 0_s;
  Scenario later = looping("later", 1, 1_s);
  later.start_time = 1_s;
  SimulatedRun run({sooner, later}, [&](const FakeIteration& iteration) {
    if (iteration.sleep(700_ms) == IterationEnd::complete) {
      return IterationEnd::complete;
    }
    run.clock.advance(50_ms);  // it takes its time
    return IterationEnd::interrupted;
  });

  const RunOutcome outcome = run.run();

  EXPECT_EQ(outcome.progress.scenarios[0].interrupted, 1);
  EXPECT_EQ(outcome.progress.scenarios[1].completed, 2);
}

TEST(Engine, InterruptsAtOnceWhenAborted) {
  for (const std::size_t workers : {1, 2}) {
    SimulatedRun run({looping("s", 3, 10_s)}, sleeping(2_s), workers);
    run.at(3_s, [&] { run.engine->abort(); });

    const RunOutcome outcome = run.run();

    EXPECT_EQ(outcome.end, RunEnd::aborted);
    EXPECT_EQ(outcome.progress.completed, 3);
    EXPECT_EQ(outcome.progress.interrupted, 3);
    EXPECT_EQ(outcome.elapsed, 3_s);
  }
}

TEST(Engine, LetsIterationsEndWhenStopped) {
  SimulatedRun run({looping("s", 3, 10_s)}, sleeping(2_s));
  run.at(3_s, [&] { run.engine->stop(); });

  const RunOutcome outcome = run.run();

  EXPECT_EQ(outcome.end, RunEnd::stopped);
  EXPECT_EQ(outcome.progress.completed, 6);
  EXPECT_EQ(outcome.progress.interrupted, 0);
  EXPECT_EQ(outcome.elapsed, 4_s);
}

TEST(Engine, GivesStoppedIterationsTheirGracefulStopOnly) {
  Scenario scenario = looping("s", 3, 10_s);
  scenario.graceful_stop = 500_ms;
  SimulatedRun run({scenario}, sleeping(2_s));
  run.at(3_s, [&] { run.engine->stop(); });

  const RunOutcome outcome = run.run();

  EXPECT_EQ(outcome.progress.interrupted, 3);
  EXPECT_EQ(outcome.elapsed, 3500_ms);
}

TEST(Engine, AbortsWhatHasBeenStopped) {
  SimulatedRun run({looping("s", 1, 10_s)}, sleeping(5_s));
  run.at(1_s, [&] { run.engine->stop(); });
  run.at(2_s, [&] { run.engine->abort(); });

  const RunOutcome outcome = run.run();

  EXPECT_EQ(outcome.end, RunEnd::aborted);
  EXPECT_EQ(outcome.elapsed, 2_s);
}

TEST(Engine, CountsTheIterationThatAbortsAsComplete) {
  SimulatedRun run({looping("s", 2, 10_s)}, [&](const FakeIteration& iteration) {
    if (iteration.vu == 1) {
      run.reactor->sleep(1_s);
      run.engine->abort();
      return IterationEnd::complete;
    }
    return iteration.sleep(3_s);
  });

  const RunOutcome outcome = run.run();

  EXPECT_EQ(outcome.progress.completed, 1);
  EXPECT_EQ(outcome.progress.interrupted, 1);
}

TEST(Engine, DropsNothingWhenAborted) {
  Scenario scenario = looping("s", 1, 10_s);
  scenario.executor = PerVuIterations{.vus = 2, .iterations = 9};
  SimulatedRun run({scenario}, sleeping(1_s), 2);
  run.at(1500_ms, [&] { run.engine->abort(); });

  EXPECT_EQ(run.run().progress.dropped, 0);
}

TEST(Engine, EndsAScenarioThatHasNotStartedWhenAborted) {
  Scenario later = looping("later", 1, 1_s);
  later.start_time = 100_s;
  SimulatedRun run({looping("sooner", 1, 10_s), later}, sleeping(1_s));
  run.at(1500_ms, [&] { run.engine->abort(); });

  const RunOutcome outcome = run.run();

  EXPECT_EQ(outcome.elapsed, 1500_ms);
  EXPECT_EQ(outcome.progress.scenarios[1].elapsed, 0_s);
}

TEST(Engine, AbortedBeforeItRunsStartsNothing) {
  SimulatedRun run({looping("s", 1, 10_s)}, sleeping(1_s));
  run.engine->abort();

  run.run();

  ASSERT_FALSE(run.initialized.has_value());
  EXPECT_EQ(run.initialized.error().text(),
            "the run was ended before all virtual users were initialized");
}

TEST(Engine, TellsTheVirtualUserThatItIsInterrupted) {
  Scenario scenario = looping("s", 1, 1_s);
  scenario.graceful_stop = 0_s;
  bool saw_interrupt = false;
  SimulatedRun run({scenario}, [&](const FakeIteration& iteration) {
    while (!iteration.is_interrupted) {  // computes, and is pre-empted
      run.clock.advance(1_ms);
      run.reactor->yield();
    }
    saw_interrupt = true;
    return IterationEnd::interrupted;
  });

  const RunOutcome outcome = run.run();

  EXPECT_TRUE(saw_interrupt);
  EXPECT_EQ(outcome.progress.interrupted, 1);
}

TEST(Engine, FailsWhenAVirtualUserCannotBeMade) {
  for (const std::size_t workers : {1, 2}) {
    SimulatedRun run({looping("s", 5, 1_s)}, sleeping(1_s), workers,
                     [](Worker&, std::uint64_t vu) -> kit::Result<void> {
                       return vu == 4 ? kit::failure("bad script") : kit::Result<void>();
                     });

    run.run();

    ASSERT_FALSE(run.initialized.has_value());
    EXPECT_EQ(run.initialized.error().text(), "bad script");
    EXPECT_EQ(run.users.alive(), 0);
  }
}

TEST(Engine, MakesEachVirtualUserOnItsWorker) {
  std::vector<std::pair<int, std::uint64_t>> made;
  SimulatedRun run({looping("s", 5, 1_s)}, sleeping(1_s), 2, [&](Worker& worker, std::uint64_t vu) {
    made.emplace_back(worker.index, vu);
    return kit::Result<void>();
  });

  run.run();

  std::sort(made.begin(), made.end());
  EXPECT_EQ(made,
            (std::vector<std::pair<int, std::uint64_t>>{{0, 1}, {0, 3}, {0, 5}, {1, 2}, {1, 4}}));
}

TEST(Engine, ClosesWithoutARun) {
  SimulatedRun run({looping("s", 2, 1_s)}, sleeping(1_s));
  run.reactor->spawn([&] {
    ASSERT_TRUE(run.engine->initialize().has_value());
    EXPECT_EQ(run.users.alive(), 2);
    run.engine->close();
    EXPECT_EQ(run.users.alive(), 0);
  });

  run.reactor->run();
}

TEST(Engine, ReportsProgressWhileItRuns) {
  Scenario later = looping("later", 1, 2_s);
  later.start_time = 3_s;
  later.executor = PerVuIterations{.vus = 1, .iterations = 4};
  SimulatedRun run({looping("sooner", 2, 4_s), later}, sleeping(500_ms), 2);
  Progress middle;
  run.at(1100_ms, [&] { middle = run.engine->progress(); });

  const RunOutcome outcome = run.run();

  EXPECT_EQ(middle.active_vus, 2);
  EXPECT_EQ(middle.initialized_vus, 3);
  EXPECT_EQ(middle.max_vus, 3);
  EXPECT_EQ(middle.completed, 4);
  EXPECT_EQ(middle.elapsed, 1100_ms);
  EXPECT_EQ(middle.scenarios[0].state, ScenarioState::running);
  EXPECT_DOUBLE_EQ(middle.scenarios[0].fraction, 0.275);
  EXPECT_EQ(middle.scenarios[1].state, ScenarioState::waiting);
  EXPECT_EQ(outcome.progress.scenarios[1].state, ScenarioState::ended);
  EXPECT_DOUBLE_EQ(outcome.progress.scenarios[1].fraction, 1);
}

}  // namespace
}  // namespace headroom::load
