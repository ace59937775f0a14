#include "k6/http_url.h"

#include "script/error.h"
#include "script/native_class.h"
#include "script/value.h"

namespace headroom::k6 {

namespace {

using script::Value;

// The class only marks: url and name are properties that scripts read.
const script::ClassId url_class;

std::string property_text(const Value& object, const char* name) {
  const auto value = object.property(name);
  return value ? value->to_string().value_or("") : "";
}

JSValue to_text(JSContext* context, JSValueConst self, int argc, JSValueConst* argv) {
  static_cast<void>(argc);
  static_cast<void>(argv);
  return JS_GetPropertyStr(context, self, "url");
}

constexpr JSCFunctionListEntry prototype[] = {script::function_entry("toString", 0, to_text)};

}  // namespace

void define_url_class(JSContext* context) {
  JS_FreeValue(context,
               script::define_class(context, url_class, {.name = "URL", .prototype = prototype}));
}

JSValue new_url(JSContext* context, JSValueConst self, int argc, JSValueConst* argv) {
  static_cast<void>(self);
  const Value parts = Value::borrowed(context, argc > 0 ? argv[0] : script::js_undefined);
  if (!parts.is_array()) {
    return script::throw_error(context, "http.url is the tag of a template: http.url`https://...`");
  }
  NamedUrl made;
  const std::uint32_t count = parts.length().value_or(0);
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto part = parts.element(i);
    const std::string text = part ? part->to_string().value_or("") : "";
    made.url += text;
    made.name += text;
    if (static_cast<int>(i) + 1 < argc && i + 1 < count) {
      made.url += Value::borrowed(context, argv[i + 1]).to_string().value_or("");
      made.name += "${}";
    }
  }
  const Value object(context, script::new_object(context, url_class, nullptr));
  const auto url = object.set_property("url", Value::string(context, made.url));
  const auto name = object.set_property("name", Value::string(context, made.name));
  return url && name ? object.dup().release() : script::js_exception;
}

std::optional<NamedUrl> read_named_url(JSContext* context, JSValueConst value) {
  if (JS_IsObject(value) == 0 || JS_GetClassID(value) != url_class.get()) {
    return std::nullopt;
  }
  const Value object = Value::borrowed(context, value);
  return NamedUrl{.url = property_text(object, "url"), .name = property_text(object, "name")};
}

}  // namespace headroom::k6
