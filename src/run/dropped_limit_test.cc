#include "run/dropped_limit.h"

#include <gtest/gtest.h>

namespace headroom::run {
namespace {

TEST(DroppedLimit, IsAShareOrACount) {
  struct Row {
    const char* text;
    bool is_share;
    double most;
  };
  const Row rows[] = {{"1%", true, 0.01}, {"0.5 %", true, 0.005}, {"0%", true, 0},
                      {"100%", true, 1},  {"100", false, 100},    {"0", false, 0}};
  for (const Row& row : rows) {
    const auto limit = DroppedLimit::parse(row.text);
    ASSERT_TRUE(limit) << row.text;
    EXPECT_EQ(limit->is_share, row.is_share) << row.text;
    EXPECT_DOUBLE_EQ(limit->most, row.most) << row.text;
  }
}

TEST(DroppedLimit, RefusesWhatIsNeither) {
  for (const char* text : {"", "%", "x", "-1", "1.5", "-1%", "101%", "1%%", "nan%", "1 percent"}) {
    const auto limit = DroppedLimit::parse(text);
    ASSERT_FALSE(limit) << text;
    EXPECT_EQ(limit.error().text(), "expected a share such as 1% or a count such as 100, got \"" +
                                        std::string(text) + "\"");
  }
}

TEST(DroppedLimit, IsExceededByMoreThanItAllows) {
  struct Row {
    const char* limit;
    std::uint64_t dropped;
    std::uint64_t scheduled;
    const char* text;
  };
  const Row rows[] = {
      {"1%", 1, 100, ""},
      {"1%", 2, 100,
       "2 of 100 scheduled iterations were dropped (2%), more than the 1% that failOnDropped "
       "allows"},
      {"0.5%", 13, 41,
       "13 of 41 scheduled iterations were dropped (31.7%), more than the 0.5% that "
       "failOnDropped allows"},
      {"100", 100, 1000, ""},
      {"100", 101, 1000,
       "101 of 1000 scheduled iterations were dropped (10.1%), more than the 100 that "
       "failOnDropped allows"},
      {"0", 0, 0, ""},  // no arrival rate at all
      {"0%", 0, 0, ""},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(dropped_beyond(*DroppedLimit::parse(row.limit), row.dropped, row.scheduled), row.text)
        << row.limit;
  }
}

}  // namespace
}  // namespace headroom::run
