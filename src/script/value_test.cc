#include "script/value.h"

#include <gtest/gtest.h>

#include "script/runtime_fixture.h"

namespace headroom::script {
namespace {

TEST(Value, KnowsItsKind) {
  World world;

  EXPECT_TRUE(world.run("undefined")->is_undefined());
  EXPECT_TRUE(world.run("null")->is_nullish());
  EXPECT_TRUE(world.run("[1]")->is_array());
  EXPECT_TRUE(world.run("() => 1")->is_function());
  EXPECT_TRUE(world.run("Promise.resolve(1)")->is_promise());
  EXPECT_FALSE(world.run("({then() {}})")->is_promise());
  EXPECT_TRUE(world.run("'a' + 'b'")->is_string());
  EXPECT_TRUE(world.run("1.5")->is_number());
  EXPECT_TRUE(world.run("false")->is_boolean());
  EXPECT_TRUE(Value().is_undefined());
}

TEST(Value, ConvertsAsJavaScriptDoes) {
  World world;

  EXPECT_EQ(world.run("[1, 2]")->to_string().value(), "1,2");
  EXPECT_EQ(world.run("' 12 '")->to_number().value(), 12);
  EXPECT_TRUE(world.run("({})")->to_boolean());
  EXPECT_FALSE(world.run("''")->to_boolean());
  EXPECT_EQ(world.run("Symbol('x')")->to_string().error().text,
            "TypeError: cannot convert symbol to string");
  EXPECT_EQ(world.run("({valueOf() { throw new Error('no'); }})")->to_number().error().text,
            "Error: no");
  EXPECT_EQ(world.run("'a\\0b'")->to_string()->size(), 3U);
}

TEST(Value, ReadsAndWritesProperties) {
  World world;
  JSContext* context = world.runtime->context();
  const Value object = Value::object(context);

  ASSERT_TRUE(object.set_property("name", Value::string(context, "ada")));
  const Value array = Value::array(context);
  ASSERT_TRUE(array.set_element(0, Value::number(context, 0.5)));
  ASSERT_TRUE(array.set_element(1, Value::boolean(context, true)));
  ASSERT_TRUE(object.set_property("list", array.dup()));

  EXPECT_EQ(object.keys().value(), (std::vector<std::string>{"name", "list"}));
  EXPECT_EQ(object.property("name")->to_string().value(), "ada");
  EXPECT_EQ(object.property("list")->length().value(), 2U);
  EXPECT_EQ(array.element(0)->to_number().value(), 0.5);
  EXPECT_TRUE(object.property("absent")->is_undefined());
}

TEST(Value, AThrowingGetterIsAnError) {
  World world;
  const Value object = world.run("({get x() { throw new RangeError('far'); }})").value();

  EXPECT_EQ(object.property("x").error().text, "RangeError: far");
  EXPECT_EQ(world.run("null")->property("x").error().text,
            "TypeError: cannot read property 'x' of null");
}

TEST(Value, MovesWithoutFreeingTwice) {
  World world;
  Value value = world.run("({a: 1})").value();
  Value moved = std::move(value);
  Value assigned = Value::number(world.runtime->context(), 1);
  assigned = std::move(moved);
  Value& itself = assigned;
  assigned = std::move(itself);

  EXPECT_EQ(assigned.property("a")->to_number().value(), 1);
}

TEST(Value, CallsWithASelf) {
  World world;
  const Value object = world.run("({n: 5})").value();
  const Value function = world.run("(function (x) { return this.n + x; })").value();
  const JSValueConst arguments[] = {js_constant(JS_TAG_INT, 1)};

  EXPECT_EQ(function.call(arguments, object.get())->to_number().value(), 6);
}

}  // namespace
}  // namespace headroom::script
