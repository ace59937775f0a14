#include "script/globals.h"

#include "script/runtime.h"

namespace headroom::script {
namespace {

// They come with intrinsics that scripts need. Scripts bundled for browsers and
// Node test for them (`typeof Atomics`) and would take another path than in k6.
constexpr const char* hidden_globals[] = {"Atomics", "InternalError", "Iterator",
                                          "SharedArrayBuffer", "queueMicrotask"};

void hide_globals(JSContext* context) {
  const JSValue global = JS_GetGlobalObject(context);
  for (const char* name : hidden_globals) {
    const JSAtom atom = JS_NewAtom(context, name);
    JS_DeleteProperty(context, global, atom, 0);
    JS_FreeAtom(context, atom);
  }
  JS_FreeValue(context, global);
}

JSValue math_random(JSContext* context, JSValueConst /*self*/, int /*count*/,
                    JSValueConst* /*arguments*/) {
  return JS_NewFloat64(context, Runtime::of(context).next_random());
}

}  // namespace

JSContext* new_trimmed_context(JSRuntime* js_runtime) {
  JSContext* context = JS_NewContextRaw(js_runtime);
  if (context == nullptr) {
    return nullptr;
  }
  // All but WeakRef and FinalizationRegistry.
  JS_AddIntrinsicBaseObjects(context);
  JS_AddIntrinsicDate(context);
  JS_AddIntrinsicEval(context);
  JS_AddIntrinsicStringNormalize(context);
  JS_AddIntrinsicRegExp(context);
  JS_AddIntrinsicJSON(context);
  JS_AddIntrinsicProxy(context);
  JS_AddIntrinsicMapSet(context);
  JS_AddIntrinsicTypedArrays(context);
  JS_AddIntrinsicPromise(context);
  hide_globals(context);
  return context;
}

void install_random(JSContext* context) {
  const JSValue global = JS_GetGlobalObject(context);
  const JSValue math = JS_GetPropertyStr(context, global, "Math");
  JS_DefinePropertyValueStr(context, math, "random",
                            JS_NewCFunction(context, math_random, "random", 0),
                            JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE);
  JS_FreeValue(context, math);
  JS_FreeValue(context, global);
}

}  // namespace headroom::script
