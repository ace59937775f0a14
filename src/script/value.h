// An owned JavaScript value: frees itself, moves, and is copied only by dup().
// For the code around a script (options, arguments, results); native functions
// on the request path use QuickJS's own calls. Must not outlive its runtime.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "script/error.h"
#include "script/quickjs.h"

namespace headroom::script {

class Value {
 public:
  Value() = default;  // undefined
  // Takes over the reference that `owned` is.
  Value(JSContext* context, JSValue owned) : context_(context), value_(owned) {}
  ~Value() { reset(); }
  Value(Value&& other) noexcept : context_(other.context_), value_(other.release()) {}
  Value& operator=(Value&& other) noexcept;

  static Value borrowed(JSContext* context, JSValueConst value) {
    return {context, JS_DupValue(context, value)};
  }
  static Value number(JSContext* context, double number);
  static Value boolean(JSContext* context, bool truth);
  static Value string(JSContext* context, std::string_view text);  // UTF-8
  static Value object(JSContext* context);
  static Value array(JSContext* context);

  Value dup() const { return borrowed(context_, value_); }
  JSContext* context() const { return context_; }
  // Still owned by this Value.
  JSValueConst get() const { return value_; }
  // Now owned by the caller, who hands it to QuickJS.
  JSValue release();
  void reset();

  bool is_undefined() const { return JS_IsUndefined(value_) != 0; }
  bool is_null() const { return JS_IsNull(value_) != 0; }
  bool is_nullish() const { return is_undefined() || is_null(); }
  bool is_boolean() const { return JS_IsBool(value_) != 0; }
  bool is_number() const { return JS_IsNumber(value_) != 0; }
  bool is_string() const { return JS_IsString(value_) != 0; }
  bool is_object() const { return JS_IsObject(value_) != 0; }  // functions and arrays too
  bool is_array() const;
  bool is_function() const;
  bool is_promise() const;

  // JavaScript's own conversions, which may run the script's toString or valueOf.
  Outcome<std::string> to_string() const;
  Outcome<double> to_number() const;
  bool to_boolean() const;

  Outcome<Value> property(const char* name) const;
  Outcome<Value> element(std::uint32_t index) const;
  Outcome<std::uint32_t> length() const;
  // Names of the own enumerable properties, in their order.
  Outcome<std::vector<std::string>> keys() const;
  Outcome<void> set_property(const char* name, Value value) const;
  Outcome<void> set_element(std::uint32_t index, Value value) const;

  // Calls this function. Runtime::call adds what an iteration needs; this is the bare call.
  Outcome<Value> call(std::span<const JSValueConst> arguments = {},
                      JSValueConst self = js_undefined) const;

 private:
  JSContext* context_ = nullptr;
  JSValue value_ = js_undefined;
};

// `owned` as a Value, or the pending exception when it says so.
Outcome<Value> checked(JSContext* context, JSValue owned);

}  // namespace headroom::script
