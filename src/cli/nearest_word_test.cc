#include "cli/nearest_word.h"

#include <gtest/gtest.h>

namespace headroom::cli {
namespace {

TEST(NearestWord, CountsEdits) {
  struct Case {
    const char* left;
    const char* right;
    std::size_t edits;
    const char* why;
  };
  for (const Case& row :
       {Case{"run", "run", 0, "the same"}, Case{"rnu", "run", 1, "a swap"},
        Case{"runs", "run", 1, "one too many"}, Case{"rn", "run", 1, "one missing"},
        Case{"fun", "run", 1, "another"}, Case{"", "run", 3, "all missing"},
        Case{"target", "run", 5, "one letter in common"}}) {
    EXPECT_EQ(edits_between(row.left, row.right), row.edits) << row.why;
    EXPECT_EQ(edits_between(row.right, row.left), row.edits) << row.why;
  }
}

TEST(NearestWord, IsNearOrNone) {
  constexpr std::string_view known[] = {"run", "target", "completion"};

  EXPECT_EQ(nearest_word("rnu", known), "run");
  EXPECT_EQ(nearest_word("tagret", known), "target");
  EXPECT_EQ(nearest_word("complete", known), "");
  EXPECT_EQ(nearest_word("completon", known), "completion");
  EXPECT_EQ(nearest_word("x", known), "");
  EXPECT_EQ(nearest_word("", known), "");
}

}  // namespace
}  // namespace headroom::cli
