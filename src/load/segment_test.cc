#include "load/segment.h"

#include <gtest/gtest.h>

namespace headroom::load {
namespace {

struct Reading {
  std::string_view text;
  std::string_view result;  // the segment's text, or the error
};

TEST(Segment, IsReadAsK6ReadsIt) {
  const Reading readings[] = {
      {"", "0:1"},
      {"0:1", "0:1"},
      {"10%", "0:1/10"},
      {"1/3", "0:1/3"},
      {"0.2:2/3", "1/5:2/3"},
      {"0:1/4", "0:1/4"},
      {"0.5:0.75", "1/2:3/4"},
      {"50%:75%", "1/2:3/4"},
      {"2/4:75%", "1/2:3/4"},
      {"75%", "0:3/4"},
      {"+50%", "0:1/2"},
  };
  for (const Reading& each : readings) {
    const auto segment = parse_segment(each.text);
    ASSERT_TRUE(segment) << each.text << ": " << segment.error().text();
    EXPECT_EQ(segment->text(), each.result) << each.text;
    EXPECT_EQ(parse_segment(segment->text())->text(), each.result) << each.text;
  }
}

TEST(Segment, ComplainsAsK6Does) {
  const std::string percentage =
      " is not a valid percentage; write a whole number, or a fraction such as 1/8";
  const std::string number = " is not a valid percentage, decimal, fraction or interval value";
  const std::pair<std::string_view, std::string> errors[] = {
      {"125%", "segment end value can't be more than 1 but was 1.25"},
      {"125%:250%", "segment end value can't be more than 1 but was 2.50"},
      {"1/2:3/2", "segment end value can't be more than 1 but was 1.50"},
      {"55%:50%", "segment start(0.55) must be less than its end(0.50)"},
      {"1/2:0.5", "segment start(0.50) must be less than its end(0.50)"},
      {"0", "segment start(0.00) must be less than its end(0.00)"},
      {"-0.5:1", "segment start value must be at least 0 but was -0.50"},
      {"1a5%", "'1a5%'" + percentage},
      {"12.5%", "'12.5%'" + percentage},
      {"+-5%", "'+-5%'" + percentage},
      {"%", "'%'" + percentage},
      {"1a5", "'1a5'" + number},
      {"1a5%:2/3", "'1a5%'" + percentage},
      {":1/2", "''" + number},
      {"1/2:", "''" + number},
      {"0:1/2:1", "'1/2:1'" + number},
  };
  for (const auto& [text, error] : errors) {
    const auto segment = parse_segment(text);
    ASSERT_FALSE(segment) << text;
    EXPECT_EQ(segment.error().text(), error) << text;
  }
}

TEST(Segment, ShareIsItsLength) {
  EXPECT_DOUBLE_EQ(parse_segment("1/3:1")->share(), 2.0 / 3);
  EXPECT_DOUBLE_EQ(Segment().share(), 1);
}

TEST(SegmentSequence, IsReadAsK6ReadsIt) {
  const Reading readings[] = {
      {"", ""},
      {"0.5,1", "1/2,1"},
      {"1/3,2/3", "1/3,2/3"},
      {"0,1/3,2/3,1", "0,1/3,2/3,1"},
      {"0,50%,1", "0,1/2,1"},
      {"0,1/13,2/13,1/3,1/2,3/4,1", "0,1/13,2/13,1/3,1/2,3/4,1"},
  };
  for (const Reading& each : readings) {
    const auto sequence = parse_segment_sequence(each.text);
    ASSERT_TRUE(sequence) << each.text << ": " << sequence.error().text();
    EXPECT_EQ(text_of(*sequence), each.result) << each.text;
  }
}

TEST(SegmentSequence, ComplainsAsK6Does) {
  const Reading errors[] = {
      {"0.5", "at least 2 points are needed for an execution segment sequence, 1 given"},
      {"1,1", "segment start(1.00) must be less than its end(1.00)"},
      {"-0.5,1", "segment start value must be at least 0 but was -0.50"},
      {"1/2,1/3", "segment start(0.50) must be less than its end(0.33)"},
      {"0,1,1/2", "segment start(1.00) must be less than its end(0.50)"},
      {"0,,1", "'' is not a valid percentage, decimal, fraction or interval value"},
      {"0,x", "'x' is not a valid percentage, decimal, fraction or interval value"},
  };
  for (const Reading& each : errors) {
    const auto sequence = parse_segment_sequence(each.text);
    ASSERT_FALSE(sequence) << each.text;
    EXPECT_EQ(sequence.error().text(), each.result) << each.text;
  }
}

TEST(SegmentSequence, IsFilledUpToTheWhole) {
  struct Filling {
    std::string_view segment;
    std::string_view sequence;
    std::string_view whole;
  };
  const Filling fillings[] = {
      {"", "", "0,1"},
      {"1/3", "", "0,1/3,1"},
      {"1/3:2/3", "", "0,1/3,2/3,1"},
      {"2/3:1", "", "0,2/3,1"},
      {"0:1/5", "0,1/5,1/2", "0,1/5,1/2,1"},
      {"1/3:2/3", "1/3,2/3", "0,1/3,2/3,1"},
  };
  for (const Filling& each : fillings) {
    EXPECT_EQ(text_of(whole_sequence(*parse_segment(each.segment),
                                     *parse_segment_sequence(each.sequence))),
              each.whole);
  }
}

}  // namespace
}  // namespace headroom::load
