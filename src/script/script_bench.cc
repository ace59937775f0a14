// What a virtual user costs: its making, its memory, and the calls of its iterations.
#include <charconv>
#include <memory>
#include <vector>

#include <benchmark/benchmark.h>

#include "kit/file.h"
#include "script/native_class.h"
#include "script/program.h"
#include "script/runtime.h"

namespace headroom::script {
namespace {

const ClassId response_class;

JSValue response_get(JSContext* context, JSValueConst self, int /*magic*/) {
  const int* status = opaque_of<int>(context, self, response_class);
  return status == nullptr ? js_exception : JS_NewInt32(context, *status);
}

constexpr JSCFunctionListEntry response_prototype[] = {getter_entry("status", response_get, 0)};

JSValue get(JSContext* context, JSValueConst, int, JSValueConst*) {
  static int status = 200;
  return new_object(context, response_class, &status);
}

JSValue check(JSContext* context, JSValueConst, int, JSValueConst* arguments) {
  JSPropertyEnum* names = nullptr;
  std::uint32_t count = 0;
  if (JS_GetOwnPropertyNames(context, &names, &count, arguments[1],
                             JS_GPN_STRING_MASK | JS_GPN_ENUM_ONLY) != 0) {
    return js_exception;
  }
  bool all_hold = true;
  for (std::uint32_t i = 0; i < count; ++i) {
    const JSValue function = JS_GetProperty(context, arguments[1], names[i].atom);
    const JSValue result = JS_Call(context, function, js_undefined, 1, arguments);
    all_hold = all_hold && JS_ToBool(context, result) > 0;
    JS_FreeValue(context, result);
    JS_FreeValue(context, function);
    JS_FreeAtom(context, names[i].atom);
  }
  js_free(context, names);
  return all_hold ? js_true : js_false;
}

constexpr JSCFunctionListEntry functions[] = {function_entry("get", 1, get),
                                              function_entry("check", 2, check)};

bool init(JSContext* context, ModuleExports& exports) {
  exports.set(functions);
  JS_FreeValue(context, define_class(context, response_class,
                                     {.name = "Response", .prototype = response_prototype}));
  return true;
}

struct World {
  World() { natives.add({.name = "bench", .exports = {"get", "check"}, .init = init}); }

  Program compile(const char* text) const {
    return Program::compile({"file:///bench.js", text}, {}, natives).value();
  }
  std::unique_ptr<Runtime> make(const Program* program) {
    auto runtime = std::make_unique<Runtime>(pool, natives);
    runtime->enter_stack(std::size_t{512} << 10);
    if (program != nullptr) {
      static_cast<void>(runtime->evaluate(*program));
    }
    return runtime;
  }

  Pool pool;
  NativeModules natives;
};

constexpr const char* get_and_check =
    "import { get, check } from 'bench';\n"
    "export const options = { vus: 64, duration: '10s' };\n"
    "export default function () {\n"
    "  const r = get('http://127.0.0.1/');\n"
    "  check(r, { 'status is 200': (x) => x.status === 200 });\n"
    "}\n";

double resident_kb() {
  const std::string text = kit::read_file("/proc/self/statm").value_or("0 0");
  const std::size_t space = text.find(' ');
  int pages = 0;
  std::from_chars(text.data() + space + 1, text.data() + text.size(), pages);
  return pages * 4.0;
}

void make_runtimes(benchmark::State& state, const char* text) {
  World world;
  const std::unique_ptr<Program> program =
      text == nullptr ? nullptr : std::make_unique<Program>(world.compile(text));
  std::vector<std::unique_ptr<Runtime>> runtimes;
  const double kb_before = resident_kb();
  for (auto _ : state) {
    runtimes.push_back(world.make(program.get()));
  }
  const auto count = static_cast<double>(runtimes.size());
  state.counters["resident_KB_each"] = (resident_kb() - kb_before) / count;
  state.counters["heap_KB_each"] = static_cast<double>(runtimes[0]->memory_bytes()) / 1024;
}

void runtime_bare(benchmark::State& state) {
  make_runtimes(state, nullptr);
}
BENCHMARK(runtime_bare)->Iterations(1000)->Unit(benchmark::kMicrosecond);

void runtime_with_script(benchmark::State& state) {
  make_runtimes(state, get_and_check);
}
BENCHMARK(runtime_with_script)->Iterations(1000)->Unit(benchmark::kMicrosecond);

// With memory that a runtime before it gave back.
void runtime_again(benchmark::State& state) {
  World world;
  for (auto _ : state) {
    benchmark::DoNotOptimize(world.make(nullptr));
  }
}
BENCHMARK(runtime_again)->Unit(benchmark::kMicrosecond);

void call_default(benchmark::State& state, const char* text) {
  World world;
  const Program program = world.compile(text);
  const std::unique_ptr<Runtime> runtime = world.make(&program);
  const Value function = runtime->exported("default").value();
  for (auto _ : state) {
    benchmark::DoNotOptimize(runtime->call(function));
    benchmark::DoNotOptimize(runtime->run_pending_jobs());
  }
}

void call_empty(benchmark::State& state) {
  call_default(state, "export default function () {}");
}
BENCHMARK(call_empty);

void call_get_and_check(benchmark::State& state) {
  call_default(state, get_and_check);
}
BENCHMARK(call_get_and_check);

void call_async(benchmark::State& state) {
  call_default(state, "export default async function () { await null; }");
}
BENCHMARK(call_async);

}  // namespace
}  // namespace headroom::script
