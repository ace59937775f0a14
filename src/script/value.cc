#include "script/value.h"

#include <utility>

namespace headroom::script {

Value& Value::operator=(Value&& other) noexcept {
  if (this != &other) {
    reset();
    context_ = other.context_;
    value_ = other.release();
  }
  return *this;
}

Value Value::number(JSContext* context, double number) {
  return {context, JS_NewFloat64(context, number)};
}

Value Value::boolean(JSContext* context, bool truth) {
  return {context, truth ? js_true : js_false};
}

Value Value::string(JSContext* context, std::string_view text) {
  return {context, JS_NewStringLen(context, text.data(), text.size())};
}

Value Value::object(JSContext* context) {
  return {context, JS_NewObject(context)};
}

Value Value::array(JSContext* context) {
  return {context, JS_NewArray(context)};
}

JSValue Value::release() {
  return std::exchange(value_, js_undefined);
}

void Value::reset() {
  if (context_ != nullptr) {
    JS_FreeValue(context_, release());
  }
}

bool Value::is_array() const {
  return is_object() && JS_IsArray(context_, value_) == 1;
}

bool Value::is_function() const {
  return is_object() && JS_IsFunction(context_, value_) != 0;
}

bool Value::is_promise() const {
  // QuickJS answers -1 for anything that is no promise.
  return is_object() && static_cast<int>(JS_PromiseState(context_, value_)) >= 0;
}

Outcome<std::string> Value::to_string() const {
  if (context_ == nullptr) {
    return std::string("undefined");
  }
  std::size_t length = 0;
  const char* text = JS_ToCStringLen(context_, &length, value_);
  if (text == nullptr) {
    return std::unexpected(take_exception(context_));
  }
  std::string copy(text, length);
  JS_FreeCString(context_, text);
  return copy;
}

Outcome<double> Value::to_number() const {
  double number = 0;
  if (JS_ToFloat64(context_, &number, value_) != 0) {
    return std::unexpected(take_exception(context_));
  }
  return number;
}

bool Value::to_boolean() const {
  return JS_ToBool(context_, value_) > 0;
}

Outcome<Value> Value::property(const char* name) const {
  return checked(context_, JS_GetPropertyStr(context_, value_, name));
}

Outcome<Value> Value::element(std::uint32_t index) const {
  return checked(context_, JS_GetPropertyUint32(context_, value_, index));
}

Outcome<std::uint32_t> Value::length() const {
  Outcome<Value> length = property("length");
  if (!length) {
    return script_failure_of(length);
  }
  std::uint32_t number = 0;
  if (JS_ToUint32(context_, &number, length->get()) != 0) {
    return std::unexpected(take_exception(context_));
  }
  return number;
}

Outcome<std::vector<std::string>> Value::keys() const {
  JSPropertyEnum* properties = nullptr;
  std::uint32_t count = 0;
  if (JS_GetOwnPropertyNames(context_, &properties, &count, value_,
                             JS_GPN_STRING_MASK | JS_GPN_ENUM_ONLY) != 0) {
    return std::unexpected(take_exception(context_));
  }
  std::vector<std::string> names;
  names.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    if (const char* name = JS_AtomToCString(context_, properties[i].atom)) {
      names.emplace_back(name);
      JS_FreeCString(context_, name);
    }
    JS_FreeAtom(context_, properties[i].atom);
  }
  js_free(context_, properties);
  return names;
}

Outcome<void> Value::set_property(const char* name, Value value) const {
  if (JS_SetPropertyStr(context_, value_, name, value.release()) < 0) {
    return std::unexpected(take_exception(context_));
  }
  return {};
}

Outcome<void> Value::set_element(std::uint32_t index, Value value) const {
  if (JS_SetPropertyUint32(context_, value_, index, value.release()) < 0) {
    return std::unexpected(take_exception(context_));
  }
  return {};
}

Outcome<Value> Value::call(std::span<const JSValueConst> arguments, JSValueConst self) const {
  // QuickJS takes arguments as mutable but only reads them.
  auto* values = const_cast<JSValueConst*>(arguments.data());
  return checked(context_,
                 JS_Call(context_, value_, self, static_cast<int>(arguments.size()), values));
}

Outcome<Value> checked(JSContext* context, JSValue owned) {
  if (JS_IsException(owned) != 0) {
    return std::unexpected(take_exception(context));
  }
  return Value(context, owned);
}

}  // namespace headroom::script
