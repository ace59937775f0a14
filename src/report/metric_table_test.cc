#include "report/metric_table.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace headroom::report {
namespace {

TEST(MetricTable, LinesUpNamesValuesAndTrends) {
  const std::vector<MetricRow> rows{
      {.name = "vus", .cells = {"0", "min=0", "max=0"}},
      {.name = "my_rate", .cells = {"100.00%", "6 out of 6"}},
      {.name = "waiting", .is_trend = true, .cells = {"240.33µs", "3"}},
      {.name = "waiting{a:b}", .is_trend = true, .cells = {"1s", "100"}},
  };
  MetricTable table({"avg", "count"}, Style(false));
  table.fit(rows);

  EXPECT_EQ(table.line_of(rows[0]), "vus.........: 0       min=0      max=0");
  EXPECT_EQ(table.line_of(rows[1]), "my_rate.....: 100.00% 6 out of 6");
  EXPECT_EQ(table.line_of(rows[2]), "waiting.....: avg=240.33µs count=3  ");
  EXPECT_EQ(table.line_of(rows[3]), "  { a:b }...: avg=1s       count=100");
}

TEST(MetricTable, ColoursDoNotMoveColumns) {
  const std::vector<MetricRow> rows{{.name = "a", .cells = {"1", "2/s"}},
                                    {.name = "b", .cells = {"100", "2/s"}}};
  MetricTable table({}, Style(true));
  table.fit(rows);

  EXPECT_EQ(table.line_of(rows[0]),
            "a\x1b[2;37m...:\x1b[0m \x1b[36m1\x1b[0m   \x1b[2;36m2/s\x1b[0m");
}

TEST(MetricTable, SortsByNameWithSubMetricsAfterTheirParent) {
  std::vector<std::string> names{"http_reqs",
                                 "b{x:1}",
                                 "http_req_duration",
                                 "http_req_duration{name:home}",
                                 "B",
                                 "a_b",
                                 "a1",
                                 "aa",
                                 "http_req_duration{expected_response:true}",
                                 "b"};
  std::sort(names.begin(), names.end(), is_before);

  EXPECT_EQ(names,
            (std::vector<std::string>{"a_b", "a1", "aa", "b", "b{x:1}", "B", "http_req_duration",
                                      "http_req_duration{expected_response:true}",
                                      "http_req_duration{name:home}", "http_reqs"}));
}

}  // namespace
}  // namespace headroom::report
