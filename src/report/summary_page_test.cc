#include "report/summary_page.h"

#include <gtest/gtest.h>

namespace headroom::report {
namespace {

const Style plain(false);

TEST(SummaryPage, HasOnlyTheSectionsThatHaveSomething) {
  const SummaryPage page{
      .trend_stats = {"avg"},
      .total = {.sections = {{.title = "EXECUTION", .rows = {{.name = "vus", .cells = {"1"}}}}}}};

  EXPECT_EQ(rendered(page, plain),
            "\n"
            "\n"
            "  █ TOTAL RESULTS \n"
            "\n"
            "    EXECUTION\n"
            "    vus...: 1\n"
            "\n\n\n");
}

TEST(SummaryPage, IndentsASubMetricBelowItsParentOnly) {
  const ThresholdLine line{.source = "avg<1", .is_met = true, .statistic = "avg", .observed = "0s"};
  const SummaryPage page{.thresholds = {{.metric = "a{x:1}", .lines = {line}},
                                        {.metric = "b", .lines = {line}},
                                        {.metric = "b{x:1}", .lines = {line}}}};

  const std::string text = rendered(page, plain);

  EXPECT_NE(text.find("\n    a{x:1}\n    ✓ 'avg<1' avg=0s\n\n"), text.npos) << text;
  EXPECT_NE(text.find("\n      {x:1}\n      ✓ 'avg<1' avg=0s\n\n"), text.npos) << text;
}

TEST(SummaryPage, ChecksThatFailedSayHowOften) {
  const SummaryPage page{
      .total = {.check_totals = {{.name = "checks_total", .cells = {"1000", "1/s"}}},
                .checks = {{.name = "good", .passes = 3},
                           {.name = "nearly", .passes = 999, .fails = 1}}}};

  const std::string text = rendered(page, plain);

  EXPECT_NE(text.find("    ✓ good\n    ✗ nearly\n      ↳  99% — ✓ 999 / ✗ 1\n\n"), text.npos)
      << text;
}

TEST(SummaryPage, GroupsStandWithinTheirPartEachDeeperThanTheLast) {
  const ResultBlock inner{.title = "GROUP: inner",
                          .check_totals = {{.name = "checks_total", .cells = {"1", "1/s"}}},
                          .checks = {{.name = "bad", .fails = 1}}};
  const ResultBlock outer{
      .title = "GROUP: outer",
      .sections = {{.title = "HTTP", .rows = {{.name = "http_reqs", .cells = {"1"}}}}},
      .groups = {inner}};
  const SummaryPage page{.parts = {{.title = "SCENARIO: first", .groups = {outer}}}};

  EXPECT_EQ(rendered(page, plain),
            "\n\n  █ TOTAL RESULTS \n\n"
            "\n  █ SCENARIO: first \n"
            "\n"
            "    ↳ GROUP: outer \n"
            "\n"
            "      HTTP\n"
            "      http_reqs...: 1\n"
            "\n"
            "      ↳ GROUP: inner \n"
            "\n"
            "        checks_total...: 1 1/s\n"
            "\n"
            "        ✗ bad\n"
            "              ↳  0% — ✓ 0 / ✗ 1\n"
            "\n\n\n");
}

TEST(SummaryPage, ColoursAreThoseOfK6) {
  const SummaryPage page{
      .thresholds = {{.metric = "a",
                      .lines = {{.source = "avg<1", .statistic = "avg", .observed = "2s"}}}},
      .total = {.check_totals = {{.name = "checks_total", .cells = {"1", "1/s"}}},
                .checks = {{.name = "bad", .fails = 1}}}};

  const std::string text = rendered(page, Style(true));

  EXPECT_NE(text.find("  █ \x1b[1mTHRESHOLDS\x1b[0m \n"), text.npos);
  EXPECT_NE(text.find("\x1b[31m✗\x1b[0m \x1b[37m'avg<1'\x1b[0m \x1b[37mavg\x1b[0m=\x1b[36m2s"),
            text.npos);
  EXPECT_NE(text.find("    \x1b[31m✗ bad\x1b[0m\n      \x1b[31m↳  0% — ✓ 0 / ✗ 1\x1b[0m\n"),
            text.npos);
  EXPECT_NE(text.find("checks_total\x1b[2;37m...:\x1b[0m \x1b[36m1\x1b[0m \x1b[2;36m1/s"),
            text.npos);
}

}  // namespace
}  // namespace headroom::report
