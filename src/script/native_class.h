// JavaScript classes whose objects carry a C++ object: a process-wide class id,
// registration in one runtime, and the way back from `this` to the C++ object.
#pragma once

#include <span>

#include "script/quickjs.h"

namespace headroom::script {

// A process-wide number; make it a namespace-scope or function-local static.
class ClassId {
 public:
  ClassId();
  JSClassID get() const { return id_; }

 private:
  JSClassID id_ = 0;
};

struct NativeClass {
  const char* name = nullptr;
  std::span<const JSCFunctionListEntry> prototype;  // static storage
  // Frees the opaque pointer; runs once for each object, may find it null.
  JSClassFinalizer* finalizer = nullptr;
  // For opaque objects that hold JavaScript values.
  JSClassGCMark* mark = nullptr;
  // For objects whose properties are made up as they are asked for. Static storage.
  const JSClassExoticMethods* exotic = nullptr;
  // Null for a class that scripts cannot construct.
  JSCFunction* constructor = nullptr;
  int constructor_length = 0;
};

// Registers the class in this runtime (at most once). Returns its constructor,
// owned by the caller, or undefined when it has none.
JSValue define_class(JSContext* context, const ClassId& id, const NativeClass& definition);

// A new object of the class that carries `opaque`; after an exception the caller still owns it.
JSValue new_object(JSContext* context, const ClassId& id, void* opaque);

// The C++ object behind `self`; null with a TypeError thrown when it is of another class.
template <typename T>
T* opaque_of(JSContext* context, JSValueConst self, const ClassId& id) {
  return static_cast<T*>(JS_GetOpaque2(context, self, id.get()));
}
// The same without an error, for finalizers and for looking.
template <typename T>
T* opaque_if(JSValueConst value, const ClassId& id) {
  return static_cast<T*>(JS_GetOpaque(value, id.get()));
}

}  // namespace headroom::script
