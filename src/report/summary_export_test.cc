#include "report/summary_export.h"

#include <gtest/gtest.h>

#include "kit/golden.h"
#include "report/record_fake.h"

namespace headroom::report {
namespace {

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != text.npos;
}

TEST(SummaryExport, IsTheFlatDocument) {
  kit::expect_golden("report/summary_export.json", summary_export(transcript_record()) + "\n");
}

TEST(SummaryExport, SaysOfAThresholdWhetherItWasCrossed) {
  const std::string json = summary_export(transcript_record());
  EXPECT_TRUE(has(json, R"x("thresholds":{"p(95)<500":false,"avg<200":false})x")) << json;
  EXPECT_TRUE(has(json, R"("thresholds":{"rate>0.9":true})")) << json;
}

TEST(SummaryExport, CallsAShareItsValue) {
  EXPECT_TRUE(
      has(summary_export(transcript_record()), R"("my_rate":{"value":1,"passes":6,"fails":0})"));
}

TEST(SummaryExport, FindsGroupsAndChecksByName) {
  const std::string json = summary_export(transcript_record());
  EXPECT_TRUE(has(json, R"("groups":{"outer":{"name":"outer","path":"::outer","id":)")) << json;
  EXPECT_TRUE(has(json, R"("checks":{"one":{"name":"one","path":"::outer::inner::one")")) << json;
}

TEST(SummaryExport, CarriesSetupDataWhenThereIsAny) {
  EXPECT_TRUE(has(summary_export({}, {.setup_data = "[1]"}), R"("setup_data":[1])"));
  EXPECT_FALSE(has(summary_export({}), "setup_data"));
}

}  // namespace
}  // namespace headroom::report
