// Random scenarios, workers, durations and ends from a seed, under the
// simulated clock: whatever happens, the books must balance.
#include <algorithm>
#include <map>
#include <set>

#include "kit/random.h"
#include "load/arrival_schedule.h"
#include "load/load_fake.h"

namespace headroom::load {
namespace {

using namespace kit::literals;

kit::Duration random_span(kit::Random& random, kit::Duration most) {
  return kit::Duration::milliseconds(static_cast<std::int64_t>(
      random.next_below(static_cast<std::uint64_t>(most.in_milliseconds() + 1))));
}

std::vector<Stage> random_stages(kit::Random& random, std::uint64_t most) {
  std::vector<Stage> stages;
  for (std::uint64_t i = 0; i <= random.next_below(5); ++i) {
    const kit::Duration duration = random.next_below(3) == 0 ? 0_s : random_span(random, 2_s);
    stages.push_back({duration, random.next_below(most)});
  }
  return stages;
}

RampingVus random_ramp(kit::Random& random) {
  RampingVus ramp{.start_vus = random.next_below(4), .stages = random_stages(random, 9)};
  ramp.stages.push_back({random_span(random, 1_s), 1});
  ramp.graceful_ramp_down = random_span(random, 1_s);
  return ramp;
}

ExecutorConfig random_executor(kit::Random& random) {
  const std::uint64_t vus = 1 + random.next_below(8);
  const kit::Duration duration = 1_s + random_span(random, 4_s);
  switch (random.next_below(6)) {
    case 0: return ConstantVus{.vus = vus, .duration = duration};
    case 3: return random_ramp(random);
    case 4:
      return RampingArrivalRate{.start_rate = random.next_below(20),
                                .stages = random_stages(random, 60),
                                .time_unit = 1_s + random_span(random, 1_s),
                                .preallocated_vus = vus - 1,
                                .max_vus = vus + random.next_below(8)};
    case 1:
      return PerVuIterations{
          .vus = vus, .iterations = 1 + random.next_below(20), .max_duration = duration};
    case 2:
      return SharedIterations{
          .vus = vus, .iterations = vus + random.next_below(100), .max_duration = duration};
    default:
      return ConstantArrivalRate{.rate = 1 + random.next_below(60),
                                 .time_unit = 1_s + random_span(random, 1_s),
                                 .duration = duration,
                                 .preallocated_vus = vus - 1,
                                 .max_vus = vus + random.next_below(8)};
  }
}

std::vector<Scenario> random_scenarios(kit::Random& random) {
  std::vector<Scenario> scenarios(1 + random.next_below(4));
  for (Scenario& scenario : scenarios) {
    scenario.executor = random_executor(random);
    scenario.start_time = random.next_below(2) == 0 ? 0_s : random_span(random, 5_s);
    scenario.graceful_stop = random_span(random, 2_s);
  }
  return scenarios;
}

// How many iterations must have been begun or dropped when nobody ends the run
// early; 0 when that depends on how long they take.
std::uint64_t scheduled(const Scenario& scenario) {
  if (const auto* open = std::get_if<ConstantArrivalRate>(&scenario.executor)) {
    return ArrivalSchedule(*open).tick_count();
  }
  if (const auto* ramp = std::get_if<RampingArrivalRate>(&scenario.executor)) {
    return ArrivalSchedule(*ramp).tick_count();
  }
  return total_iterations(scenario);
}

class Simulation : public testing::TestWithParam<std::uint64_t> {};

TEST_P(Simulation, KeepsItsBooksBalanced) {
  kit::Random random(GetParam());
  const std::vector<Scenario> scenarios = random_scenarios(random);
  std::set<std::uint64_t> busy;
  std::map<std::uint64_t, std::uint64_t> next_of_vu;
  std::vector<std::set<std::uint64_t>> numbers(scenarios.size());
  std::vector<std::uint64_t> ended(scenarios.size());
  const std::size_t workers = 1 + random.next_below(4);
  SimulatedRun run(
      scenarios,
      [&](const FakeIteration& iteration) {
        const IterationContext& context = iteration.context;
        EXPECT_TRUE(busy.insert(iteration.vu).second) << "two iterations at once";
        EXPECT_EQ(context.iteration_of_vu, next_of_vu[iteration.vu]++);
        EXPECT_TRUE(numbers[context.scenario_index].insert(context.iteration_in_scenario).second);
        EXPECT_LE(context.scheduled_start, run.clock.now());
        if (random.next_below(20) == 0) {
          run.clock.advance(random_span(random, 30_ms));  // hogs the worker
        }
        const IterationEnd end = iteration.sleep(1_ms + random_span(random, 600_ms));
        ended[context.scenario_index] += end != IterationEnd::interrupted;
        busy.erase(iteration.vu);
        return end;
      },
      workers,
      [&](Worker& worker, std::uint64_t) {
        worker.reactor.sleep(random_span(random, 100_ms));
        return kit::Result<void>();
      });
  const bool ends_early = random.next_below(3) == 0;
  if (ends_early) {
    run.at(random_span(random, 3_s), [&] { run.engine->stop(); });
    run.at(4_s, [&] { run.engine->abort(); });
  }

  const RunOutcome outcome = run.run();

  EXPECT_TRUE(busy.empty());
  EXPECT_EQ(run.users.alive(), 0);
  if (workers == 1) {
    EXPECT_LE(outcome.progress.initialized_vus, outcome.progress.max_vus);
  }
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    const ScenarioProgress& progress = outcome.progress.scenarios[i];
    EXPECT_EQ(progress.state, ScenarioState::ended);
    EXPECT_EQ(progress.active_vus, 0);
    EXPECT_EQ(progress.completed, ended[i]);
    if (!ends_early && scheduled(scenarios[i]) > 0) {
      EXPECT_EQ(progress.completed + progress.interrupted + progress.dropped,
                scheduled(scenarios[i]));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Simulation, testing::Range<std::uint64_t>(1, 150));

}  // namespace
}  // namespace headroom::load
