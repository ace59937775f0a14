#include "k6/globals.h"

#include <iterator>

#include "k6/vu_state.h"
#include "script/error.h"

namespace headroom::k6 {

namespace {

JSValue open_file(JSContext* context, JSValueConst self, int argc, JSValueConst* argv) {
  static_cast<void>(self);
  VuState& vu = vu_of(context);
  if (vu.phase != Phase::init) {
    return script::throw_error(context,
                               "the \"open()\" function is only available in the init stage");
  }
  const auto path =
      script::Value::borrowed(context, argc > 0 ? argv[0] : script::js_undefined).to_string();
  if (argc == 0 || !path || path->empty()) {
    return script::throw_error(context, "open() can't be used with an empty filename");
  }
  const auto bytes = vu.worker.test.files.open(*path);
  if (!bytes) {
    return script::throw_error(context, bytes.error().text());
  }
  const auto mode =
      script::Value::borrowed(context, argc > 1 ? argv[1] : script::js_undefined).to_string();
  const std::string& content = **bytes;
  if (argc > 1 && mode.value_or("") == "b") {
    return JS_NewArrayBufferCopy(context, reinterpret_cast<const std::uint8_t*>(content.data()),
                                 content.size());
  }
  return JS_NewStringLen(context, content.data(), content.size());
}

// Asked for when read, because setting it would cost every iteration.
JSValue iteration_number(JSContext* context, JSValueConst self, int magic) {
  static_cast<void>(self);
  static_cast<void>(magic);
  const VuState& vu = vu_of(context);
  return vu.phase == Phase::iteration
             ? JS_NewInt64(context, static_cast<std::int64_t>(vu.iteration))
             : script::js_undefined;
}

constexpr JSCFunctionListEntry accessors[] = {
    script::getter_entry("__ITER", iteration_number, 0),
};

}  // namespace

void install_globals_of_script(JSContext* context) {
  const JSValue global = JS_GetGlobalObject(context);
  JS_SetPropertyFunctionList(context, global, accessors, static_cast<int>(std::size(accessors)));
  JS_DefinePropertyValueStr(context, global, "open", JS_NewCFunction(context, open_file, "open", 2),
                            JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE);
  JS_FreeValue(context, global);
}

}  // namespace headroom::k6
