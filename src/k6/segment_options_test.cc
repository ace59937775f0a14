#include "k6/segment_options.h"

#include <gtest/gtest.h>

#include "document/json.h"
#include "k6/exit_code.h"

namespace headroom::k6 {
namespace {

kit::Result<Options> parse(const std::string& json) {
  std::vector<std::string> warnings;
  return parse_script_options(*document::parse_json(json), warnings);
}

std::string error_of(const std::string& json) {
  const auto options = parse(json);
  if (!options) {
    EXPECT_EQ(options.error().code(), exit_invalid_config);
    return options.error().text();
  }
  const auto stripes = make_stripes(*options);
  EXPECT_TRUE(stripes || stripes.error().code() == exit_invalid_config);
  return stripes ? "" : stripes.error().text();
}

TEST(SegmentOptions, SayWhichPartIsRunHere) {
  const auto options =
      parse(R"({"executionSegment":"1/3:2/3","executionSegmentSequence":"0,1/3,2/3,1"})");
  ASSERT_TRUE(options);

  const auto stripes = make_stripes(*options);

  ASSERT_TRUE(stripes);
  EXPECT_EQ(stripes->at(1), 4);
  EXPECT_TRUE(make_stripes(Options())->is_whole());
}

TEST(SegmentOptions, OfAHigherTierReplaceThoseOfALower) {
  std::vector<std::string> warnings;
  Options flags;
  ASSERT_TRUE(set_option(flags, "executionSegmentSequence", "0,1/2,1"));
  ASSERT_TRUE(set_option(flags, "executionSegmentSequence", "0,1/4,1"));
  ASSERT_TRUE(set_option(flags, "executionSegment", "25%"));

  const Options options = merged(*parse(R"({"vus":3,"iterations":9,"executionSegment":"1/2:1"})"),
                                 flags, "flags", warnings);

  EXPECT_EQ(options.execution_segment->text(), "0:1/4");
  EXPECT_EQ(load::text_of(*options.execution_segment_sequence), "0,1/4,1");
  EXPECT_EQ(options.iterations, 9);
  EXPECT_TRUE(warnings.empty());
}

TEST(SegmentOptions, ComplainAsK6Does) {
  const std::pair<std::string, std::string> rows[] = {
      {R"({"executionSegment":"1/2:1/3"})",
       "executionSegment: segment start(0.50) must be less than its end(0.33)"},
      {R"({"executionSegment":0.5})", "executionSegment: expected a string, got 0.5"},
      {R"({"executionSegmentSequence":"1"})",
       "executionSegmentSequence: at least 2 points are needed for an execution segment "
       "sequence, 1 given"},
      {R"({"executionSegment":"1/5:1/2","executionSegmentSequence":"0,1/3,2/3,1"})",
       "provided segment 1/5:1/2 can't be found in sequence 0,1/3,2/3,1"},
      {R"({"executionSegmentSequence":"0,1/3,2/3,1"})",
       "provided segment 0:1 can't be found in sequence 0,1/3,2/3,1"},
      // It is the rest, which was not named.
      {R"({"executionSegment":"1/2:1","executionSegmentSequence":"0,1/2"})",
       "provided segment 1/2:1 can't be found in sequence 0,1/2"},
      {R"({"executionSegment":"0:0.333333333"})",
       "execution segment sequence 0,333333333/1000000000,1 is too finely divided; write simple "
       "fractions, such as 1/3 and not 0.33333333"},
  };
  for (const auto& [json, error] : rows) {
    EXPECT_EQ(error_of(json), error);
  }
}

}  // namespace
}  // namespace headroom::k6
