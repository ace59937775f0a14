#include "load/arrival_rate.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "load/load_fake.h"
#include "metrics/totals.h"

namespace headroom::load {
namespace {

using namespace kit::literals;

struct Open {
  std::uint64_t rate = 20;
  kit::Duration duration = 2_s;
  std::uint64_t vus = 4;
  std::uint64_t max_vus = 0;  // 0: as many as vus
  kit::Duration graceful_stop = 30_s;
};

Scenario scenario(const Open& open) {
  return {.name = "open",
          .executor = ConstantArrivalRate{.rate = open.rate,
                                          .duration = open.duration,
                                          .preallocated_vus = open.vus,
                                          .max_vus = std::max(open.vus, open.max_vus)},
          .start_time = 0_s,
          .graceful_stop = open.graceful_stop};
}

// The known answer of a trial with k6.
TEST(ConstantArrivalRate, DropsWhatFourVirtualUsersCannotTake) {
  SimulatedRun run({scenario({})}, sleeping(500_ms));

  const RunOutcome outcome = run.run();

  EXPECT_EQ(outcome.progress.completed, 16);
  EXPECT_EQ(outcome.progress.dropped, 25);
  EXPECT_EQ(outcome.progress.interrupted, 0);
}

TEST(ConstantArrivalRate, DropsTheSameWithTwoWorkersThatHandTicksOver) {
  SimulatedRun run({scenario({})}, sleeping(500_ms), 2);

  const RunOutcome outcome = run.run();

  EXPECT_EQ(outcome.progress.completed, 16);
  EXPECT_EQ(outcome.progress.dropped, 25);
}

TEST(ConstantArrivalRate, StartsEachIterationWhenItIsDue) {
  std::vector<std::int64_t> starts_ms;
  SimulatedRun run({scenario({.rate = 5, .duration = 1_s})}, [&](const FakeIteration& iteration) {
    EXPECT_EQ(iteration.context.scheduled_start, run.clock.now());
    starts_ms.push_back(run.elapsed().in_milliseconds());
    return iteration.sleep(100_ms);
  });

  const RunOutcome outcome = run.run();

  EXPECT_EQ(starts_ms, (std::vector<std::int64_t>{0, 200, 400, 600, 800, 1000}));
  EXPECT_EQ(outcome.lateness_p99_seconds(), 0);
}

TEST(ConstantArrivalRate, NumbersIterationsWithoutGapsThoughSomeAreDropped) {
  std::vector<std::uint64_t> numbers;
  SimulatedRun run(
      {scenario({})},
      [&](const FakeIteration& iteration) {
        numbers.push_back(iteration.context.iteration_in_scenario);
        return iteration.sleep(500_ms);
      },
      2);

  run.run();

  std::sort(numbers.begin(), numbers.end());
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    EXPECT_EQ(numbers[i], i);
  }
}

TEST(ConstantArrivalRate, HandsEveryTickToTheOnlyWorkerWithAVirtualUser) {
  SimulatedRun run({scenario({.rate = 10, .duration = 1_s, .vus = 1})}, sleeping(10_ms), 3);

  const RunOutcome outcome = run.run();

  EXPECT_EQ(outcome.progress.completed, 11);
  EXPECT_EQ(outcome.progress.dropped, 0);
}

TEST(ConstantArrivalRate, AddsOneVirtualUserForEachDropUntilThereAreEnough) {
  SimulatedRun run({scenario({.rate = 10, .duration = 1_s, .vus = 1, .max_vus = 9})},
                   sleeping(350_ms));

  const RunOutcome outcome = run.run();

  // Ticks at 100 and 200 ms find nobody; each drop adds one, and four are enough.
  EXPECT_EQ(outcome.progress.dropped, 3);
  EXPECT_EQ(outcome.progress.completed, 8);
  EXPECT_EQ(outcome.progress.initialized_vus, 4);
  EXPECT_TRUE(run.notices.empty());
}

TEST(ConstantArrivalRate, AddsVirtualUsersOneAtATime) {
  SimulatedRun run({scenario({.rate = 10, .duration = 1_s, .vus = 0, .max_vus = 9})},
                   sleeping(10_s), 2, [&](Worker& worker, std::uint64_t) {
                     worker.reactor.sleep(250_ms);
                     return kit::Result<void>();
                   });

  const RunOutcome outcome = run.run();

  // Asked for at 0, 400 and 800 ms, there at 250 and 650 ms; the last comes too late.
  EXPECT_EQ(outcome.progress.completed, 2);
  EXPECT_EQ(outcome.progress.dropped, 9);
  EXPECT_EQ(run.engine->progress().initialized_vus, 3);
}

TEST(ConstantArrivalRate, WarnsOnceWhenAllVirtualUsersAreInUse) {
  SimulatedRun run({scenario({.vus = 1, .max_vus = 2})}, sleeping(5_s));

  run.run();

  ASSERT_EQ(run.notices.size(), 2);
  EXPECT_EQ(run.notices[0].text,
            "Insufficient VUs, reached 2 active VUs and cannot initialize more");
  EXPECT_FALSE(run.notices[0].is_error);
}

TEST(ConstantArrivalRate, TellsHowManyVirtualUsersItTakesAsSoonAsAnIterationHasEnded) {
  SimulatedRun run({scenario({.rate = 20, .duration = 2_s, .vus = 4})}, sleeping(500_ms), 2);
  run.at(499_ms, [&] { EXPECT_EQ(run.notices.size(), 1); });
  run.at(501_ms, [&] { EXPECT_EQ(run.notices.size(), 2); });

  run.run();

  ASSERT_EQ(run.notices.size(), 2);
  EXPECT_EQ(run.notices[1].text,
            "scenario 'open': 20 iterations/s that take 500ms on average so far keep about 10 VUs "
            "busy, and maxVUs is 4: raise it to more than 10");
  EXPECT_FALSE(run.notices[1].is_error);
}

TEST(ConstantArrivalRate, ReportsAnAddedVirtualUserThatCannotBeMade) {
  SimulatedRun run({scenario({.vus = 1, .max_vus = 2})}, sleeping(5_s), 1,
                   [](Worker&, std::uint64_t vu) -> kit::Result<void> {
                     return vu == 2 ? kit::failure("no memory") : kit::Result<void>();
                   });

  const RunOutcome outcome = run.run();

  ASSERT_EQ(run.notices.size(), 3);  // then that there are too few, and how many it takes
  EXPECT_EQ(run.notices[0].text, "Error while allocating unplanned VU: no memory");
  EXPECT_TRUE(run.notices[0].is_error);
  EXPECT_EQ(outcome.progress.completed, 1);
}

TEST(ConstantArrivalRate, ReusesAddedVirtualUsersInALaterScenario) {
  Scenario later = scenario({.rate = 2, .duration = 1_s, .vus = 1, .max_vus = 3});
  const Scenario sooner = later;
  later.start_time = 40_s;
  SimulatedRun run({sooner, later}, sleeping(3_s), 2);

  const RunOutcome outcome = run.run();

  EXPECT_EQ(outcome.progress.max_vus, 3);
  EXPECT_EQ(outcome.progress.initialized_vus, 2);  // one was added, and served twice
  EXPECT_EQ(outcome.progress.scenarios[1].completed, outcome.progress.scenarios[0].completed);
}

TEST(ConstantArrivalRate, StartsTheFirstWhereverTheScenarioBegins) {
  for (const std::size_t workers : {1, 2, 3}) {
    Scenario later = scenario({.rate = 10, .duration = 1_s, .vus = 6});
    later.start_time = 1_s;
    SimulatedRun run({later}, sleeping(10_ms), workers);

    const RunOutcome outcome = run.run();

    EXPECT_EQ(outcome.progress.completed, 11);
    EXPECT_EQ(outcome.progress.dropped, 0);
  }
}

// Something else on the worker took longer than the lead before the start.
TEST(ConstantArrivalRate, DropsNothingWhenTheWorkerIsLateForTheStart) {
  bool is_first = true;
  std::optional<SimulatedRun> run;
  run.emplace(std::vector{scenario({.rate = 10, .duration = 1_s, .vus = 6})}, sleeping(10_ms), 1,
              [&](Worker&, std::uint64_t) {
                if (std::exchange(is_first, false)) {
                  run->reactor->spawn([&run] {
                    while (run->engine->start() == kit::Instant::never()) {
                      run->reactor->yield();
                    }
                    run->clock.advance(50_ms);
                  });
                }
                return kit::Result<void>();
              });

  const RunOutcome outcome = run->run();

  EXPECT_EQ(outcome.progress.completed, 11);
  EXPECT_EQ(outcome.progress.dropped, 0);
}

TEST(ConstantArrivalRate, InterruptsAfterGracefulStop) {
  SimulatedRun run({scenario({.rate = 1, .duration = 2_s, .graceful_stop = 1500_ms})},
                   sleeping(2_s));

  const RunOutcome outcome = run.run();

  EXPECT_EQ(outcome.progress.completed, 2);    // from 0 and 1 s
  EXPECT_EQ(outcome.progress.interrupted, 1);  // from 2 s
  EXPECT_EQ(outcome.elapsed, 3500_ms);
}

// A hog on the worker makes the ticks late, not the virtual users few.
TEST(ConstantArrivalRate, DropsNothingForItsOwnLateness) {
  SimulatedRun run({scenario({.rate = 100, .duration = 1_s, .vus = 2})},
                   [](const FakeIteration& iteration) { return iteration.sleep(1_ms); });
  run.at(100_ms, [&] { run.clock.advance(50_ms); });

  const RunOutcome outcome = run.run();

  EXPECT_EQ(outcome.progress.completed, 101);
  EXPECT_EQ(outcome.progress.dropped, 0);
  EXPECT_GT(outcome.lateness_p99_seconds(), 0.03);
}

// A generator that stands still for a second. Each iteration takes a millisecond once it
// has begun, but a user who came in that second would have waited for its rest.
TEST(ConstantArrivalRate, TellsResponseTimeFromTheScheduledStart) {
  SimulatedRun run({scenario({.rate = 100, .duration = 10_s, .vus = 200})}, sleeping(1_ms));
  run.at(5005_ms, [&] { run.clock.advance(1_s); });

  run.run();

  metrics::Totals totals(run.catalog);
  totals.merge(run.recorders[0]->rotate(), 0);
  const metrics::Aggregate& duration = totals.of(run.ids.iteration_duration);
  const metrics::Aggregate& lateness = totals.of(run.ids.iteration_lateness);
  const metrics::Aggregate& response = totals.of(run.ids.iteration_response_time);
  ASSERT_EQ(response.count(), 1001);
  EXPECT_NEAR(duration.percentile(99), 0.001, 1e-6);
  EXPECT_NEAR(duration.max(), 0.001, 1e-6);
  // Due at 5.01, 5.02 ... 6.00 s, begun at 6.005 s: late by 995, 985 ... 5 ms. Ten of the
  // 1001 are above the p99, the eleventh is it.
  EXPECT_NEAR(lateness.max(), 0.995, 1e-6);
  EXPECT_NEAR(lateness.percentile(99), 0.895, 0.895 * 0.01);
  EXPECT_NEAR(response.percentile(99), 0.896, 0.896 * 0.01);
  EXPECT_NEAR(response.max(), 0.996, 1e-6);
  EXPECT_NEAR(response.percentile(50), 0.001, 1e-6);
}

TEST(ConstantArrivalRate, StartsLateTicksAtOnce) {
  std::vector<std::int64_t> starts_ms;
  SimulatedRun run({scenario({.rate = 10, .duration = 1_s, .vus = 10})},
                   [&](const FakeIteration& iteration) {
                     starts_ms.push_back(run.elapsed().in_milliseconds());
                     return iteration.sleep(1_ms);
                   });
  run.at(150_ms, [&] { run.clock.advance(300_ms); });

  run.run();

  EXPECT_EQ(starts_ms,
            (std::vector<std::int64_t>{0, 100, 450, 450, 450, 500, 600, 700, 800, 900, 1000}));
}

}  // namespace
}  // namespace headroom::load
