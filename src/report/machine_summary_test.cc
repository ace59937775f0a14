#include "report/machine_summary.h"

#include <gtest/gtest.h>

#include "kit/golden.h"
#include "report/record_fake.h"

namespace headroom::report {
namespace {

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != text.npos;
}

TEST(MachineSummary, IsOfSchema1) {
  kit::expect_golden("report/machine_summary.json",
                     machine_summary(transcript_record(),
                                     {.script_source = "export default function () {}\n",
                                      .generated_at = {.unix_ns = 1'790'000'000'123'456'789}}) +
                         "\n");
}

TEST(MachineSummary, NamesPercentilesWithoutBrackets) {
  const std::string json =
      machine_summary(transcript_record(), {.trend_stats = {"med", "p(99.9)", "count"}});
  EXPECT_TRUE(has(json, R"("name":"my_trend","type":"trend","contains":"time",)"
                        R"("values":{"med":12.5,"p99.9":12.5,"count":2})"))
      << json;
}

TEST(MachineSummary, HasTheMetricsOfTheSummarysMode) {
  const std::string_view waiting = R"("name":"http_req_waiting")";
  EXPECT_FALSE(has(machine_summary(transcript_record()), waiting));
  EXPECT_TRUE(has(machine_summary(transcript_record(), {.mode = SummaryMode::full}), waiting));
}

TEST(MachineSummary, OfARunWithoutChecksHasNone) {
  EXPECT_TRUE(has(machine_summary({}), R"("results":{"checks":{"metrics":[],"results":[]},)"));
}

}  // namespace
}  // namespace headroom::report
