// Native modules and classes, as the k6 API is made of them.
#include <gtest/gtest.h>

#include "script/native_class.h"
#include "script/native_module.h"
#include "script/runtime_fixture.h"

namespace headroom::script {
namespace {

int inits = 0;
int live_points = 0;

struct Point {
  Point() { ++live_points; }
  ~Point() { --live_points; }
  int x = 0;
  int y = 0;
};

const ClassId point_class;
const ClassId other_class;

JSValue point_get(JSContext* context, JSValueConst self, int magic) {
  const auto* point = opaque_of<Point>(context, self, point_class);
  if (point == nullptr) {
    return js_exception;
  }
  return JS_NewInt32(context, magic == 0 ? point->x : point->y);
}

JSValue point_sum(JSContext* context, JSValueConst self, int, JSValueConst*) {
  const auto* point = opaque_of<Point>(context, self, point_class);
  return point == nullptr ? js_exception : JS_NewInt32(context, point->x + point->y);
}

JSValue point_new(JSContext* context, JSValueConst, int count, JSValueConst* arguments) {
  auto point = std::make_unique<Point>();
  if (count < 2 || JS_ToInt32(context, &point->x, arguments[0]) != 0 ||
      JS_ToInt32(context, &point->y, arguments[1]) != 0) {
    return throw_error(context, "two numbers are needed");
  }
  const JSValue object = new_object(context, point_class, point.get());
  if (JS_IsException(object) == 0) {
    static_cast<void>(point.release());
  }
  return object;
}

void point_free(JSRuntime*, JSValue value) {
  delete opaque_if<Point>(value, point_class);
}

constexpr JSCFunctionListEntry point_prototype[] = {
    getter_entry("x", point_get, 0),
    getter_entry("y", point_get, 1),
    function_entry("sum", 0, point_sum),
};

JSValue double_of(JSContext* context, JSValueConst, int, JSValueConst* arguments) {
  double number = 0;
  if (JS_ToFloat64(context, &number, arguments[0]) != 0) {
    return js_exception;
  }
  return JS_NewFloat64(context, number * 2);
}

constexpr JSCFunctionListEntry shape_functions[] = {function_entry("double", 1, double_of)};

bool init_shapes(JSContext* context, ModuleExports& exports) {
  ++inits;
  exports.set(shape_functions);
  exports.set("Point", define_class(context, point_class,
                                    {.name = "Point",
                                     .prototype = point_prototype,
                                     .finalizer = point_free,
                                     .constructor = point_new,
                                     .constructor_length = 2}));
  return true;
}

bool init_broken(JSContext* context, ModuleExports&) {
  throw_error(context, "this module cannot start");
  return false;
}

NativeModules shapes() {
  NativeModules natives;
  natives.add({.name = "shapes", .exports = {"double", "Point"}, .init = init_shapes});
  natives.add({.name = "broken", .exports = {"x"}, .init = init_broken});
  return natives;
}

TEST(NativeModule, IsMadeOnlyWhereItIsImported) {
  inits = 0;
  World without({}, shapes());
  ASSERT_TRUE(without.load("export default function () {}"));
  EXPECT_EQ(inits, 0);

  World with({}, shapes());
  ASSERT_TRUE(
      with.load("import { double } from 'shapes';\n"
                "export default function () { return double(21); }"));

  EXPECT_EQ(inits, 1);
  EXPECT_EQ(with.call("default")->to_number().value(), 42);
}

TEST(NativeModule, ReportsAnUnknownExport) {
  World world({}, shapes());

  const Outcome<void> loaded = world.load("import { triple } from 'shapes';");

  ASSERT_FALSE(loaded.has_value());
  EXPECT_EQ(loaded.error().text, "SyntaxError: Could not find export 'triple' in module 'shapes'");
}

TEST(NativeModule, MayFailToStart) {
  World world({}, shapes());

  const Outcome<void> loaded = world.load("import { x } from 'broken';");

  ASSERT_FALSE(loaded.has_value());
  EXPECT_EQ(loaded.error().text, "Error: this module cannot start");
}

TEST(NativeClass, CarriesACppObjectAndFreesIt) {
  {
    World world({}, shapes());
    ASSERT_TRUE(
        world.load("import { Point } from 'shapes';\n"
                   "const kept = new Point(1, 2);\n"
                   "export default function () {\n"
                   "  const p = new Point(3, 4);\n"
                   "  return [p.x, p.y, p.sum(), p instanceof Point, kept.x]; }"));

    const Value result = world.call("default").value();

    EXPECT_EQ(inspect(world.runtime->context(), result.get()), "[ 3, 4, 7, true, 1 ]");
    EXPECT_EQ(live_points, 1);
  }
  EXPECT_EQ(live_points, 0);
}

TEST(NativeClass, RefusesObjectsOfAnotherClass) {
  World world({}, shapes());
  ASSERT_TRUE(
      world.load("import { Point } from 'shapes';\n"
                 "export default function () { return Point.prototype.sum.call({}); }"));

  const Outcome<Value> result = world.call("default");

  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().text, "TypeError: Point object expected");
  EXPECT_NE(point_class.get(), other_class.get());
}

TEST(NativeClass, ErrorsOfAConstructorReachTheScript) {
  World world({}, shapes());
  ASSERT_TRUE(
      world.load("import { Point } from 'shapes';\n"
                 "export default function () { return new Point(1); }"));

  EXPECT_EQ(world.call("default").error().text, "Error: two numbers are needed");
}

}  // namespace
}  // namespace headroom::script
