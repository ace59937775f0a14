#include "kit/text_pieces.h"

#include <gtest/gtest.h>

namespace headroom::kit {
namespace {

TEST(Trimmed, TakesTheUnwantedOffBothEndsOnly) {
  EXPECT_EQ(trimmed("  a b\t", " \t"), "a b");
  EXPECT_EQ(trimmed("a", " "), "a");
  EXPECT_EQ(trimmed("\ta", " "), "\ta");
  EXPECT_EQ(trimmed("'a'b'", "'"), "a'b");
}

TEST(Trimmed, OfNothingElseIsEmpty) {
  EXPECT_EQ(trimmed("   ", " "), "");
  EXPECT_EQ(trimmed("", " "), "");
}

TEST(Joined, PutsCommasBetweenAlsoWhereATextIsEmpty) {
  EXPECT_EQ(joined({}), "");
  EXPECT_EQ(joined({"a"}), "a");
  EXPECT_EQ(joined({"a", "b"}), "a, b");
  EXPECT_EQ(joined({"", "b", ""}), ", b, ");
}

}  // namespace
}  // namespace headroom::kit
