#include "kit/go_quoted.h"

#include <gtest/gtest.h>

namespace headroom::kit {
namespace {

TEST(GoQuoted, EscapesAsGoDoes) {
  EXPECT_EQ(go_quoted(""), "\"\"");
  EXPECT_EQ(go_quoted("say \"x\" \\"), "\"say \\\"x\\\" \\\\\"");
  EXPECT_EQ(go_quoted("a\tb\n\x01\x7f"), "\"a\\tb\\n\\x01\\x7f\"");
  EXPECT_EQ(go_quoted("größe 日本 \U0001F600"), "\"größe 日本 \U0001F600\"");
  EXPECT_EQ(go_quoted("\u00a0\u2028\U000E0001"), "\"\\u00a0\\u2028\\U000e0001\"");
}

TEST(GoQuoted, EscapesBytesThatAreNotUtf8) {
  EXPECT_EQ(go_quoted("\xff\xc3"), "\"\\xff\\xc3\"");
  EXPECT_EQ(go_quoted("\xed\xa0\x80"), "\"\\xed\\xa0\\x80\"") << "a lone surrogate";
  EXPECT_EQ(go_quoted("\xf0\x80\x80\x80"), "\"\\xf0\\x80\\x80\\x80\"") << "an overlong form";
}

}  // namespace
}  // namespace headroom::kit
