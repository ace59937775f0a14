// Executors under the simulated clock against answers worked out by hand, and a
// table of both for people to read:
//
//   build/dev/src/load/load_test --gtest_filter='KnownAnswers*'
#include <cstdio>

#include "load/load_fake.h"

namespace headroom::load {
namespace {

using namespace kit::literals;

struct Answer {
  std::uint64_t completed = 0, interrupted = 0, dropped = 0, vus = 0;
  kit::Duration elapsed;

  bool operator==(const Answer&) const = default;
};

struct Case {
  const char* what;
  const char* why;  // the answer is this
  ExecutorConfig executor;
  kit::Duration iteration;
  kit::Duration graceful_stop = 30_s;
  Answer expected;
};

ConstantArrivalRate twenty_a_second(std::uint64_t vus, std::uint64_t max_vus) {
  return {.rate = 20, .duration = 2_s, .preallocated_vus = vus, .max_vus = max_vus};
}

RampingArrivalRate rates(std::uint64_t start_rate, std::vector<Stage> stages, std::uint64_t vus,
                         std::uint64_t max_vus) {
  return {.start_rate = start_rate,
          .stages = std::move(stages),
          .preallocated_vus = vus,
          .max_vus = max_vus};
}

// What people graduate a load by; see examples/graduated.js.
const std::vector<Stage> graduated{{120_s, 10},  {300_s, 10},  {120_s, 50}, {300_s, 50},
                                   {120_s, 100}, {600_s, 100}, {300_s, 0}};

const Case cases[] = {
    {"constant-vus, 3 VUs, 2 s",
     "each does 4 of 0.5 s",
     ConstantVus{.vus = 3, .duration = 2_s},
     500_ms,
     30_s,
     {12, 0, 0, 3, 2_s}},
    {"constant-vus, gracefulStop 0.1 s",
     "the last of 0.6 s would end at 2.4 s",
     ConstantVus{.vus = 3, .duration = 2_s},
     600_ms,
     100_ms,
     {9, 3, 0, 3, 2100_ms}},
    {"per-vu-iterations, 2 x 10 in 1 s",
     "each begins 4 of 0.3 s",
     PerVuIterations{.vus = 2, .iterations = 10, .max_duration = 1_s},
     300_ms,
     30_s,
     {8, 0, 12, 2, 1200_ms}},
    {"shared-iterations, 100 by 4 in 1 s",
     "each begins 4 of 0.3 s",
     SharedIterations{.vus = 4, .iterations = 100, .max_duration = 1_s},
     300_ms,
     30_s,
     {16, 0, 84, 4, 1200_ms}},
    {"ramping-vus, 0 to 4 to 0 in 8 s",
     "active for 7, 5, 3 and 1 s",
     RampingVus{.start_vus = 0, .stages = {{4_s, 4}, {4_s, 0}}},
     500_ms,
     30_s,
     {32, 0, 0, 4, 8_s}},
    {"ramping-vus, gracefulRampDown 0.5 s",
     "the one that must go at 1 s has until 1.5 s",
     RampingVus{
         .start_vus = 2, .stages = {{1_s, 2}, {0_s, 1}, {5_s, 1}}, .graceful_ramp_down = 500_ms},
     2_s,
     1_s,
     {3, 1, 0, 2, 6_s}},
    {"ramping-vus, graduated to 100 in 31 min",
     "active for 106,230 s, the last second begun counts",
     RampingVus{.start_vus = 1, .stages = graduated},
     1_s,
     30_s,
     {106'253, 0, 0, 100, 1860_s}},
    {"constant-arrival-rate, 20/s, 4 VUs, 2 s",
     "41 ticks; 4 of 0.5 s every 0.55 s",
     twenty_a_second(4, 4),
     500_ms,
     30_s,
     {16, 0, 25, 4, 2300_ms}},
    {"constant-arrival-rate, 20/s, 11 VUs, 2 s",
     "11 are enough for 0.5 s: none is dropped",
     twenty_a_second(11, 11),
     500_ms,
     30_s,
     {41, 0, 0, 11, 2500_ms}},
    {"constant-arrival-rate, 20/s, 1 to 20 VUs, 2 s",
     "10 drops make the 11 that are enough",
     twenty_a_second(1, 20),
     500_ms,
     30_s,
     {31, 0, 10, 11, 2500_ms}},
    {"ramping-arrival-rate, 20/s, 4 VUs, 2 s",
     "40 ticks, the first at 50 ms",
     rates(20, {{2_s, 20}}, 4, 4),
     500_ms,
     30_s,
     {16, 0, 24, 4, 2350_ms}},
    {"ramping-arrival-rate, 0 to 10/s in 2 s",
     "the area is 10, the last at 2 s",
     rates(0, {{2_s, 10}}, 10, 10),
     500_ms,
     30_s,
     {10, 0, 0, 10, 2500_ms}},
    {"ramping-arrival-rate, 0 to 40/s and back",
     "40 + 40 + 40 arrive, 5 VUs do 50/s",
     rates(0, {{2_s, 40}, {1_s, 40}, {2_s, 0}}, 5, 5),
     100_ms,
     30_s,
     {120, 0, 0, 5, 5100_ms}},
};

Answer run(const Case& row, std::size_t workers) {
  SimulatedRun simulated({{.name = "known",
                           .executor = row.executor,
                           .start_time = 0_s,
                           .graceful_stop = row.graceful_stop}},
                         sleeping(row.iteration), workers);
  const RunOutcome outcome = simulated.run();
  return {.completed = outcome.progress.completed,
          .interrupted = outcome.progress.interrupted,
          .dropped = outcome.progress.dropped,
          .vus = outcome.progress.initialized_vus,
          .elapsed = outcome.elapsed};
}

void print_answer(const char* title, const Answer& answer) {
  std::printf("    %-9s %7llu completed %3llu interrupted %3llu dropped %4llu VUs %9.3f s\n", title,
              static_cast<unsigned long long>(answer.completed),
              static_cast<unsigned long long>(answer.interrupted),
              static_cast<unsigned long long>(answer.dropped),
              static_cast<unsigned long long>(answer.vus), answer.elapsed.in_seconds());
}

TEST(KnownAnswers, AreGivenByEveryExecutor) {
  for (const Case& row : cases) {
    const Answer measured = run(row, 1);
    std::printf("%s: %s\n", row.what, row.why);
    print_answer("expected", row.expected);
    print_answer("measured", measured);
    EXPECT_TRUE(measured == row.expected) << row.what;
  }
}

TEST(KnownAnswers, AreTheSameWithTwoWorkers) {
  for (const Case& row : cases) {
    EXPECT_TRUE(run(row, 2) == row.expected) << row.what;
  }
}

// The ticks of a ramp as k6 v2.2 was seen to start them, to the millisecond: 633, 895, 1096
// and 1266; a timer is late by up to one.
TEST(KnownAnswers, ARampOfRatesStartsWhenK6Does) {
  std::vector<std::int64_t> starts_us;
  SimulatedRun simulated({{.name = "known", .executor = rates(0, {{2_s, 10}}, 10, 10)}},
                         [&](const FakeIteration& iteration) {
                           starts_us.push_back(simulated.elapsed().in_nanoseconds() / 1000);
                           return iteration.sleep(10_ms);
                         });

  simulated.run();

  std::printf("ramping-arrival-rate, 0 to 10/s in 2 s, starts in us:\n   ");
  for (const std::int64_t start : starts_us) {
    std::printf(" %lld", static_cast<long long>(start));
  }
  std::printf("\n");
  EXPECT_EQ(starts_us,
            (std::vector<std::int64_t>{632'455, 894'427, 1'095'445, 1'264'911, 1'414'213, 1'549'193,
                                       1'673'320, 1'788'854, 1'897'366, 2'000'000}));
}

}  // namespace
}  // namespace headroom::load
