// QuickJS's C header for C++, with what its macros cannot do there: constants
// and the entries of function lists (JS_CFUNC_DEF and its kin do not compile).
// For this module and for those who write native functions.
#pragma once

#include <cstdint>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wcast-qual"
#pragma GCC diagnostic ignored "-Wunused-parameter"
extern "C" {
#include <quickjs.h>
}
#pragma GCC diagnostic pop

namespace headroom::script {

constexpr JSValue js_constant(int tag, int value = 0) {
  JSValue constant{};
  constant.u.int32 = value;
  constant.tag = tag;
  return constant;
}

inline constexpr JSValue js_undefined = js_constant(JS_TAG_UNDEFINED);
inline constexpr JSValue js_null = js_constant(JS_TAG_NULL);
inline constexpr JSValue js_true = js_constant(JS_TAG_BOOL, 1);
inline constexpr JSValue js_false = js_constant(JS_TAG_BOOL, 0);
// What a native function returns after it has thrown.
inline constexpr JSValue js_exception = js_constant(JS_TAG_EXCEPTION);

using GetterMagic = JSValue (*)(JSContext*, JSValueConst self, int magic);
using SetterMagic = JSValue (*)(JSContext*, JSValueConst self, JSValueConst value, int magic);

// Entries for JS_SetPropertyFunctionList; `name` must be a literal.
constexpr JSCFunctionListEntry function_entry(const char* name, std::uint8_t length,
                                              JSCFunction* function) {
  JSCFunctionListEntry entry{};
  entry.name = name;
  entry.prop_flags = JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE;
  entry.def_type = JS_DEF_CFUNC;
  entry.u.func = {length, JS_CFUNC_generic, {}};
  entry.u.func.cfunc.generic = function;
  return entry;
}

// One C function behind several names, told apart by `magic`.
constexpr JSCFunctionListEntry magic_function_entry(const char* name, std::uint8_t length,
                                                    JSCFunctionMagic* function,
                                                    std::int16_t magic) {
  JSCFunctionListEntry entry{};
  entry.name = name;
  entry.prop_flags = JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE;
  entry.def_type = JS_DEF_CFUNC;
  entry.magic = magic;
  entry.u.func = {length, JS_CFUNC_generic_magic, {}};
  entry.u.func.cfunc.generic_magic = function;
  return entry;
}

constexpr JSCFunctionListEntry accessor_entry(const char* name, GetterMagic getter,
                                              SetterMagic setter, std::int16_t magic) {
  JSCFunctionListEntry entry{};
  entry.name = name;
  entry.prop_flags = JS_PROP_CONFIGURABLE;
  entry.def_type = JS_DEF_CGETSET_MAGIC;
  entry.magic = magic;
  entry.u.getset = {};
  entry.u.getset.get.getter_magic = getter;
  entry.u.getset.set.setter_magic = setter;
  return entry;
}

constexpr JSCFunctionListEntry getter_entry(const char* name, GetterMagic getter,
                                            std::int16_t magic) {
  return accessor_entry(name, getter, nullptr, magic);
}

constexpr JSCFunctionListEntry integer_entry(const char* name, std::int32_t value) {
  JSCFunctionListEntry entry{};
  entry.name = name;
  entry.prop_flags = JS_PROP_ENUMERABLE | JS_PROP_CONFIGURABLE;
  entry.def_type = JS_DEF_PROP_INT32;
  entry.u.i32 = value;
  return entry;
}

constexpr JSCFunctionListEntry string_entry(const char* name, const char* value) {
  JSCFunctionListEntry entry{};
  entry.name = name;
  entry.prop_flags = JS_PROP_ENUMERABLE | JS_PROP_CONFIGURABLE;
  entry.def_type = JS_DEF_PROP_STRING;
  entry.u.str = value;
  return entry;
}

// A constructor function (callable with `new` only); pair it with its prototype by
// JS_SetConstructor, or let define_class do both.
JSValue new_constructor(JSContext* context, const char* name, int length, JSCFunction* function);

}  // namespace headroom::script
