// The module "k6": check, fail, group, randomSeed, sleep.
#include <cmath>

#include "k6/modules.h"
#include "k6/vu_state.h"
#include "script/error.h"

namespace headroom::k6 {

namespace {

using script::js_exception;
using script::js_undefined;

JSValue throw_interrupted(JSContext* context) {
  return script::Runtime::of(context).throw_interrupted();
}

// A script whose tags change all the time leaves slots behind.
constexpr std::size_t check_slots_max = 4096;

// Empty where checks are not told apart by it.
std::string told_scenario(const TestContext& test, const metrics::Tags& tags) {
  const std::string* name = tags.find("scenario");
  return test.settings.keeps_checks_by_scenario && name != nullptr ? *name : "";
}

// The slot of a check in the current group; made at its first evaluation.
const CheckSlot& check_slot(JSContext* context, JSAtom name, const metrics::Tags* custom) {
  VuState& vu = vu_of(context);
  const std::uint64_t key = (std::uint64_t{vu.samples.base()} << 32) | name;
  if (vu.checks.size() >= check_slots_max) {
    vu.checks.clear();
  }
  if (custom == nullptr) {
    if (const auto found = vu.checks.find(key); found != vu.checks.end()) {
      return found->second;
    }
  }
  const char* text = JS_AtomToCString(context, name);
  const std::string check_name = text == nullptr ? "" : text;
  JS_FreeCString(context, text);
  const TestContext& test = vu.worker.test;
  metrics::Tags tags = vu.samples.tags(custom);
  if (test.settings.system_tags.has(SystemTag::check)) {
    tags.set("check", check_name);
  }
  const metrics::MetricId metric[] = {test.metrics.checks};
  const CheckSlot slot{
      .check = test.catalog.check(test.catalog.group(vu.samples.group_path()), check_name,
                                  told_scenario(test, tags)),
      .series = vu.worker.recorder.resolve(metric, vu.worker.recorder.intern(tags))};
  if (custom == nullptr) {
    JS_DupAtom(context, name);  // keeps the number from being used for another name
  }
  return vu.checks.insert_or_assign(custom == nullptr ? key : 0, slot).first->second;
}

void record_check(JSContext* context, const CheckSlot& slot, bool passed) {
  metrics::Recorder& recorder = vu_of(context).worker.recorder;
  const double value[] = {passed ? 1.0 : 0.0};
  recorder.record_group(slot.series, value);
  recorder.check(slot.check, passed);
}

// -1 when the check's function threw.
int evaluate_check(JSContext* context, JSValueConst subject, JSValueConst predicate) {
  if (JS_IsFunction(context, predicate) == 0) {
    return JS_ToBool(context, predicate);
  }
  const JSValue result = JS_Call(context, predicate, js_undefined, 1, &subject);
  const int passed = JS_IsException(result) != 0 ? -1 : JS_ToBool(context, result);
  JS_FreeValue(context, result);
  return passed;
}

metrics::Tags tags_of(JSContext* context, JSValueConst object) {
  metrics::Tags tags;
  const script::Value value = script::Value::borrowed(context, object);
  const auto keys = value.keys();
  for (const std::string& key : keys.value_or(std::vector<std::string>())) {
    const auto member = value.property(key.c_str());
    const auto text = member ? member->to_string() : script::Outcome<std::string>();
    tags.set(key, text.value_or(""));
  }
  return tags;
}

JSValue check(JSContext* context, JSValueConst self, int argc, JSValueConst* argv) {
  static_cast<void>(self);
  if (vu_of(context).phase == Phase::init) {
    return script::throw_error(context, "using check() in the init context is not supported");
  }
  if (argc < 2 || JS_IsObject(argv[1]) == 0) {
    return script::throw_error(context, "check() wants a value and an object of checks");
  }
  metrics::Tags custom;
  const bool has_custom = argc > 2 && JS_IsObject(argv[2]) != 0;
  if (has_custom) {
    custom = tags_of(context, argv[2]);
  }
  JSPropertyEnum* names = nullptr;
  std::uint32_t count = 0;
  if (JS_GetOwnPropertyNames(context, &names, &count, argv[1],
                             JS_GPN_STRING_MASK | JS_GPN_ENUM_ONLY) != 0) {
    return js_exception;
  }
  const std::size_t known_checks = vu_of(context).checks.size();
  bool all_passed = true;
  bool has_thrown = false;
  for (std::uint32_t i = 0; i < count && !has_thrown; ++i) {
    const JSValue predicate = JS_GetProperty(context, argv[1], names[i].atom);
    const int passed = evaluate_check(context, argv[0], predicate);
    JS_FreeValue(context, predicate);
    has_thrown = passed < 0;
    all_passed = all_passed && passed == 1;
    record_check(context, check_slot(context, names[i].atom, has_custom ? &custom : nullptr),
                 passed == 1);
  }
  if (!has_custom && vu_of(context).checks.size() != known_checks) {
    vu_of(context).runtime->shapes().keep_of_literal(context, {names, count});
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    JS_FreeAtom(context, names[i].atom);
  }
  js_free(context, names);
  return has_thrown ? js_exception : JS_NewBool(context, all_passed ? 1 : 0);
}

JSValue fail(JSContext* context, JSValueConst self, int argc, JSValueConst* argv) {
  static_cast<void>(self);
  const auto text = script::Value::borrowed(context, argc > 0 ? argv[0] : js_undefined).to_string();
  return script::throw_error(context, argc > 0 ? text.value_or("") : "");
}

JSValue group(JSContext* context, JSValueConst self, int argc, JSValueConst* argv) {
  static_cast<void>(self);
  VuState& vu = vu_of(context);
  if (vu.phase == Phase::init) {
    return script::throw_error(context, "using group() in the init context is not supported");
  }
  if (argc < 2 || JS_IsFunction(context, argv[1]) == 0) {
    return script::throw_error(context, "group() requires a callback as a second argument");
  }
  const auto name = script::Value::borrowed(context, argv[0]).to_string();
  if (!name || name->find("::") != std::string::npos) {
    return script::throw_error(context, "group and check names may not contain '::'");
  }
  vu.samples.push_group(*name);
  const kit::Instant start = vu.worker.reactor.now();
  const JSValue result = JS_Call(context, argv[1], js_undefined, 0, nullptr);
  const kit::Duration elapsed = vu.worker.reactor.now() - start;
  if (!vu.must_end) {
    vu.worker.recorder.record(vu.worker.test.metrics.group_duration, vu.samples.intern(),
                              elapsed.in_seconds());
  }
  vu.samples.pop_group();
  return result;
}

JSValue random_seed(JSContext* context, JSValueConst self, int argc, JSValueConst* argv) {
  static_cast<void>(self);
  double seed = 0;
  if (argc > 0 && JS_ToFloat64(context, &seed, argv[0]) != 0) {
    return js_exception;
  }
  script::Runtime::of(context).seed_random(static_cast<std::uint64_t>(std::llround(seed)));
  return js_undefined;
}

JSValue sleep(JSContext* context, JSValueConst self, int argc, JSValueConst* argv) {
  static_cast<void>(self);
  double seconds = 0;
  if (argc > 0 && JS_ToFloat64(context, &seconds, argv[0]) != 0) {
    return js_exception;
  }
  if (!(seconds > 0)) {
    return js_undefined;
  }
  fiber::Reactor& reactor = vu_of(context).worker.reactor;
  const fiber::Wake wake = reactor.sleep(kit::Duration::from_seconds(seconds));
  return wake == fiber::Wake::cancelled ? throw_interrupted(context) : js_undefined;
}

constexpr JSCFunctionListEntry functions[] = {
    script::function_entry("check", 2, check), script::function_entry("fail", 1, fail),
    script::function_entry("group", 2, group), script::function_entry("randomSeed", 1, random_seed),
    script::function_entry("sleep", 1, sleep),
};

bool init(JSContext* context, script::ModuleExports& exports) {
  exports.set(functions);
  const JSValue all = JS_NewObject(context);
  JS_SetPropertyFunctionList(context, all, functions, static_cast<int>(std::size(functions)));
  exports.set("default", all);
  return true;
}

}  // namespace

script::NativeModule core_module() {
  return {.name = "k6",
          .exports = {"default", "check", "fail", "group", "randomSeed", "sleep"},
          .init = init};
}

}  // namespace headroom::k6
