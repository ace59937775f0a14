#include "kit/json_text.h"

#include <limits>

#include <gtest/gtest.h>

namespace headroom::kit {
namespace {

TEST(JsonText, StringsEscapeWhatJsonForbids) {
  EXPECT_EQ(json_string(""), R"("")");
  EXPECT_EQ(json_string("a\"b\\c"), R"("a\"b\\c")");
  EXPECT_EQ(json_string("1\n2\r3\t4"), R"("1\n2\r3\t4")");
  EXPECT_EQ(json_string(std::string_view("\0\x1f", 2)), R"("\u0000\u001f")");
  EXPECT_EQ(json_string("240 µs \u2713 \U0001F600"), "\"240 µs \u2713 \U0001F600\"");
}

TEST(JsonText, StringsReplaceBytesThatAreNotUtf8) {
  for (const char* text : {"\xff", "\x80", "\xc3", "\xc0"}) {
    EXPECT_EQ(json_string(text), "\"\ufffd\"") << text;
  }
  EXPECT_EQ(json_string("\xed\xa0\x80"), "\"\ufffd\ufffd\ufffd\"");  // a surrogate
  EXPECT_EQ(json_string("\xc3(ok"), "\"\ufffd(ok\"");
}

TEST(JsonText, StringsAreAppendedToWhatIsThere) {
  std::string json = "[";
  append_json_string(json, "plain \x01 text");
  append_json_string(json, "\"");
  EXPECT_EQ(json, R"(["plain \u0001 text""\"")");
}

TEST(JsonText, KnowsUtf8) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8("240 µs \u2713 \U0001F600"));
  for (const char* text :
       {"a\xff", "\x80", "\xc3", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80"}) {
    EXPECT_FALSE(is_utf8(text)) << text;
  }
}

TEST(JsonText, NumbersAreShortAndNeverWhatJsonLacks) {
  EXPECT_EQ(json_number(0.1), "0.1");
  EXPECT_EQ(json_number(1200000), "1200000");
  EXPECT_EQ(json_number(-0.5), "-0.5");
  EXPECT_EQ(json_number(std::numeric_limits<double>::quiet_NaN()), "null");
  EXPECT_EQ(json_number(std::numeric_limits<double>::infinity()), "null");
}

}  // namespace
}  // namespace headroom::kit
