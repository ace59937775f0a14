#include "report/summary.h"

#include <gtest/gtest.h>

#include "kit/golden.h"
#include "report/parts_fake.h"
#include "report/trend_stat.h"

namespace headroom::report {
namespace {

TEST(CompactSummary, IsByteForByteThatOfK6) {
  kit::expect_golden("report/compact_summary.txt", summary(transcript_record()));
}

TEST(FullSummary, IsByteForByteThatOfK6) {
  kit::expect_golden("report/full_summary.txt",
                     summary(transcript_record_in_parts(), {.mode = SummaryMode::full}));
}

TEST(FullSummary, GroupsOutsideOfScenariosStandBeforeThem) {
  run::Record record;
  record.group_parts = {{.name = "setup"}, {.name = "Login"}};
  record.scenario_parts = {{.name = "browse"}};

  const std::string text = summary(record, {.mode = SummaryMode::full});

  EXPECT_LT(text.find("  █ GROUP: Login \n"), text.find("  █ GROUP: setup \n")) << text;
  EXPECT_LT(text.find("  █ GROUP: setup \n"), text.find("  █ SCENARIO: browse \n")) << text;
  EXPECT_EQ(summary(record).find("GROUP"), std::string::npos) << "a compact one has none";
}

TEST(CompactSummary, HasColoursOnATerminal) {
  kit::expect_golden("report/compact_summary_colour.txt",
                     summary(transcript_record(), {.uses_colour = true}));
}

TEST(CompactSummary, ShowsTheStatisticsAndTheUnitAskedFor) {
  const std::string text = summary(transcript_record(), {.trend_stats = {"count", "p(99.99)"},
                                                         .time_unit = TimeUnit::milliseconds});
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

  EXPECT_EQ(summary(record),
            "\n\n  █ TOTAL RESULTS \n\n    EXECUTION\n    iterations...: 4 2/s\n\n\n\n");
}

TEST(CompactSummary, ChecksOfOneNameAreOneLine) {
  run::Record record;
  record.metrics = {make_rate("checks", 3, 1)};
  record.root.checks = {{.name = "ok", .passes = 1}};
  record.root.groups = {{.name = "g", .checks = {{.name = "ok", .passes = 2, .fails = 1}}}};

  const std::string text = summary(record);

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

  const std::string text = summary(record);

  EXPECT_NE(text.find("    ✓ first\n    ✓ second\n    ✓ third\n"), text.npos) << text;
}

TEST(CompactSummary, PutsProtocolsIntoTheirSections) {
  run::Record record;
  record.metrics = {make_times("ws_connecting", {1}), make_times("grpc_req_duration", {1}),
                    make_times("browser_web_vital_lcp", {1}),
                    make_times("browser_http_req_duration", {1})};

  const std::string text = summary(record);

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

  const std::string text = summary(record);

  EXPECT_NE(text.find("    http_reqs\n    ✓ 'rate>5' rate=8/s\n"), text.npos) << text;
}

TEST(CompactSummary, AThresholdOnWindowsTellsTheWorstOne) {
  run::Record record;
  record.metrics = {make_times("http_req_duration", {100, 700})};
  add_threshold(record.metrics[0], "max<500");
  run::WindowsRecord windows{.length = kit::Duration::seconds(90),
                             .judged = 51,
                             .crossed = 3,
                             .worst_from = kit::Duration::milliseconds(31'740),
                             .worst_to = kit::Duration::milliseconds(121'740)};
  record.metrics[0].thresholds[0].windows = windows;
  EXPECT_NE(summary(record).find("    ✗ 'max<500' max=700ms (worst 1m30s: 31.7s to 2m1.7s; 3 of 51 "
                                 "windows crossed)\n"),
            std::string::npos)
      << summary(record);

  windows.judged = 0;
  record.metrics[0].thresholds[0].windows = windows;
  EXPECT_NE(summary(record).find("max=700ms (no window of 1m30s had values)\n"), std::string::npos)
      << summary(record);
}

// http_reqs by name: page N has N requests, for N from 1 to `pages`.
run::Record record_by_name(int pages) {
  run::Record record;
  record.breakdowns = {{.tags = "name"}};
  run::MetricRecord reqs = make_metric("http_reqs", Type::counter, Contains::plain, {0});
  for (int page = 1; page <= pages; ++page) {
    reqs.submetrics.push_back(make_metric("http_reqs{name:p" + std::to_string(page) + "}",
                                          Type::counter, Contains::plain, {double(page)}));
    reqs.submetrics.back().breakdown = 0;
  }
  reqs.submetrics.push_back(
      make_metric("http_reqs{name:asked}", Type::counter, Contains::plain, {1}));
  record.metrics = {std::move(reqs),
                    make_metric("iterations", Type::counter, Contains::plain, {1})};
  return record;
}

TEST(CompactSummary, BreakdownsComeAfterNamedSubMetricsTheMostFirst) {
  EXPECT_EQ(summary(record_by_name(2)),
            "\n\n  █ TOTAL RESULTS \n\n"
            "    HTTP\n"
            "    http_reqs..........: 0 0/s\n"
            "      { name:asked }...: 1 0/s\n"
            "      { name:p2 }......: 2 0/s\n"
            "      { name:p1 }......: 1 0/s\n\n"
            "    EXECUTION\n"
            "    iterations.........: 1 0/s\n\n\n\n");
}

TEST(CompactSummary, BreakdownsAreCutAfterTwentyRowsAndSayWhatIsLeftOut) {
  run::Record record = record_by_name(23);
  EXPECT_NE(summary(record).find("      { name:p4 }......: 4  0/s\n      and 3 more by name\n\n"),
            std::string::npos)
      << summary(record);

  record.breakdowns[0].left_out = 100;  // beyond what was kept
  EXPECT_NE(summary(record).find("      and 103 more by name\n"), std::string::npos);

  EXPECT_EQ(summary(record_by_name(20)).find(" more by "), std::string::npos);
}

TEST(CompactSummary, TellsTheLoadsOwnRatesWhereSetupDilutesK6s) {
  run::Record record;
  record.elapsed = kit::Duration::seconds(10);
  record.load_elapsed = kit::Duration::seconds(8);
  record.metrics = {make_metric("data_sent", Type::counter, Contains::data, {9000}),
                    make_metric("http_reqs", Type::counter, Contains::plain, {42}),
                    make_metric("orders", Type::counter, Contains::plain, {1})};
  record.metrics[0].load_sum = 8000;
  record.metrics[1].load_sum = 40;

  record.around_elapsed = kit::Duration::milliseconds(1900);
  EXPECT_NE(summary(record).find("    data_sent...: 9.0 kB 900 B/s\n\n"
                                 "    LOAD ALONE\n"
                                 "    without setup and teardown, which took 1.9s of 10s\n"
                                 "    data_sent...: 8.0 kB 1.0 kB/s\n"
                                 "    http_reqs...: 40     5/s\n\n\n\n"),
            std::string::npos)
      << summary(record);
  EXPECT_NE(summary(record).find("http_reqs...: 42     4.2/s\n"), std::string::npos);

  record.around_elapsed = kit::Duration::milliseconds(100);
  EXPECT_EQ(summary(record).find("LOAD ALONE"), std::string::npos) << "1 % is no difference";
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
