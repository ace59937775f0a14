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
  EXPECT_EQ(parse_json("{\n  \"a\": x}").error().text(), "line 2, column 8: this is not JSON");
  EXPECT_FALSE(parse_json(""));
  EXPECT_FALSE(parse_json("[1] 2"));
}

TEST(Json, RefusesHostileNesting) {
  const auto result = parse_json(std::string(100'000, '['));

  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().text(), "JSON nested deeper than 256 levels");
}

}  // namespace
}  // namespace headroom::document
