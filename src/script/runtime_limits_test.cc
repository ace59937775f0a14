// What a script may do wrong, and that it ends that iteration only.
#include <gtest/gtest.h>

#include "script/json.h"
#include "script/runtime_fixture.h"

namespace headroom::script {
namespace {

TEST(RuntimeLimits, AnInterruptEndsAnInfiniteLoop) {
  World world;
  int asked = 0;
  world.runtime->on_interrupt(
      [&] { return ++asked == 3 ? Interrupt::end_iteration : Interrupt::carry_on; });

  const Outcome<Value> result = world.run("for (;;) {}");

  ASSERT_FALSE(result.has_value());
  EXPECT_TRUE(result.error().is_interrupted);
  EXPECT_EQ(asked, 3);
  EXPECT_EQ(world.show("1 + 1"), "2");
}

TEST(RuntimeLimits, NeitherCatchNorFinallyHoldsAnInterrupt) {
  World world;
  int asked = 0;
  world.runtime->on_interrupt(
      [&] { return ++asked == 3 ? Interrupt::end_iteration : Interrupt::carry_on; });

  const Outcome<Value> result = world.run(
      "globalThis.caught = 0;"
      "for (;;) { try { for (;;) {} } catch (e) { caught++; } finally { caught++; } }");

  ASSERT_FALSE(result.has_value());
  EXPECT_TRUE(result.error().is_interrupted);
  EXPECT_EQ(world.show("caught"), "0");
}

TEST(RuntimeLimits, AnInterruptInAnAsyncFunctionIsReportedByTheCall) {
  World world;
  int asked = 0;
  world.runtime->on_interrupt(
      [&] { return ++asked == 3 ? Interrupt::end_iteration : Interrupt::carry_on; });

  const Outcome<Value> result = world.run("(async () => { for (;;) {} })()");

  ASSERT_FALSE(result.has_value());
  EXPECT_TRUE(result.error().is_interrupted);
}

TEST(RuntimeLimits, AnInterruptEndsAnEndlessChainOfJobs) {
  World world;
  int asked = 0;
  world.runtime->on_interrupt(
      [&] { return ++asked == 2 ? Interrupt::end_iteration : Interrupt::carry_on; });
  ASSERT_TRUE(world.run("(async () => { for (;;) await null; })(); 1"));

  const Outcome<void> jobs = world.runtime->run_pending_jobs();

  ASSERT_FALSE(jobs.has_value());
  EXPECT_TRUE(jobs.error().is_interrupted);
}

TEST(RuntimeLimits, ANativeFunctionCanEndTheIteration) {
  World world;
  const auto stop = [](JSContext* context, JSValueConst, int, JSValueConst*) {
    return Runtime::of(context).throw_interrupted();
  };
  JSContext* context = world.runtime->context();
  ASSERT_TRUE(
      world.runtime->set_global("stop", Value(context, JS_NewCFunction(context, stop, "stop", 0))));

  const Outcome<Value> result = world.run("try { stop(); } catch (e) { 'caught' }");

  ASSERT_FALSE(result.has_value());
  EXPECT_TRUE(result.error().is_interrupted);
}

TEST(RuntimeLimits, DiscardedJobsRunNoNativeFunction) {
  World world;
  JSContext* context = world.runtime->context();
  static int calls = 0;
  calls = 0;
  const auto note = [](JSContext*, JSValueConst, int, JSValueConst*) {
    ++calls;
    return js_undefined;
  };
  ASSERT_TRUE(
      world.runtime->set_global("note", Value(context, JS_NewCFunction(context, note, "note", 0))));
  ASSERT_TRUE(
      world.run("Promise.resolve().then(() => note()); (async () => { await null; note(); })();"
                "(async () => { for (;;) { try { await null; note(); } catch {} } })(); 1"));

  world.runtime->discard_pending_jobs();

  EXPECT_FALSE(world.runtime->has_pending_jobs());
  EXPECT_EQ(calls, 0);
  EXPECT_TRUE(world.runtime->take_unhandled_rejections().empty());
  EXPECT_TRUE(world.runtime->is_usable());
  EXPECT_EQ(world.show("[1, 2].map((x) => x + 1)"), "[ 2, 3 ]");
}

TEST(RuntimeLimits, DeepRecursionIsAnErrorThatCanBeCaught) {
  World world;

  const Outcome<Value> result = world.run("function f() { return f() + 1; } f()");

  ASSERT_FALSE(result.has_value());
  EXPECT_TRUE(result.error().is_stack_overflow) << result.error().text;
  EXPECT_EQ(world.show("try { f() } catch (e) { 'caught' }"), "caught");
}

TEST(RuntimeLimits, DeeplyNestedJsonIsAnError) {
  World world;

  const Outcome<Value> parsed = world.run("JSON.parse('['.repeat(100000))");
  const Outcome<Value> own = parse_json(world.runtime->context(), std::string(100'000, '['));

  EXPECT_FALSE(parsed.has_value());
  EXPECT_FALSE(own.has_value());
  EXPECT_EQ(world.show("1"), "1");
}

TEST(RuntimeLimits, DeeplyNestedSourceIsAnError) {
  World world;

  EXPECT_FALSE(world.run(std::string(100'000, '(')).has_value());
  EXPECT_FALSE(world
                   .run("JSON.stringify(" + std::string(500, '[') + std::string(500, ']') +
                        ".toString.call(null))")
                   .has_value());
  EXPECT_FALSE(world.run("let a = []; for (let i = 0; i < 1e5; i++) a = [a]; JSON.stringify(a)")
                   .has_value());
  EXPECT_FALSE(world.run("new RegExp('('.repeat(1e5))").has_value());
}

struct Hog {
  const char* name;
  const char* text;
};

class MemoryHog : public testing::TestWithParam<Hog> {};

TEST_P(MemoryHog, EndsTheIterationOnly) {
  World world({.memory_bytes_max = std::size_t{8} << 20});
  const std::size_t bytes_before = world.runtime->memory_bytes();

  for (int round = 0; round < 3; ++round) {
    const Outcome<Value> result = world.run(GetParam().text);

    ASSERT_FALSE(result.has_value());
    EXPECT_TRUE(result.error().is_out_of_memory) << result.error().text;
    EXPECT_TRUE(world.runtime->is_usable());
  }
  // The table of property names keeps the size it once had.
  world.runtime->collect_garbage();
  EXPECT_LT(world.runtime->memory_bytes(), bytes_before + (std::size_t{2} << 20));
  EXPECT_EQ(world.show("[1, 2, 3].join('')"), "123");
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, MemoryHog,
    testing::Values(
        Hog{"array", "(() => { const a = []; for (;;) a.push([1, 2, 3]); })()"},
        Hog{"string", "(() => { let s = 'x'; for (;;) s = (s + s).slice(0); })()"},
        Hog{"buffer", "(() => { const a = []; for (;;) a.push(new Uint8Array(100000)); })()"},
        Hog{"one_buffer", "new ArrayBuffer(1e9)"},
        Hog{"map", "(() => { const m = new Map(); for (let i = 0;; i++) m.set(i, {i}); })()"},
        Hog{"closures", "(() => { let f = null; for (;;) { const g = f; f = () => g; } })()"},
        Hog{"cycles", "(() => { const a = []; for (;;) { const o = {}; o.o = o; a.push(o); } })()"},
        Hog{"properties", "(() => { const o = {}; for (let i = 0;; i++) o['k' + i] = i; })()"},
        Hog{"json", "JSON.parse('[' + '{\"a\":1},'.repeat(5e5) + '1]')"}),
    [](const auto& instance) { return instance.param.name; });

TEST(RuntimeLimits, AScriptMayCatchARefusedBlock) {
  World world({.memory_bytes_max = std::size_t{8} << 20});

  EXPECT_EQ(world.show("try { new ArrayBuffer(1e9) } catch (e) { 'caught ' + e.message }"),
            "caught out of memory");
}

TEST(RuntimeLimits, GarbageInCyclesIsNoHog) {
  World world({.memory_bytes_max = std::size_t{8} << 20});

  for (int i = 0; i < 200; ++i) {
    ASSERT_TRUE(
        world.run("(() => { for (let i = 0; i < 1000; i++) {"
                  "const o = {a: [1, 2, 3]}; o.o = o; } return 1; })()"))
        << i;
  }
}

TEST(RuntimeLimits, ARuntimeWhoseMemoryIsKeptIsNotUsable) {
  World world({.memory_bytes_max = std::size_t{8} << 20});

  ASSERT_FALSE(world.run("globalThis.kept = []; for (;;) kept.push([1]);").has_value());

  EXPECT_FALSE(world.runtime->is_usable());
}

// Every point of an iteration at which memory can run out.
TEST(RuntimeLimits, AnyMemoryLimitIsSurvived) {
  const std::string text =
      "class A { #x = [1, 2, 3]; get() { return this.#x.map((v) => `${v}!`); } }\n"
      "export default async function () {\n"
      "  const m = new Map([['a', new A().get()]]);\n"
      "  await null;\n"
      "  const parsed = JSON.parse('{\"a\": [1, {\"b\": \"text\"}]}');\n"
      "  return JSON.stringify({m: [...m], r: 'abc'.replace(/b/g, 'x'), ...parsed});\n"
      "}";
  World measured;
  ASSERT_TRUE(measured.load(text));
  const std::size_t loaded_bytes = measured.runtime->memory_bytes();
  for (std::size_t extra = 0; extra < 20'000; extra += 199) {
    World world({.memory_bytes_max = loaded_bytes + extra});
    if (!world.load(text)) {
      continue;
    }

    const Outcome<Value> result = world.call("default");

    if (!result) {
      EXPECT_TRUE(result.error().is_out_of_memory) << result.error().text << extra;
    }
    static_cast<void>(world.runtime->run_pending_jobs());
  }
}

}  // namespace
}  // namespace headroom::script
