#include "document/json.h"

#include <gtest/gtest.h>

namespace headroom::document {
namespace {

TEST(Json, ReadsAndWritesTheSame) {
  for (const char* text : {"null", "true", "1.5", "-3", "\"a\\n\\\"b\"", "[1,[2,{}],[]]",
                           "{\"b\":1,\"a\":[true,null]}"}) {
    EXPECT_EQ(to_json(parse_json(text).value()), text);
  }
}

TEST(Json, KeepsTheOrderOfMembersAndFindsTheLast) {
  const Value value = parse_json(R"({"z":1,"a":2,"z":3})").value();

  EXPECT_EQ(value.members()[0].first, "z");
  EXPECT_EQ(value.find("z")->as_number(), 3);
  EXPECT_EQ(value.find("none"), nullptr);
}

TEST(Json, ErrorsNameLineAndColumn) {
  EXPECT_EQ(parse_json("{\n  \"a\": x}").error().text(),
            "line 2, column 8: this is not JSON: invalid literal; last read: '\"a\": x'");
  EXPECT_EQ(parse_json("[1,\n").error().text(),
            "line 2, column 1: this is not JSON: unexpected end of input; expected '[', '{', or a "
            "literal");
  EXPECT_FALSE(parse_json(""));
  EXPECT_FALSE(parse_json("[1] 2"));
}

TEST(Json, ValuesKnowWhereTheyBegin) {
  const Value value =
      parse_json("\xEF\xBB\xBF{\n \"a\\\"]\": [10, {\"b\":\n null}],\r\n\"c\" : \"x\" }").value();

  EXPECT_EQ(value.position(), (Position{.line = 1, .column = 4}));
  const Value& array = *value.find("a\"]");
  EXPECT_EQ(array.position(), (Position{.line = 2, .column = 10}));
  EXPECT_EQ(array.at(0).position(), (Position{.line = 2, .column = 11}));
  EXPECT_EQ(array.at(1).position(), (Position{.line = 2, .column = 15}));
  EXPECT_EQ(array.at(1).find("b")->position(), (Position{.line = 3, .column = 2}));
  EXPECT_EQ(text_of(value.find("c")->position()), "line 4, column 7");
  EXPECT_EQ(array.size(), 2U);
  EXPECT_EQ(value.kind(), Kind::object);
}

TEST(Json, WritesForPeople) {
  EXPECT_EQ(to_json(parse_json(R"({"a":[1,{"b":null}],"c":{},"d":[]})").value(), JsonStyle::pretty),
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": null\n    }\n  ],\n  \"c\": {},\n  \"d\": "
            "[]\n}");
}

TEST(Json, WritesNumbersSoThatTheyReadBackTheSame) {
  for (const double number :
       {0.1, 1e21, 5e-324, -0.0, 123456789012345680.0, 1.7976931348623157e308}) {
    EXPECT_EQ(parse_json(to_json(Value(number))).value().as_number(), number);
  }
}

TEST(Json, RefusesHostileNesting) {
  const auto result = parse_json(std::string(100'000, '['));

  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().text(), "JSON nested deeper than 256 levels");
}

}  // namespace
}  // namespace headroom::document
