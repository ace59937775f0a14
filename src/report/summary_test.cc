#include "report/summary.h"

#include <gtest/gtest.h>

#include "kit/golden.h"
#include "report/record_fake.h"
#include "report/trend_stat.h"

namespace headroom::report {
namespace {

TEST(CompactSummary, IsByteForByteThatOfK6) {
  kit::expect_golden("report/compact_summary.txt", compact_summary(transcript_record()));
}

TEST(CompactSummary, HasColoursOnATerminal) {
  kit::expect_golden("report/compact_summary_colour.txt",
                     compact_summary(transcript_record(), {.uses_colour = true}));
}

TEST(CompactSummary, ShowsTheStatisticsAndTheUnitAskedFor) {
  const std::string text =
      compact_summary(transcript_record(),
                      {.trend_stats = {"count", "p(99.99)"}, .time_unit = TimeUnit::milliseconds});
  EXPECT_NE(text.find("my_trend.......................: count=2 p(99.99)=12.50ms "), text.npos)
      << text;
  EXPECT_NE(text.find("✓ 'avg<200' avg=1.73ms"), text.npos) << text;
}

TEST(TrendStats, AreRefusedByName) {
  const std::vector<std::string> good = {"avg", "min", "med", "max", "count", "p(0)", "p(99.99)"};
  EXPECT_TRUE(check_trend_stats(good));
  for (const std::string bad : {"", "mean", "p95", "p(101)", "p(-1)", "p(x)", "p("}) {
    const auto checked = check_trend_stats(std::vector<std::string>{"avg", bad});
    ASSERT_FALSE(checked) << bad;
    EXPECT_NE(checked.error().text().find('"' + bad + '"'), std::string::npos);
  }
}

TEST(CompactSummary, LeavesOutWhatThereWasNot) {
  run::Record record;
  record.elapsed = kit::Duration::seconds(2);
  record.metrics = {make_metric("iterations", Type::counter, Contains::plain, {4})};

  EXPECT_EQ(compact_summary(record),
            "\n\n  █ TOTAL RESULTS \n\n    EXECUTION\n    iterations...: 4 2/s\n\n\n\n");
}

TEST(CompactSummary, ChecksOfOneNameAreOneLine) {
  run::Record record;
  record.metrics = {make_rate("checks", 3, 1)};
  record.root.checks = {{.name = "ok", .passes = 1}};
  record.root.groups = {{.name = "g", .checks = {{.name = "ok", .passes = 2, .fails = 1}}}};

  const std::string text = compact_summary(record);

  EXPECT_NE(text.find("    ✗ ok\n      ↳  75% — ✓ 3 / ✗ 1\n"), text.npos) << text;
  EXPECT_NE(text.find("checks_total.......: 4      0/s\n"), text.npos) << text;
}

TEST(CompactSummary, ChecksComeInOrderOfFirstSightOverAllGroups) {
  run::Record record;
  record.metrics = {make_rate("checks", 3, 0)};
  record.root.checks = {{.name = "second", .passes = 1, .id = 1}};
  record.root.groups = {{.name = "g",
                         .checks = {{.name = "first", .passes = 1, .id = 0},
                                    {.name = "third", .passes = 1, .id = 2}}}};

  const std::string text = compact_summary(record);

  EXPECT_NE(text.find("    ✓ first\n    ✓ second\n    ✓ third\n"), text.npos) << text;
}

TEST(CompactSummary, PutsProtocolsIntoTheirSections) {
  run::Record record;
  record.metrics = {make_times("ws_connecting", {1}), make_times("grpc_req_duration", {1}),
                    make_times("browser_web_vital_lcp", {1}),
                    make_times("browser_http_req_duration", {1})};

  const std::string text = compact_summary(record);

  const std::size_t browser = text.find("    BROWSER\n    browser_http_req_duration");
  const std::size_t vitals = text.find("    WEB_VITALS\n    browser_web_vital_lcp");
  const std::size_t grpc = text.find("    GRPC\n    grpc_req_duration");
  const std::size_t websocket = text.find("    WEBSOCKET\n    ws_connecting");
  EXPECT_LT(browser, vitals);
  EXPECT_LT(vitals, grpc);
  EXPECT_LT(grpc, websocket);
  EXPECT_NE(websocket, text.npos) << text;
}

TEST(CompactSummary, AThresholdOnACountersRateIsPerSecond) {
  run::Record record;
  record.elapsed = kit::Duration::seconds(1);
  record.metrics = {make_metric("http_reqs", Type::counter, Contains::plain, {8})};
  add_threshold(record.metrics[0], "rate>5");

  const std::string text = compact_summary(record);

  EXPECT_NE(text.find("    http_reqs\n    ✓ 'rate>5' rate=8/s\n"), text.npos) << text;
}

TEST(TrendStat, KnowsItsNames) {
  metrics::Aggregate values(Type::trend);
  for (const double value : {1.0, 2.0, 3.0, 4.0}) {
    values.record(value);
  }
  EXPECT_EQ(trend_stat("avg", values), 2.5);
  EXPECT_EQ(trend_stat("min", values), 1);
  EXPECT_EQ(trend_stat("med", values), 2.5);
  EXPECT_EQ(trend_stat("max", values), 4);
  EXPECT_EQ(trend_stat("count", values), 4);
  EXPECT_EQ(trend_stat("p(100)", values), 4);
  for (const char* name : {"", "p95", "p(101)", "p(-1)", "p()", "p(x)", "median"}) {
    EXPECT_FALSE(trend_stat(name, values)) << name;
  }
}

}  // namespace
}  // namespace headroom::report
