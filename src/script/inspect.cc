#include "script/inspect.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "script/error.h"

namespace headroom::script {
namespace {

// Deeper objects are shown as [Object]: the stack may be a fiber's.
constexpr std::size_t depth_max = 32;

void drop_exception(JSContext* context) {
  JS_FreeValue(context, JS_GetException(context));
}

std::string text_of(JSContext* context, JSValueConst value) {
  std::size_t length = 0;
  const char* text = JS_ToCStringLen(context, &length, value);
  if (text == nullptr) {
    drop_exception(context);
    return "[no text]";
  }
  std::string copy(text, length);
  JS_FreeCString(context, text);
  return copy;
}

std::string quoted(std::string_view text) {
  constexpr std::string_view hex = "0123456789abcdef";
  std::string quoted = "\"";
  for (const char c : text) {
    switch (c) {
      case '"': quoted += "\\\""; break;
      case '\\': quoted += "\\\\"; break;
      case '\n': quoted += "\\n"; break;
      case '\r': quoted += "\\r"; break;
      case '\t': quoted += "\\t"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          quoted += "\\u00";
          quoted += hex[static_cast<unsigned char>(c) >> 4];
          quoted += hex[static_cast<unsigned char>(c) & 15];
        } else {
          quoted += c;
        }
    }
  }
  return quoted + '"';
}

bool is_identifier(std::string_view name) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
  };
  const auto is_part = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); };
  return !name.empty() && is_letter(name.front()) && std::ranges::all_of(name, is_part);
}

class Inspector {
 public:
  explicit Inspector(JSContext* context) : context_(context) {}

  void write(JSValueConst value) {
    if (JS_IsString(value) != 0) {
      const std::string text = text_of(context_, value);
      out_ += is_top_ ? text : quoted(text);
    } else if (JS_IsObject(value) != 0) {
      write_object(value);
    } else if (JS_IsBigInt(context_, value) != 0) {
      out_ += text_of(context_, value) + "n";
    } else if (JS_IsSymbol(value) != 0) {
      write_symbol(value);
    } else {
      out_ += text_of(context_, value);
    }
  }

  std::string take() { return std::move(out_); }

 private:
  void write_symbol(JSValueConst value) {
    const JSValue description = JS_GetPropertyStr(context_, value, "description");
    out_ += "Symbol(";
    out_ += JS_IsUndefined(description) != 0 ? "" : text_of(context_, description);
    out_ += ")";
    JS_FreeValue(context_, description);
  }

  void write_object(JSValueConst value) {
    if (JS_IsFunction(context_, value) != 0) {
      out_ += "[object Function]";
      return;
    }
    const void* const self = JS_VALUE_GET_PTR(value);
    if (std::ranges::find(ancestors_, self) != ancestors_.end()) {
      out_ += "[Circular]";
      return;
    }
    if (JS_IsError(context_, value) != 0) {
      write_error(value);
      return;
    }
    const bool is_array = JS_IsArray(context_, value) == 1;
    if (ancestors_.size() == depth_max) {
      out_ += is_array ? "[Array]" : "[Object]";
      return;
    }
    ancestors_.push_back(self);
    if (!write_json_form(value)) {
      is_top_ = false;
      is_array ? write_array(value) : write_properties(value);
    }
    ancestors_.pop_back();
  }

  void write_error(JSValueConst value) {
    std::string trace = describe_exception(context_, value).trace();
    trace.pop_back();
    out_ += trace;
  }

  // Dates, responses and the like show as what they give to JSON.
  bool write_json_form(JSValueConst value) {
    const JSValue to_json = JS_GetPropertyStr(context_, value, "toJSON");
    if (JS_IsFunction(context_, to_json) == 0) {
      forget(to_json);
      return false;
    }
    const JSValue form = JS_Call(context_, to_json, value, 0, nullptr);
    JS_FreeValue(context_, to_json);
    if (JS_IsException(form) != 0 || JS_VALUE_GET_PTR(form) == JS_VALUE_GET_PTR(value)) {
      forget(form);
      return false;
    }
    write(form);
    JS_FreeValue(context_, form);
    return true;
  }

  void write_array(JSValueConst value) {
    std::uint32_t length = 0;
    const JSValue length_value = JS_GetPropertyStr(context_, value, "length");
    JS_ToUint32(context_, &length, length_value);
    forget(length_value);
    out_ += length == 0 ? "[" : "[ ";
    for (std::uint32_t i = 0; i < length; ++i) {
      out_ += i == 0 ? "" : ", ";
      const JSValue element = JS_GetPropertyUint32(context_, value, i);
      write_part(element);
    }
    out_ += length == 0 ? "]" : " ]";
  }

  void write_properties(JSValueConst value) {
    JSPropertyEnum* properties = nullptr;
    std::uint32_t count = 0;
    if (JS_GetOwnPropertyNames(context_, &properties, &count, value,
                               JS_GPN_STRING_MASK | JS_GPN_ENUM_ONLY) != 0) {
      drop_exception(context_);
      out_ += "{}";
      return;
    }
    out_ += count == 0 ? "{" : "{ ";
    for (std::uint32_t i = 0; i < count; ++i) {
      out_ += i == 0 ? "" : ", ";
      write_property(value, properties[i].atom);
      JS_FreeAtom(context_, properties[i].atom);
    }
    js_free(context_, properties);
    out_ += count == 0 ? "}" : " }";
  }

  void write_property(JSValueConst object, JSAtom name) {
    const JSValue name_value = JS_AtomToString(context_, name);
    const std::string text = text_of(context_, name_value);
    JS_FreeValue(context_, name_value);
    out_ += is_identifier(text) ? text : quoted(text);
    out_ += ": ";
    JSPropertyDescriptor property{};
    const int found = JS_GetOwnProperty(context_, &property, object, name);
    if (found <= 0) {
      write_part(found < 0 ? js_exception : js_undefined);
      return;
    }
    if ((property.flags & JS_PROP_GETSET) != 0) {
      out_ += "[Getter]";
    } else {
      write(property.value);
    }
    JS_FreeValue(context_, property.value);
    JS_FreeValue(context_, property.getter);
    JS_FreeValue(context_, property.setter);
  }

  // Takes over `part`, which may be an exception.
  void write_part(JSValue part) {
    if (JS_IsException(part) != 0) {
      drop_exception(context_);
      out_ += "[exception]";
      return;
    }
    write(part);
    JS_FreeValue(context_, part);
  }

  void forget(JSValue value) {
    if (JS_IsException(value) != 0) {
      drop_exception(context_);
    }
    JS_FreeValue(context_, value);
  }

  JSContext* context_;
  std::string out_;
  std::vector<const void*> ancestors_;
  bool is_top_ = true;
};

}  // namespace

std::string inspect(JSContext* context, JSValueConst value) {
  Inspector inspector(context);
  inspector.write(value);
  return inspector.take();
}

}  // namespace headroom::script
