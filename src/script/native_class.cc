#include "script/native_class.h"

#include <mutex>

#include "kit/assert.h"
#include "kit/mutex.h"

namespace headroom::script {
namespace {

JSClassID next_class_id() {
  // QuickJS locks its counter only where it was built with atomics.
  static kit::Mutex mutex;
  const kit::MutexLock lock(mutex);
  JSClassID id = 0;
  return JS_NewClassID(&id);
}

}  // namespace

ClassId::ClassId() : id_(next_class_id()) {}

JSValue new_constructor(JSContext* context, const char* name, int length, JSCFunction* function) {
  return JS_NewCFunction2(context, function, name, length, JS_CFUNC_constructor, 0);
}

JSValue define_class(JSContext* context, const ClassId& id, const NativeClass& definition) {
  JSRuntime* runtime = JS_GetRuntime(context);
  HEADROOM_ASSERT(JS_IsRegisteredClass(runtime, id.get()) == 0);
  JSClassDef class_definition{};
  class_definition.class_name = definition.name;
  class_definition.finalizer = definition.finalizer;
  class_definition.gc_mark = definition.mark;
  // QuickJS takes it as mutable but only reads it.
  class_definition.exotic = const_cast<JSClassExoticMethods*>(definition.exotic);
  if (JS_NewClass(runtime, id.get(), &class_definition) != 0) {
    return js_exception;
  }
  const JSValue prototype = JS_NewObject(context);
  JS_SetPropertyFunctionList(context, prototype, definition.prototype.data(),
                             static_cast<int>(definition.prototype.size()));
  JSValue constructor = js_undefined;
  if (definition.constructor != nullptr) {
    constructor = new_constructor(context, definition.name, definition.constructor_length,
                                  definition.constructor);
    JS_SetConstructor(context, constructor, prototype);
  }
  JS_SetClassProto(context, id.get(), prototype);
  return constructor;
}

JSValue new_object(JSContext* context, const ClassId& id, void* opaque) {
  const JSValue object = JS_NewObjectClass(context, static_cast<int>(id.get()));
  if (JS_IsException(object) == 0) {
    JS_SetOpaque(object, opaque);
  }
  return object;
}

}  // namespace headroom::script
