#include "script/json.h"

#include <gtest/gtest.h>

#include "script/runtime_fixture.h"

namespace headroom::script {
namespace {

TEST(Json, RoundTrips) {
  World world;
  const std::string text = R"({"a":[1,2.5,"\u00e9\n",null,true],"b":{}})";

  const Outcome<Value> value = parse_json(world.runtime->context(), text);

  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(to_json(*value).value(), "{\"a\":[1,2.5,\"\u00e9\\n\",null,true],\"b\":{}}");
}

TEST(Json, ParsesAViewThatIsNotTerminated) {
  World world;
  const std::string_view text = std::string_view("[1]2").substr(0, 3);

  EXPECT_EQ(to_json(parse_json(world.runtime->context(), text).value()).value(), "[1]");
}

TEST(Json, RefusesWhatIsNotJson) {
  World world;

  for (const char* text : {"", "{", "[1,]", "{'a':1}", "undefined", "1 2", "\"\x01\""}) {
    const Outcome<Value> value = parse_json(world.runtime->context(), text);
    ASSERT_FALSE(value.has_value()) << text;
    EXPECT_TRUE(value.error().text.starts_with("SyntaxError")) << value.error().text;
  }
}

TEST(Json, HasNoTextForAFunction) {
  World world;

  EXPECT_FALSE(to_json(world.run("() => 1").value())->has_value());
  EXPECT_FALSE(to_json(world.run("undefined").value())->has_value());
}

TEST(Json, ACircleIsAnError) {
  World world;

  EXPECT_EQ(to_json(world.run("const o = {}; o.o = o; o").value()).error().text,
            "TypeError: circular reference");
}

}  // namespace
}  // namespace headroom::script
