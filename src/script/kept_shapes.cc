#include "script/kept_shapes.h"

#include <array>

namespace headroom::script {

namespace {
constexpr std::size_t kept_max = 20;
}

void KeptShapes::keep_of_functions(JSContext* context) {
  const Value global(context, JS_GetGlobalObject(context));
  const Value function(context, JS_GetPropertyStr(context, global.get(), "Function"));
  const Value prototype(context, JS_GetPropertyStr(context, function.get(), "prototype"));
  constexpr std::array names{"length", "name"};
  for (std::size_t count = 0; count <= names.size(); ++count) {
    Value object(context, JS_NewObjectProto(context, prototype.get()));
    for (const char* name : std::span(names).first(count)) {
      JS_DefinePropertyValueStr(context, object.get(), name, js_undefined, JS_PROP_CONFIGURABLE);
    }
    keep(std::move(object));
  }
}

void KeptShapes::keep_of_literal(JSContext* context, std::span<const JSPropertyEnum> names) {
  if (objects_.size() + names.size() > kept_max) {
    return;
  }
  for (std::size_t count = 1; count <= names.size(); ++count) {
    Value object = Value::object(context);
    for (const JSPropertyEnum& name : names.first(count)) {
      JS_DefinePropertyValue(context, object.get(), name.atom, js_undefined, JS_PROP_C_W_E);
    }
    keep(std::move(object));
  }
}

}  // namespace headroom::script
