#include <gtest/gtest.h>

#include "document/json.h"
#include "k6/exit_code.h"
#include "k6/option_readers.h"

namespace headroom::k6 {
namespace {

kit::Result<Thresholds> read(std::string_view rows) {
  const auto json = document::parse_json(R"({"iterations":)" + std::string(rows) + "}");
  return read_thresholds(json.value(), "thresholds");
}

TEST(ThresholdOptions, ReadTheWindowInWholeSeconds) {
  struct Row {
    const char* window;
    std::int64_t seconds;
  };
  for (const Row& row : {Row{R"("1s")", 1}, Row{R"("10s")", 10}, Row{R"("1m30s")", 90},
                         Row{R"("1h")", 3600}, Row{"5000", 5}}) {
    const auto thresholds =
        read(R"([{"threshold":"count>1","window":)" + std::string(row.window) + "}]");
    ASSERT_TRUE(thresholds) << row.window << ": " << thresholds.error().text();
    EXPECT_EQ(thresholds->front().second.front().window_seconds, row.seconds) << row.window;
  }
  EXPECT_FALSE(read(R"([{"threshold":"count>1","window":null}, "count>1"])")
                   ->front()
                   .second.front()
                   .window_seconds);
}

TEST(ThresholdOptions, ThatAreWrongAreRefusedByMetric) {
  for (const char* rows :
       {R"("count>1")", R"([1])", R"([{}])", R"([{"threshold":1}])", R"([["count>1"]])",
        R"([{"threshold":"count>1","delayAbortEval":"soon"}])",
        R"([{"threshold":"count>1","window":"0s"}])", R"([{"threshold":"count>1","window":"-5s"}])",
        R"([{"threshold":"count>1","window":"1500ms"}])",
        R"([{"threshold":"count>1","window":"61m"}])",
        R"([{"threshold":"count>1","window":"long"}])",
        R"([{"threshold":"count>1","window":true}])"}) {
    const auto thresholds = read(rows);
    ASSERT_FALSE(thresholds) << rows;
    EXPECT_EQ(thresholds.error().code(), exit_invalid_config) << rows;
    EXPECT_NE(thresholds.error().text().find("thresholds of 'iterations'"), std::string::npos)
        << thresholds.error().text();
  }
}

}  // namespace
}  // namespace headroom::k6
