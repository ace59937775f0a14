#include "script/runtime_modules.h"

#include <string>

#include "kit/assert.h"
#include "script/runtime.h"

namespace headroom::script {
namespace {

int init_native_module(JSContext* context, JSModuleDef* module) {
  const JSAtom atom = JS_GetModuleName(context, module);
  const char* name = JS_AtomToCString(context, atom);
  JS_FreeAtom(context, atom);
  if (name == nullptr) {
    return -1;
  }
  const NativeModule* native = Runtime::of(context).natives().find(name);
  JS_FreeCString(context, name);
  HEADROOM_ASSERT(native != nullptr);
  ModuleExports exports(context, module);
  return native->init(context, exports) ? 0 : -1;
}

char* normalize(JSContext* context, const char* base, const char* specifier, void* opaque) {
  const auto& runtime = *static_cast<Runtime*>(opaque);
  if (runtime.natives().find(specifier) != nullptr) {
    return js_copy_of(context, specifier);
  }
  const Program* program = runtime.program();
  const std::string* name = program != nullptr ? program->resolved(specifier, base) : nullptr;
  if (name == nullptr) {
    JS_ThrowTypeError(context, "dynamic modules are not enabled: import '%s' at the top instead",
                      specifier);
    return nullptr;
  }
  return js_copy_of(context, *name);
}

JSModuleDef* load(JSContext* context, const char* name, void* opaque) {
  const auto& runtime = *static_cast<Runtime*>(opaque);
  if (const NativeModule* native = runtime.natives().find(name)) {
    return new_native_module(context, *native);
  }
  const std::string* bytecode = runtime.program()->bytecode_of(name);
  HEADROOM_ASSERT(bytecode != nullptr);
  const JSValue module =
      JS_ReadObject(context, reinterpret_cast<const std::uint8_t*>(bytecode->data()),
                    bytecode->size(), JS_READ_OBJ_BYTECODE);
  if (JS_IsException(module) != 0) {
    return nullptr;
  }
  auto* definition = static_cast<JSModuleDef*>(JS_VALUE_GET_PTR(module));
  // The context's list of loaded modules keeps it.
  JS_FreeValue(context, module);
  return definition;
}

}  // namespace

void install_module_loader(JSRuntime* js_runtime, Runtime& runtime) {
  JS_SetModuleLoaderFunc(js_runtime, normalize, load, &runtime);
}

JSModuleDef* new_native_module(JSContext* context, const NativeModule& native) {
  JSModuleDef* module = JS_NewCModule(context, native.name.c_str(), init_native_module);
  if (module == nullptr) {
    return nullptr;
  }
  for (const std::string& name : native.exports) {
    if (JS_AddModuleExport(context, module, name.c_str()) != 0) {
      return nullptr;
    }
  }
  return module;
}

char* js_copy_of(JSContext* context, std::string_view text) {
  return js_strndup(context, text.data(), text.size());
}

}  // namespace headroom::script
