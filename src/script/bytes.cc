#include "script/bytes.h"

#include "script/value.h"

namespace headroom::script {

namespace {

// QuickJS's numbers for its own classes are constant but not in its header: asked
// of objects that are what is looked for.
struct BufferClasses {
  JSClassID array_buffer;
  JSClassID typed_array_first;
  JSClassID typed_array_last;
  JSClassID data_view;

  explicit BufferClasses(JSContext* context) {
    const Value zero = Value::number(context, 0);
    const Value buffer = made(context, "ArrayBuffer", zero);
    array_buffer = JS_GetClassID(buffer.get());
    typed_array_first = JS_GetClassID(made(context, "Uint8ClampedArray", zero).get());
    typed_array_last = JS_GetClassID(made(context, "Float64Array", zero).get());
    data_view = JS_GetClassID(made(context, "DataView", buffer).get());
  }

  static Value made(JSContext* context, const char* name, const Value& argument) {
    const Value global(context, JS_GetGlobalObject(context));
    const Value constructor(context, JS_GetPropertyStr(context, global.get(), name));
    JSValueConst arguments[] = {argument.get()};
    return {context, JS_CallConstructor(context, constructor.get(), 1, arguments)};
  }
};

std::optional<std::string_view> bytes_of_buffer(JSContext* context, JSValueConst buffer) {
  std::size_t size = 0;
  const std::uint8_t* bytes = JS_GetArrayBuffer(context, &size, buffer);
  if (bytes == nullptr && JS_HasException(context) != 0) {
    JS_FreeValue(context, JS_GetException(context));
    return std::nullopt;
  }
  return std::string_view(reinterpret_cast<const char*>(bytes), size);
}

std::optional<std::string_view> part_of(JSContext* context, JSValueConst buffer, std::size_t offset,
                                        std::size_t size) {
  const auto bytes = bytes_of_buffer(context, buffer);
  if (!bytes || offset > bytes->size() || size > bytes->size() - offset) {
    return std::nullopt;
  }
  return bytes->substr(offset, size);
}

std::optional<std::string_view> bytes_of_view(JSContext* context, JSValueConst view) {
  const Value object = Value::borrowed(context, view);
  const auto buffer = object.property("buffer");
  const auto offset = object.property("byteOffset");
  const auto size = object.property("byteLength");
  if (!buffer || !offset || !size) {
    return std::nullopt;
  }
  return part_of(context, buffer->get(), static_cast<std::size_t>(offset->to_number().value_or(0)),
                 static_cast<std::size_t>(size->to_number().value_or(0)));
}

const BufferClasses& classes(JSContext* context) {
  static const BufferClasses found(context);
  return found;
}

}  // namespace

std::optional<std::string_view> bytes_of(JSContext* context, JSValueConst value) {
  if (JS_IsObject(value) == 0) {
    return std::nullopt;
  }
  const BufferClasses& known = classes(context);
  const JSClassID id = JS_GetClassID(value);
  if (id == known.array_buffer) {
    return bytes_of_buffer(context, value);
  }
  if (id == known.data_view) {
    return bytes_of_view(context, value);
  }
  if (id < known.typed_array_first || id > known.typed_array_last) {
    return std::nullopt;
  }
  std::size_t offset = 0;
  std::size_t size = 0;
  const Value buffer(context, JS_GetTypedArrayBuffer(context, value, &offset, &size, nullptr));
  if (JS_IsException(buffer.get()) != 0) {
    JS_FreeValue(context, JS_GetException(context));
    return std::nullopt;
  }
  return part_of(context, buffer.get(), offset, size);
}

void learn_buffer_classes(JSContext* context) {
  static_cast<void>(classes(context));
}

bool is_array_buffer(JSContext* context, JSValueConst value) {
  return JS_IsObject(value) != 0 && JS_GetClassID(value) == classes(context).array_buffer;
}

}  // namespace headroom::script
