#include "k6/globals.h"

#include <iterator>
#include <map>
#include <memory>
#include <span>

#include "k6/vu_state.h"
#include "script/error.h"

namespace headroom::k6 {

namespace {

JSValue new_content(JSContext* context, std::string_view bytes, bool is_binary) {
  return is_binary ? JS_NewArrayBufferCopy(
                         context, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size())
                   : JS_NewStringLen(context, bytes.data(), bytes.size());
}

// What an ArrayBuffer keeps of its mapping.
void unmap(JSRuntime* runtime, void* mapping, void* start) {
  static_cast<void>(runtime);
  static_cast<void>(start);
  const std::unique_ptr<std::span<char>> owned(static_cast<std::span<char>*>(mapping));
  kit::MemoryFile::unmap(*owned);
}

// The script's own view of the pages that all virtual users share.
JSValue new_large_content(JSContext* context, const kit::MemoryFile& file, bool is_binary) {
  const auto mapping = file.map();
  if (!mapping) {
    return script::throw_error(context, "open(): " + mapping.error().text());
  }
  if (is_binary) {
    auto owned = std::make_unique<std::span<char>>(*mapping);
    return JS_NewArrayBuffer(context, reinterpret_cast<std::uint8_t*>(mapping->data()),
                             mapping->size(), unmap, owned.release(), 0);
  }
  const JSValue text = JS_NewStringLen(context, mapping->data(), mapping->size());
  kit::MemoryFile::unmap(*mapping);
  return text;
}

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
  const auto file = vu.worker.test.files.open(*path);
  if (!file) {
    return script::throw_error(context, file.error().text());
  }
  const auto mode =
      script::Value::borrowed(context, argc > 1 ? argv[1] : script::js_undefined).to_string();
  const bool is_binary = argc > 1 && mode.value_or("") == "b";
  const OpenedFile& opened = **file;
  return opened.large ? new_large_content(context, *opened.large, is_binary)
                      : new_content(context, opened.bytes, is_binary);
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

// Made when first read: many scripts never do, and environments are large.
JSValue make_env(JSContext* context, JSValueConst self, int magic) {
  static_cast<void>(self);
  static_cast<void>(magic);
  const VuState& vu = vu_of(context);
  const Settings& settings = vu.worker.test.settings;
  std::map<std::string_view, std::string_view> variables(settings.env.begin(), settings.env.end());
  if (vu.scenario_env != nullptr) {
    for (const auto& [name, value] : *vu.scenario_env) {
      variables[name] = value;
    }
  }
  const JSValue env = JS_NewObject(context);
  for (const auto& [name, value] : variables) {
    JS_DefinePropertyValueStr(context, env, std::string(name).c_str(),
                              JS_NewStringLen(context, value.data(), value.size()),
                              settings.freezes_env ? JS_PROP_ENUMERABLE : JS_PROP_C_W_E);
  }
  if (settings.freezes_env) {
    JS_PreventExtensions(context, env);
  }
  const JSValue global = JS_GetGlobalObject(context);
  JS_DefinePropertyValueStr(context, global, "__ENV", JS_DupValue(context, env),
                            JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE);
  JS_FreeValue(context, global);
  return env;
}

constexpr JSCFunctionListEntry env_accessor[] = {script::getter_entry("__ENV", make_env, 0)};

constexpr JSCFunctionListEntry accessors[] = {
    script::getter_entry("__ITER", iteration_number, 0),
};

}  // namespace

void install_env(JSContext* context) {
  const JSValue global = JS_GetGlobalObject(context);
  JS_SetPropertyFunctionList(context, global, env_accessor,
                             static_cast<int>(std::size(env_accessor)));
  JS_FreeValue(context, global);
}

void install_globals_of_script(JSContext* context) {
  install_env(context);
  const JSValue global = JS_GetGlobalObject(context);
  JS_SetPropertyFunctionList(context, global, accessors, static_cast<int>(std::size(accessors)));
  if (vu_of(context).worker.test.settings.has_global_alias) {
    JS_DefinePropertyValueStr(context, global, "global", JS_DupValue(context, global),
                              JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE);
  }
  JS_DefinePropertyValueStr(context, global, "open", JS_NewCFunction(context, open_file, "open", 2),
                            JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE);
  JS_FreeValue(context, global);
}

}  // namespace headroom::k6
