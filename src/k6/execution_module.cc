// The module "k6/execution": instance, scenario, test, vu. What a script may
// know of the run it is part of, and how it ends the run or marks it as failed.
#include <array>

#include "k6/modules.h"
#include "k6/scenarios.h"
#include "k6/vu_state.h"
#include "k6/vu_tags_class.h"
#include "load/engine.h"
#include "script/error.h"
#include "script/json.h"

namespace headroom::k6 {

namespace {

using script::js_undefined;

constexpr const char* no_instance =
    "getting instance information in the init context is not supported";
constexpr const char* no_scenario =
    "getting scenario information outside of the VU context is not supported";
constexpr const char* no_options = "getting test options in the init context is not supported";
constexpr const char* no_vu = "getting VU information in the init context is not supported";

JSValue new_integer(JSContext* context, std::uint64_t number) {
  return JS_NewInt64(context, static_cast<std::int64_t>(number));
}

// As own properties that can be listed: scripts print these objects.
constexpr JSCFunctionListEntry listed(JSCFunctionListEntry entry) {
  entry.prop_flags |= JS_PROP_ENUMERABLE;
  return entry;
}

JSValue new_object_of(JSContext* context, std::span<const JSCFunctionListEntry> entries) {
  const JSValue object = JS_NewObject(context);
  JS_SetPropertyFunctionList(context, object, entries.data(), static_cast<int>(entries.size()));
  return object;
}

// --- instance ---

enum InstanceField { run_duration, completed, interrupted, active_vus, initialized_vus };

// Null where k6 knows of no instance either.
const load::Engine* instance_engine(const VuState& vu) {
  const bool is_running = vu.phase == Phase::setup || vu.phase == Phase::iteration;
  return is_running ? vu.worker.test.status.engine() : nullptr;
}

JSValue get_of_instance(JSContext* context, JSValueConst self, int magic) {
  static_cast<void>(self);
  const VuState& vu = vu_of(context);
  const load::Engine* engine = instance_engine(vu);
  if (engine == nullptr) {
    return script::throw_error(context, no_instance);
  }
  if (magic == run_duration) {
    const kit::Duration elapsed = vu.worker.reactor.now() - engine->initialized_at();
    return JS_NewFloat64(context, elapsed.in_seconds() * 1e3);
  }
  const load::Progress progress = engine->progress();
  switch (static_cast<InstanceField>(magic)) {
    case run_duration: break;
    case completed: return new_integer(context, progress.completed);
    case interrupted: return new_integer(context, progress.interrupted);
    case active_vus: return new_integer(context, progress.active_vus);
    case initialized_vus: return new_integer(context, progress.initialized_vus);
  }
  return js_undefined;
}

constexpr std::array instance_fields{
    listed(script::getter_entry("currentTestRunDuration", get_of_instance, run_duration)),
    listed(script::getter_entry("iterationsCompleted", get_of_instance, completed)),
    listed(script::getter_entry("iterationsInterrupted", get_of_instance, interrupted)),
    listed(script::getter_entry("vusActive", get_of_instance, active_vus)),
    listed(script::getter_entry("vusInitialized", get_of_instance, initialized_vus)),
};

// --- scenario ---

enum ScenarioField {
  name,
  executor,
  start_time,
  progress,
  iteration_in_instance,
  iteration_in_test
};

JSValue new_start_time(JSContext* context, const VuState& vu, const load::Engine& engine) {
  const kit::Instant start = engine.start() + vu.iteration_context->scenario->start_time;
  const kit::Duration ago = vu.worker.reactor.now() - start;
  const std::int64_t wall_ns = vu.worker.reactor.clock().wall_now().unix_ns - ago.in_nanoseconds();
  return JS_NewInt64(context, wall_ns / 1'000'000);
}

JSValue get_of_scenario(JSContext* context, JSValueConst self, int magic) {
  static_cast<void>(self);
  const VuState& vu = vu_of(context);
  const load::IterationContext* iteration = vu.iteration_context;
  const load::Engine* engine = vu.worker.test.status.engine();
  if (iteration == nullptr || engine == nullptr) {
    return script::throw_error(context, no_scenario);
  }
  const auto text = [context](std::string_view value) {
    return JS_NewStringLen(context, value.data(), value.size());
  };
  switch (static_cast<ScenarioField>(magic)) {
    case name: return text(iteration->scenario->name);
    case executor: return text(executor_name(*iteration->scenario));
    case start_time: return new_start_time(context, vu, *engine);
    case progress:
      return JS_NewFloat64(context, engine->progress_of(iteration->scenario_index).fraction);
    case iteration_in_instance: return new_integer(context, iteration->iteration_in_scenario);
    case iteration_in_test: return new_integer(context, iteration->iteration_in_test);
  }
  return js_undefined;
}

constexpr std::array scenario_fields{
    listed(script::getter_entry("name", get_of_scenario, name)),
    listed(script::getter_entry("executor", get_of_scenario, executor)),
    listed(script::getter_entry("startTime", get_of_scenario, start_time)),
    listed(script::getter_entry("progress", get_of_scenario, progress)),
    listed(script::getter_entry("iterationInInstance", get_of_scenario, iteration_in_instance)),
    listed(script::getter_entry("iterationInTest", get_of_scenario, iteration_in_test)),
};

// --- test ---

// "test aborted", or "test aborted: no login".
std::string with_reason(JSContext* context, std::string text, int argc, JSValueConst* argv) {
  if (argc > 0 && JS_IsUndefined(argv[0]) == 0 && JS_IsNull(argv[0]) == 0) {
    text += ": " + script::Value::borrowed(context, argv[0]).to_string().value_or("");
  }
  return text;
}

JSValue abort_test(JSContext* context, JSValueConst self, int argc, JSValueConst* argv) {
  static_cast<void>(self);
  const std::string reason = with_reason(context, "test aborted", argc, argv);
  vu_of(context).worker.test.status.abort(reason);
  return script::Runtime::of(context).throw_interrupted();
}

JSValue fail_test(JSContext* context, JSValueConst self, int argc, JSValueConst* argv) {
  static_cast<void>(self);
  const VuState& vu = vu_of(context);
  if (vu.phase == Phase::init) {
    return script::throw_error(context, "execution.test.fail() called outside of VU context");
  }
  vu.worker.test.logger.error(with_reason(context, "test marked as failed", argc, argv));
  vu.worker.test.status.mark_failed();
  return js_undefined;
}

// Freezes what JSON can say, all the way down.
void freeze(JSContext* context, JSValueConst value) {
  if (JS_IsObject(value) == 0) {
    return;
  }
  JSPropertyEnum* names = nullptr;
  std::uint32_t count = 0;
  if (JS_GetOwnPropertyNames(context, &names, &count, value, JS_GPN_STRING_MASK) != 0) {
    return;
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    const script::Value member(context, JS_GetProperty(context, value, names[i].atom));
    freeze(context, member.get());
    const int flags = JS_PROP_HAS_CONFIGURABLE | JS_PROP_HAS_WRITABLE;
    static_cast<void>(JS_DefineProperty(context, value, names[i].atom, js_undefined, js_undefined,
                                        js_undefined, flags));
    JS_FreeAtom(context, names[i].atom);
  }
  js_free(context, names);
  JS_PreventExtensions(context, value);
}

// A new object at each access, as in k6.
JSValue get_options(JSContext* context, JSValueConst self, int magic) {
  static_cast<void>(self);
  static_cast<void>(magic);
  const VuState& vu = vu_of(context);
  if (vu.phase == Phase::init) {
    return script::throw_error(context, no_options);
  }
  auto options = script::parse_json(context, vu.worker.test.options_json, "options");
  if (!options) {
    return script::throw_error(context, options.error().text);
  }
  freeze(context, options->get());
  return options->release();
}

constexpr std::array test_fields{
    listed(script::function_entry("abort", 1, abort_test)),
    listed(script::function_entry("fail", 1, fail_test)),
    listed(script::getter_entry("options", get_options, 0)),
};

// --- vu ---

enum VuField { id_in_instance, id_in_test, iteration_of_vu, iteration_in_scenario };

JSValue get_of_vu(JSContext* context, JSValueConst self, int magic) {
  static_cast<void>(self);
  const VuState& vu = vu_of(context);
  if (vu.phase == Phase::init) {
    return script::throw_error(context, no_vu);
  }
  switch (static_cast<VuField>(magic)) {
    case id_in_instance: return new_integer(context, vu.id);
    case id_in_test: return new_integer(context, vu.id_in_test);
    case iteration_of_vu: return new_integer(context, vu.iteration);
    case iteration_in_scenario:
      return new_integer(context, vu.iteration_context == nullptr
                                      ? 0
                                      : vu.iteration_context->iteration_of_vu_in_scenario);
  }
  return js_undefined;
}

constexpr std::array vu_fields{
    listed(script::getter_entry("idInInstance", get_of_vu, id_in_instance)),
    listed(script::getter_entry("idInTest", get_of_vu, id_in_test)),
    listed(script::getter_entry("iterationInInstance", get_of_vu, iteration_of_vu)),
    listed(script::getter_entry("iterationInScenario", get_of_vu, iteration_in_scenario)),
};

enum MetricsField { tags, metadata };

JSValue get_of_metrics(JSContext* context, JSValueConst self, int magic) {
  static_cast<void>(self);
  if (vu_of(context).phase == Phase::init) {
    return script::throw_error(context, no_vu);
  }
  return magic == tags ? new_vu_tags(context) : new_vu_metadata(context);
}

constexpr std::array metrics_fields{
    listed(script::getter_entry("tags", get_of_metrics, tags)),
    listed(script::getter_entry("metadata", get_of_metrics, metadata)),
};

constexpr std::array vu_tags_fields{
    listed(script::getter_entry("tags", get_of_metrics, tags)),
};

JSValue new_vu(JSContext* context) {
  const JSValue vu = new_object_of(context, vu_fields);
  JS_SetPropertyFunctionList(context, vu, vu_tags_fields.data(), vu_tags_fields.size());
  JS_DefinePropertyValueStr(context, vu, "metrics", new_object_of(context, metrics_fields),
                            JS_PROP_ENUMERABLE);
  return vu;
}

// --- the module ---

enum Section { instance_section, scenario_section, test_section, vu_section };

// What k6 says of the whole section; null when it is there.
const char* refusal_of(Section section, const VuState& vu) {
  switch (section) {
    case instance_section: return instance_engine(vu) == nullptr ? no_instance : nullptr;
    case scenario_section: return vu.phase == Phase::init ? no_scenario : nullptr;
    case test_section: return nullptr;
    case vu_section: return vu.phase == Phase::init ? no_vu : nullptr;
  }
  return nullptr;
}

// QuickJS says what it is handed.
// NOLINTNEXTLINE(readability-function-size)
JSValue get_section(JSContext* context, JSValueConst self, int argc, JSValueConst* argv, int magic,
                    JSValue* section) {
  static_cast<void>(self);
  static_cast<void>(argc);
  static_cast<void>(argv);
  const char* refusal = refusal_of(static_cast<Section>(magic), vu_of(context));
  return refusal != nullptr ? script::throw_error(context, refusal)
                            : JS_DupValue(context, *section);
}

bool init(JSContext* context, script::ModuleExports& exports) {
  define_vu_tags_classes(context);
  const JSValue all = JS_NewObject(context);
  // By its own name it can be imported in any phase; its fields then say what k6 says.
  const auto add = [&](const char* section_name, Section section, JSValue owned) {
    const JSAtom atom = JS_NewAtom(context, section_name);
    JS_DefinePropertyGetSet(context, all, atom,
                            JS_NewCFunctionData(context, get_section, 0, section, 1, &owned),
                            js_undefined, JS_PROP_ENUMERABLE);
    JS_FreeAtom(context, atom);
    exports.set(section_name, owned);
  };
  add("instance", instance_section, new_object_of(context, instance_fields));
  add("scenario", scenario_section, new_object_of(context, scenario_fields));
  add("test", test_section, new_object_of(context, test_fields));
  add("vu", vu_section, new_vu(context));
  exports.set("default", all);
  return true;
}

}  // namespace

script::NativeModule execution_module() {
  return {.name = "k6/execution",
          .exports = {"default", "instance", "scenario", "test", "vu"},
          .init = init};
}

}  // namespace headroom::k6
