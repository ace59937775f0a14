#include "load/vu_ledger.h"

namespace headroom::load {
namespace {

using namespace kit::literals;

Scenario open(std::uint64_t vus, std::uint64_t max_vus, kit::Duration start) {
  return {.name = "open",
          .executor =
              ConstantArrivalRate{
                  .rate = 1, .duration = 10_s, .preallocated_vus = vus, .max_vus = max_vus},
          .start_time = start,
          .graceful_stop = 0_s};
}

TEST(VuLedger, MakesANewOneWhenAllAreNeeded) {
  const std::vector<Scenario> scenarios{open(2, 4, 0_s)};
  VuLedger ledger(scenarios, plan_vus(scenarios, 1));

  EXPECT_EQ(ledger.claim(0).new_vu_id, 3);
  EXPECT_EQ(ledger.claim(0).new_vu_id, 4);
}

TEST(VuLedger, LendsThoseOfALaterScenarioOnlyToWhoEndsBeforeIt) {
  const std::vector<Scenario> scenarios{open(1, 9, 0_s), open(3, 3, 10_s), open(1, 9, 5_s)};
  VuLedger ledger(scenarios, plan_vus(scenarios, 1));  // four from 10 s on

  EXPECT_EQ(ledger.claim(0).new_vu_id, std::nullopt);
  EXPECT_EQ(ledger.claim(2).new_vu_id, 5);
  EXPECT_EQ(ledger.claim(0).new_vu_id, std::nullopt);
}

TEST(VuLedger, LendsWhatAScenarioHasGivenBack) {
  const std::vector<Scenario> scenarios{open(1, 2, 0_s), open(1, 2, 0_s)};
  VuLedger ledger(scenarios, plan_vus(scenarios, 2));
  ledger.give_back(1, 1);

  const VuClaim claim = ledger.claim(0);

  EXPECT_EQ(claim.worker, 1);
  EXPECT_EQ(claim.new_vu_id, std::nullopt);
}

TEST(VuLedger, DealsNewOnesToTheWorkersInTurn) {
  const std::vector<Scenario> scenarios{open(2, 9, 0_s)};
  VuLedger ledger(scenarios, plan_vus(scenarios, 2));

  EXPECT_EQ(ledger.claim(0).worker, 0);
  EXPECT_EQ(ledger.claim(0).worker, 1);
}

}  // namespace
}  // namespace headroom::load
