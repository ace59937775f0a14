#include "k6/http_file.h"

#include "k6/vu_state.h"
#include "script/bytes.h"
#include "script/error.h"
#include "script/native_class.h"

namespace headroom::k6 {

namespace {

// The class only marks: what a file consists of are properties that scripts read.
const script::ClassId file_class;

std::string text_or(const script::Value& value, std::string fallback) {
  if (value.is_nullish()) {
    return fallback;
  }
  std::string text = value.to_string().value_or("");
  return text.empty() ? fallback : text;
}

void set_text(JSContext* context, JSValueConst object, const char* name, const std::string& text) {
  JS_DefinePropertyValueStr(context, object, name,
                            JS_NewStringLen(context, text.data(), text.size()), JS_PROP_C_W_E);
}

script::Value property(const script::Value& object, const char* name) {
  auto value = object.property(name);
  return value ? std::move(*value) : script::Value();
}

}  // namespace

void define_file_class(JSContext* context) {
  JS_FreeValue(context,
               script::define_class(context, file_class, {.name = "FileData", .prototype = {}}));
}

JSValue new_file(JSContext* context, JSValueConst self, int argc, JSValueConst* argv) {
  static_cast<void>(self);
  const auto argument = [&](int index) {
    return index < argc ? script::Value::borrowed(context, argv[index]) : script::Value();
  };
  const script::Value content = argument(0);
  if (!content.is_string() && !script::bytes_of(context, content.get())) {
    return script::throw_error(context,
                               "invalid type for file data: it must be a string, an ArrayBuffer "
                               "or a typed array");
  }
  const std::int64_t now_ns = vu_of(context).worker.reactor.clock().wall_now().unix_ns;
  const JSValue file = script::new_object(context, file_class, nullptr);
  JS_DefinePropertyValueStr(context, file, "data", content.dup().release(), JS_PROP_C_W_E);
  set_text(context, file, "filename", text_or(argument(1), std::to_string(now_ns)));
  set_text(context, file, "content_type", text_or(argument(2), "application/octet-stream"));
  return file;
}

std::optional<FileArgument> read_file_argument(JSContext* context, JSValueConst value) {
  if (JS_GetClassID(value) != file_class.get()) {
    return std::nullopt;
  }
  const script::Value file = script::Value::borrowed(context, value);
  return FileArgument{.content = property(file, "data"),
                      .filename = property(file, "filename").to_string().value_or(""),
                      .content_type = property(file, "content_type").to_string().value_or("")};
}

}  // namespace headroom::k6
