#include "report/summary_data.h"

#include <gtest/gtest.h>

#include "kit/golden.h"
#include "report/record_fake.h"

namespace headroom::report {
namespace {

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != text.npos;
}

TEST(SummaryData, IsTheDocumentOfHandleSummary) {
  kit::expect_golden("report/summary_data.json", summary_data(transcript_record()) + "\n");
}

TEST(SummaryData, GroupsAndChecksCarryTheIdsOfTheirPaths) {
  const std::string json = summary_data(transcript_record());
  EXPECT_TRUE(
      has(json, R"("root_group":{"name":"","path":"","id":"d41d8cd98f00b204e9800998ecf8427e")"));
  EXPECT_TRUE(has(json, R"("name":"never","path":"::outer::never","id":)"));
  EXPECT_TRUE(has(json, R"("passes":0,"fails":6)"));
}

TEST(SummaryData, TimesAreMillisecondsAndTrendKeysLiteral) {
  const std::string json =
      summary_data(transcript_record(), {.trend_stats = {"avg", "p(99.9)", "count"}});
  EXPECT_TRUE(has(json, R"x("my_trend":{"type":"trend","contains":"time",)x"
                        R"x("values":{"avg":12.5,"p(99.9)":12.5,"count":2}})x"));
  EXPECT_TRUE(has(json, R"("my_number":{"type":"trend","contains":"default","values":{"avg":3,)"));
  EXPECT_TRUE(has(json, R"("testRunDurationMs":1003.477627)"));
}

TEST(SummaryData, SaysWhichThresholdsHold) {
  const std::string json = summary_data(transcript_record());
  EXPECT_TRUE(has(json, R"x("thresholds":{"p(95)<500":{"ok":true},"avg<200":{"ok":true}})x"));
  EXPECT_TRUE(has(json, R"("thresholds":{"rate>0.9":{"ok":false}})"));
}

TEST(SummaryData, NamesAThresholdsWindowWithIt) {
  run::Record record;
  record.metrics = {make_times("http_req_duration", {100})};
  add_threshold(record.metrics[0], "max<500");
  add_threshold(record.metrics[0], "max<500");
  record.metrics[0].thresholds[1].windows = {.length = kit::Duration::seconds(10)};
  EXPECT_TRUE(has(summary_data(record),
                  R"("thresholds":{"max<500":{"ok":true},"max<500 in every 10s":{"ok":true}})"));
}

TEST(SummaryData, CarriesOptionsStateAndSetupData) {
  const std::string json = summary_data({}, {.trend_stats = {"avg"},
                                             .time_unit = "ms",
                                             .has_no_colour = true,
                                             .is_stdout_terminal = true,
                                             .setup_data = R"({"token":"x"})"});
  EXPECT_TRUE(has(
      json, R"("options":{"summaryTrendStats":["avg"],"summaryTimeUnit":"ms","noColor":true})"));
  EXPECT_TRUE(
      has(json, R"("state":{"isStdOutTTY":true,"isStdErrTTY":false,"testRunDurationMs":0})"));
  EXPECT_TRUE(json.ends_with(R"("metrics":{},"setup_data":{"token":"x"}})"));
  EXPECT_FALSE(has(summary_data({}), "setup_data"));
}

}  // namespace
}  // namespace headroom::report
