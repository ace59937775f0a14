// The module "k6/metrics": Counter, Gauge, Rate, Trend.
#include <cmath>
#include <memory>

#include "k6/modules.h"
#include "k6/vu_state.h"
#include "script/error.h"
#include "script/native_class.h"

namespace headroom::k6 {

namespace {

struct CustomMetric {
  metrics::MetricId id = 0;
  std::string name;
  double scale = 1;  // from the script's unit to the recorded one
};

const script::ClassId metric_class;

using metrics::Type;

JSValue construct(JSContext* context, Type type, int argc, JSValueConst* argv) {
  VuState& vu = vu_of(context);
  if (vu.phase != Phase::init) {
    return script::throw_error(context, "metrics must be declared in the init context");
  }
  const auto name =
      script::Value::borrowed(context, argc > 0 ? argv[0] : script::js_undefined).to_string();
  if (!name) {
    return script::throw_error(context, "a metric needs a name");
  }
  const bool is_time = argc > 1 && JS_ToBool(context, argv[1]) == 1;
  auto id = vu.worker.test.catalog.add_metric(
      *name, type, is_time ? metrics::Contains::time : metrics::Contains::plain);
  if (!id) {
    return script::throw_error(context, id.error().text());
  }
  // Times come in milliseconds and are recorded in seconds.
  auto metric = std::make_unique<CustomMetric>(
      CustomMetric{.id = *id, .name = *name, .scale = is_time ? 1e-3 : 1});
  const JSValue object = script::new_object(context, metric_class, metric.get());
  if (JS_IsException(object) == 0) {
    static_cast<void>(metric.release());  // NOLINT(bugprone-unused-return-value): the object's now
  }
  return object;
}

template <Type type>
JSValue constructor(JSContext* context, JSValueConst self, int argc, JSValueConst* argv) {
  static_cast<void>(self);
  return construct(context, type, argc, argv);
}

// NaN for what is no number.
double read_value(JSContext* context, JSValueConst value) {
  double number = std::nan("");
  if (JS_ToFloat64(context, &number, value) != 0) {
    JS_FreeValue(context, JS_GetException(context));
    return std::nan("");
  }
  return number;
}

metrics::TagSetId tag_set_of(JSContext* context, int argc, JSValueConst* argv) {
  VuState& vu = vu_of(context);
  if (argc < 2 || JS_IsObject(argv[1]) == 0) {
    return vu.samples.intern();
  }
  metrics::Tags custom;
  const script::Value object = script::Value::borrowed(context, argv[1]);
  const auto keys = object.keys();
  for (const std::string& key : keys.value_or(std::vector<std::string>())) {
    const auto member = object.property(key.c_str());
    const auto text = member ? member->to_string() : script::Outcome<std::string>();
    custom.set(key, text.value_or(""));
  }
  return vu.samples.intern(&custom);
}

JSValue add(JSContext* context, JSValueConst self, int argc, JSValueConst* argv) {
  const auto* metric = script::opaque_of<CustomMetric>(context, self, metric_class);
  if (metric == nullptr) {
    return script::js_exception;
  }
  VuState& vu = vu_of(context);
  if (vu.phase == Phase::init) {
    return script::throw_error(context, "metrics can't be added to in the init context");
  }
  const double value = argc > 0 ? read_value(context, argv[0]) : std::nan("");
  if (std::isnan(value)) {
    const std::string text = "'" + metric->name + "' wants a number";
    if (vu.worker.test.settings.throws_on_failure) {
      return script::throw_error(context, text);
    }
    vu.worker.test.logger.warning(text);
    return script::js_false;
  }
  vu.worker.recorder.record(metric->id, tag_set_of(context, argc, argv), value * metric->scale,
                            vu.worker.reactor.batch_time());
  return script::js_true;
}

JSValue get_name(JSContext* context, JSValueConst self, int magic) {
  static_cast<void>(magic);
  const auto* metric = script::opaque_of<CustomMetric>(context, self, metric_class);
  return metric == nullptr ? script::js_exception
                           : JS_NewStringLen(context, metric->name.data(), metric->name.size());
}

void finalize(JSRuntime* runtime, JSValue value) {
  static_cast<void>(runtime);
  delete script::opaque_if<CustomMetric>(value, metric_class);
}

constexpr JSCFunctionListEntry prototype[] = {
    script::function_entry("add", 2, add),
    script::getter_entry("name", get_name, 0),
};

bool init(JSContext* context, script::ModuleExports& exports) {
  JS_FreeValue(context, script::define_class(
                            context, metric_class,
                            {.name = "Metric", .prototype = prototype, .finalizer = finalize}));
  const JSValue all = JS_NewObject(context);
  const auto add_class = [&](const char* name, JSCFunction* function) {
    const JSValue made = script::new_constructor(context, name, 2, function);
    JS_DefinePropertyValueStr(context, all, name, JS_DupValue(context, made), JS_PROP_C_W_E);
    exports.set(name, made);
  };
  add_class("Counter", constructor<Type::counter>);
  add_class("Gauge", constructor<Type::gauge>);
  add_class("Rate", constructor<Type::rate>);
  add_class("Trend", constructor<Type::trend>);
  exports.set("default", all);
  return true;
}

}  // namespace

script::NativeModule metrics_module() {
  return {.name = "k6/metrics",
          .exports = {"default", "Counter", "Gauge", "Rate", "Trend"},
          .init = init};
}

}  // namespace headroom::k6
