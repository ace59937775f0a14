#include "script/runtime.h"

#include <algorithm>
#include <thread>

#include <gtest/gtest.h>

#include "script/runtime_fixture.h"

namespace headroom::script {
namespace {

TEST(Runtime, EvaluatesText) {
  World world;

  const Outcome<Value> value = world.run("1 + 2");

  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(value->to_number().value(), 3);
}

TEST(Runtime, CallsAnExportWithArguments) {
  World world;
  ASSERT_TRUE(world.load("export function add(a, b) { return a + b; }"));
  const Value add = world.runtime->exported("add").value();
  const JSValueConst arguments[] = {script::js_constant(JS_TAG_INT, 2),
                                    script::js_constant(JS_TAG_INT, 3)};

  const Outcome<Value> sum = world.runtime->call(add, arguments);

  ASSERT_TRUE(sum.has_value());
  EXPECT_EQ(sum->to_number().value(), 5);
}

TEST(Runtime, NamesItsExportsAndTellsWhichAreCallable) {
  World world;
  ASSERT_TRUE(world.load("export const options = {vus: 2}; export default function () {}"));

  std::vector<std::string> names = world.runtime->export_names();
  std::ranges::sort(names);

  EXPECT_EQ(names, (std::vector<std::string>{"default", "options"}));
  EXPECT_TRUE(world.runtime->exported("default")->is_function());
  EXPECT_FALSE(world.runtime->exported("options")->is_function());
  EXPECT_TRUE(world.runtime->exported("absent")->is_undefined());
}

TEST(Runtime, GivesFileLineAndColumnOfWhatWasThrown) {
  World world;
  ASSERT_TRUE(
      world.load("function inner() {\n  throw new Error('no');\n}\n"
                 "export default function () { inner(); }\n"));

  const Outcome<Value> result = world.call("default");

  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().text, "Error: no");
  ASSERT_EQ(result.error().frames.size(), 2U);
  EXPECT_EQ(result.error().frames[0].function, "inner");
  EXPECT_EQ(result.error().frames[0].file, "file:///script.js");
  EXPECT_EQ(result.error().frames[0].line, 2);
  EXPECT_EQ(result.error().frames[1].function, "default");
  EXPECT_EQ(result.error().frames[1].line, 4);
}

TEST(Runtime, GivesTheTextOfThrownValuesThatAreNoErrors) {
  World world;

  EXPECT_EQ(world.run("throw 'plain'").error().text, "plain");
  EXPECT_EQ(world.run("throw {toString() { throw 1; }}").error().text,
            "an exception that has no text");
  EXPECT_EQ(world.run("throw null").error().text, "null");
  EXPECT_TRUE(world.run("1").has_value());
}

TEST(Runtime, RunsJobsUntilAPromiseSettles) {
  World world;
  ASSERT_TRUE(world.load("export default async function () { await null; return 7; }"));

  const Value promise = world.call("default").value();

  EXPECT_TRUE(promise.is_promise());
  EXPECT_FALSE(world.runtime->settled(promise).has_value());
  ASSERT_TRUE(world.runtime->run_pending_jobs());
  std::optional<Outcome<Value>> end = world.runtime->settled(promise);
  ASSERT_TRUE(end.has_value());
  EXPECT_EQ((*end)->to_number().value(), 7);
}

TEST(Runtime, AValueThatIsNoPromiseIsSettled) {
  World world;
  std::optional<Outcome<Value>> end = world.runtime->settled(world.run("({a: 1})").value());

  ASSERT_TRUE(end.has_value());
  EXPECT_TRUE((*end)->is_object());
}

TEST(Runtime, ReportsRejectionsThatNothingHandles) {
  World world;

  ASSERT_TRUE(world.run("Promise.reject(new TypeError('lost')); 1"));
  ASSERT_TRUE(world.run("Promise.reject(1).catch(() => {}); 1"));
  ASSERT_TRUE(world.runtime->run_pending_jobs());

  const std::vector<ScriptError> lost = world.runtime->take_unhandled_rejections();
  ASSERT_EQ(lost.size(), 1U);
  EXPECT_EQ(lost[0].text, "TypeError: lost");
  EXPECT_TRUE(world.runtime->take_unhandled_rejections().empty());
}

TEST(Runtime, ARejectionAskedForIsNotUnhandled) {
  World world;
  const Value promise = world.run("Promise.reject(new Error('asked'))").value();

  const std::optional<Outcome<Value>> end = world.runtime->settled(promise);

  EXPECT_EQ(end->error().text, "Error: asked");
  EXPECT_TRUE(world.runtime->take_unhandled_rejections().empty());
}

TEST(Runtime, TopLevelAwaitEndsBeforeEvaluateReturns) {
  World world;

  ASSERT_TRUE(world.load("export const x = await Promise.resolve(5);"));

  EXPECT_EQ(world.runtime->exported("x")->to_number().value(), 5);
}

TEST(Runtime, TopLevelAwaitOfNothingIsAnError) {
  World world;

  const Outcome<void> loaded = world.load("await new Promise(() => {});");

  ASSERT_FALSE(loaded.has_value());
  EXPECT_EQ(loaded.error().text, "top-level await of a promise that nothing settles");
}

TEST(Runtime, SetsGlobals) {
  World world;
  JSContext* context = world.runtime->context();

  ASSERT_TRUE(world.runtime->set_global("__VU", Value::number(context, 3)));

  EXPECT_EQ(world.show("__VU"), "3");
}

TEST(Runtime, GivesNativesTheirOwner) {
  int owner = 42;
  World world({.owner = &owner});

  EXPECT_EQ(&owner_of<int>(world.runtime->context()), &owner);
  EXPECT_EQ(&Runtime::of(world.runtime->context()), world.runtime.get());
}

TEST(Runtime, RunsOnSeveralThreadsAtOnce) {
  const NativeModules natives;
  const Program program =
      Program::compile({"file:///script.js",
                        "export default function () {\n"
                        "  let s = 0; for (let i = 0; i < 1000; i++) s += JSON.parse('[1]')[0];\n"
                        "  return s; }"},
                       source_of({}), natives)
          .value();
  const auto work = [&](double& sum) {
    Pool pool;
    for (int i = 0; i < 20; ++i) {
      Runtime runtime(pool, natives);
      runtime.enter_stack(std::size_t{256} << 10);
      ASSERT_TRUE(runtime.evaluate(program));
      sum += runtime.call(runtime.exported("default").value())->to_number().value();
    }
  };
  double left = 0;
  double right = 0;

  std::thread thread(work, std::ref(left));
  work(right);
  thread.join();

  EXPECT_EQ(left, 20'000);
  EXPECT_EQ(right, 20'000);
}

}  // namespace
}  // namespace headroom::script
