#include "script/kept_shapes.h"

#include <gtest/gtest.h>

#include "script/runtime_fixture.h"

namespace headroom::script {
namespace {

std::int64_t shape_count(const World& world) {
  JSMemoryUsage usage{};
  JS_ComputeMemoryUsage(JS_GetRuntime(world.runtime->context()), &usage);
  return usage.shape_count;
}

// How many shapes an expression's value adds while it lives.
std::int64_t shapes_of(World& world, const char* expression) {
  const std::int64_t before = shape_count(world);
  const auto value = world.runtime->evaluate_text(expression, "test");
  EXPECT_TRUE(value.has_value());
  return shape_count(world) - before;
}

void keep_of(World& world, KeptShapes& shapes, const std::vector<const char*>& names) {
  JSContext* context = world.runtime->context();
  std::vector<JSPropertyEnum> atoms;
  for (const char* name : names) {
    atoms.push_back({.is_enumerable = 1, .atom = JS_NewAtom(context, name)});
  }
  shapes.keep_of_literal(context, atoms);
  for (const JSPropertyEnum& name : atoms) {
    JS_FreeAtom(context, name.atom);
  }
}

TEST(KeptShapes, ServeLiteralsOfTheSameNames) {
  World world;
  KeptShapes shapes;
  const char* literal = "({'status is 200': 1, 'body is right': 2})";
  EXPECT_EQ(shapes_of(world, literal), 1);

  keep_of(world, shapes, {"status is 200", "body is right"});

  EXPECT_EQ(shapes.count(), 2U);
  EXPECT_EQ(shapes_of(world, literal), 0);
  EXPECT_EQ(shapes_of(world, "({'body is right': 1})"), 1) << "another order is another shape";
}

TEST(KeptShapes, ServeClosuresFromTheStart) {
  World world;

  EXPECT_EQ(shapes_of(world, "() => 1"), 0);
}

TEST(KeptShapes, KeepNoMoreThanAFew) {
  World world;
  KeptShapes shapes;
  for (int i = 0; i < 100; ++i) {
    keep_of(world, shapes, {("a" + std::to_string(i)).c_str(), "b"});
  }

  EXPECT_LE(shapes.count(), 20U);
}

}  // namespace
}  // namespace headroom::script
