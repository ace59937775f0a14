#include "k6/json_scan.h"

#include <gtest/gtest.h>

namespace headroom::k6 {
namespace {

TEST(JsonScan, KnowsWhatIsValid) {
  for (const std::string_view text :
       {"null", " true ", "\t[ ]\n", "{}", "-0", "0.5e-7", "12E+3", R"("\u00e9\n\"")", "[1,[2,[]]]",
        R"({"a":{"b":[1,{"c":null}]},"a":2})", "\"\x7f\xc3\xa9\""}) {
    EXPECT_TRUE(is_valid_json(text)) << text;
  }
  for (const std::string_view text :
       {"",          " ",        "nul",     "nulll",       "True",
        "[1,]",      "[,1]",     "[1 2]",   "{",           "[",
        "]",         "[}",       "{\"a\"}", "{\"a\":}",    "{\"a\":1,}",
        "{a:1}",     "{1:1}",    "01",      "1.",          ".5",
        "-",         "+1",       "1e",      "1e+",         "NaN",
        "\"",        "\"\\",     "\"\\x\"", "\"\\u12g4\"", "\"\n\"",
        "'a'",       "1 2",      "{} {}",   "[1]]",        "{\"a\":1 \"b\":2}",
        "{\"a\" 1}", "[\"a\":1]"}) {
    EXPECT_FALSE(is_valid_json(text)) << text;
  }
}

TEST(JsonScan, ChecksDeepNestingWithoutAStack) {
  const std::size_t depth = 1'000'000;
  const std::string deep = std::string(depth, '[') + std::string(depth, ']');
  EXPECT_TRUE(is_valid_json(deep));
  EXPECT_FALSE(is_valid_json(std::string_view(deep).substr(1)));
  EXPECT_EQ(first_json_value(deep), deep);
}

TEST(JsonScan, FindsTheFirstValue) {
  struct Row {
    std::string_view text;
    std::string_view value;
  };
  const Row rows[] = {
      {" 12,", "12"},
      {"{\"a\":\"}\"}}", "{\"a\":\"}\"}"},
      {"[[1],[2]] [3]", "[[1],[2]]"},
      {R"("a\"b" "c")", R"("a\"b")"},
      {"true]", "true"},
      {"-1e5:", "-1e5"},
      {"", ""},
      {" x", ""},
      {"]", ""},
      {"[1,", "[1,"},
      {"\"abc", "\"abc"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(first_json_value(row.text), row.value) << row.text;
  }
}

TEST(JsonScan, ReadsTheTextOfAString) {
  struct Row {
    std::string_view json;
    std::string_view text;
  };
  const Row rows[] = {
      {R"("plain")", "plain"},
      {R"("")", ""},
      {R"("\"\\\/\b\f\n\r\t")", "\"\\/\b\f\n\r\t"},
      {R"("\u0041\u00e9\u20ac")", "A\xc3\xa9\xe2\x82\xac"},
      {R"("\ud83d\ude00!")", "\xf0\x9f\x98\x80!"},
      {R"("\ud83d!")", "\xef\xbf\xbd!"},
      {R"("\ude00")", "\xef\xbf\xbd"},
      {R"("\ud83d\u0041")",
       "\xef\xbf\xbd"
       "A"},
      {R"("a\x")", "a"},
      {R"("a\u12")", "a"},
      {"\"a\\", "a"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(text_of_json_string(row.json), row.text) << row.json;
  }
}

std::string members_of(JsonMembers members) {
  std::string all;
  while (members.next()) {
    all += std::string(members.key()) + "=" + std::string(members.value()) + ";";
  }
  return all;
}

TEST(JsonScan, StepsThroughMembers) {
  EXPECT_EQ(members_of(JsonMembers::of(R"({ "a" : 1 , "b,":[2,3],"c":{} })")),
            R"("a"=1;"b,"=[2,3];"c"={};)");
  EXPECT_EQ(members_of(JsonMembers::of(R"([ 1, "x]" ,null])")), R"(=1;="x]";=null;)");
  EXPECT_EQ(members_of(JsonMembers::of("12")), "");
  EXPECT_EQ(members_of(JsonMembers::of("{}")), "");
  EXPECT_EQ(members_of(JsonMembers::of_lines("{\"a\":1}\n[2]\n3\n")), "={\"a\":1};=[2];=3;");
}

}  // namespace
}  // namespace headroom::k6
