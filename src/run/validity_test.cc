#include "run/validity.h"

#include <gtest/gtest.h>

namespace headroom::run {
namespace {

// A quiet open-model run.
ValidityFacts quiet() {
  return {.lateness_p99_seconds = 0.0004,
          .worker_busy_share = 0.4,
          .run_queue_wait_share = 0.002,
          .cpu_pressure_share = 0.03,
          .iterations_dropped = 0,
          .iterations_started = 4'000,
          .requests = 4'000};
}

TEST(Validity, OfAQuietRunIsValid) {
  const Validity validity = judge_validity(quiet());
  EXPECT_TRUE(validity.is_valid);
  EXPECT_TRUE(validity.reasons.empty());
  EXPECT_EQ(text_of(validity), "measurement: valid");
}

TEST(Validity, DoesNotJudgeWhatIsUnknown) {
  EXPECT_TRUE(judge_validity({.requests = 59}).is_valid);
}

TEST(Validity, EachReasonGivesNumberLimitAndRemedy) {
  struct Row {
    const char* name;
    void (*disturb)(ValidityFacts&);
    const char* reason;
  };
  const std::vector<Row> rows{
      {"late starts", [](ValidityFacts& facts) { facts.lateness_p99_seconds = 0.0351; },
       "iterations started 35 ms late (p99; limit 10 ms): this machine could not keep the "
       "schedule; lower the rate or use a faster or quieter machine"},
      {"busy workers", [](ValidityFacts& facts) { facts.worker_busy_share = 0.992; },
       "workers were busy 99 % of the time (limit 90 %): the load generator was the bottleneck; "
       "use more workers, fewer VUs or a lighter script"},
      {"waiting for a CPU", [](ValidityFacts& facts) { facts.run_queue_wait_share = 0.18; },
       "this process waited 18 % of the time for a CPU (limit 5 %): stop other programs or use "
       "fewer workers than CPUs"},
      {"pressure", [](ValidityFacts& facts) { facts.cpu_pressure_share = 0.45; },
       "other programs pressed on the CPU: PSI 45 % (limit 25 %): stop them or measure on another "
       "machine"},
      {"drops", [](ValidityFacts& facts) { facts.iterations_dropped = 125; },
       "125 iterations dropped (3 %; limit 1 %): too few VUs; raise preAllocatedVUs or maxVUs"},
      {"few requests", [](ValidityFacts& facts) { facts.requests = 12; },
       "only 12 requests: too few to judge (at least 59); run longer"},
      {"one request", [](ValidityFacts& facts) { facts.requests = 1; },
       "only 1 request: too few to judge (at least 59); run longer"},
      {"few iterations of a script without requests",
       [](ValidityFacts& facts) {
         facts.makes_requests = false;
         facts.requests = 0;
         facts.iterations_started = 58;
       },
       "only 58 iterations: too few to judge (at least 59); run longer"},
      {"a limit that is barely passed",
       [](ValidityFacts& facts) { facts.run_queue_wait_share = 0.0512; },
       "this process waited 5.1 % of the time for a CPU (limit 5 %): stop other programs or use "
       "fewer workers than CPUs"},
  };
  for (const Row& row : rows) {
    ValidityFacts facts = quiet();
    row.disturb(facts);
    const Validity validity = judge_validity(facts);
    EXPECT_FALSE(validity.is_valid) << row.name;
    ASSERT_EQ(validity.reasons.size(), 1U) << row.name;
    EXPECT_EQ(validity.reasons[0], row.reason) << row.name;
  }
}

TEST(Validity, HoldsAtEachLimit) {
  const ValidityFacts facts{.lateness_p99_seconds = lateness_p99_limit_seconds,
                            .worker_busy_share = worker_busy_limit,
                            .run_queue_wait_share = run_queue_wait_limit,
                            .cpu_pressure_share = cpu_pressure_limit,
                            .iterations_dropped = 1,
                            .iterations_started = 99,
                            .requests = values_min};
  EXPECT_TRUE(judge_validity(facts).is_valid);
}

TEST(Validity, AScriptWithoutRequestsIsJudgedByItsIterations) {
  EXPECT_TRUE(judge_validity({.iterations_started = 59, .makes_requests = false}).is_valid);
}

TEST(Validity, ListsAllReasons) {
  ValidityFacts facts = quiet();
  facts.requests = 12;
  facts.cpu_pressure_share = 0.45;
  const Validity validity = judge_validity(facts);
  ASSERT_EQ(validity.reasons.size(), 2U);
  EXPECT_EQ(text_of(validity), "measurement: not valid: " + validity.reasons[0] +
                                   "\n             and: " + validity.reasons[1]);
}

}  // namespace
}  // namespace headroom::run
