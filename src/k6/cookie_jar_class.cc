#include "k6/cookie_jar_class.h"

#include <map>
#include <memory>

#include "k6/vu_state.h"
#include "protocol/http/cookie_jar.h"
#include "protocol/http/date.h"
#include "script/error.h"
#include "script/native_class.h"

namespace headroom::k6 {

namespace {

using protocol::http::Cookie;
using protocol::http::CookieJar;
using script::Value;

const script::ClassId jar_class;

// A jar of the object's own, or the virtual user's, which outlives its objects.
struct JarObject {
  std::unique_ptr<CookieJar> own;
  CookieJar* jar = nullptr;
};

void finalize(JSRuntime* runtime, JSValue value) {
  static_cast<void>(runtime);
  const std::unique_ptr<JarObject> object(script::opaque_if<JarObject>(value, jar_class));
}

JSValue new_jar_object(JSContext* context, std::unique_ptr<JarObject> jar) {
  const JSValue object = script::new_object(context, jar_class, jar.get());
  if (JS_IsException(object) == 0) {
    // The object's now, until finalize().
    static_cast<void>(jar.release());  // NOLINT(bugprone-unused-return-value)
  }
  return object;
}

JSValue construct(JSContext* context, JSValueConst self, int argc, JSValueConst* argv) {
  static_cast<void>(self);
  static_cast<void>(argc);
  static_cast<void>(argv);
  auto jar = std::make_unique<JarObject>();
  jar->own = std::make_unique<CookieJar>();
  jar->jar = jar->own.get();
  return new_jar_object(context, std::move(jar));
}

// What the methods have in common: a jar and a URL.
struct JarCall {
  CookieJar* jar = nullptr;  // null: an exception is pending
  protocol::http::Url url;
  kit::WallTime now;
};

std::string text_of(JSContext* context, JSValueConst value) {
  return Value::borrowed(context, value).to_string().value_or("");
}

JarCall read_call(JSContext* context, JSValueConst self, int argc, JSValueConst* argv) {
  auto* object = script::opaque_of<JarObject>(context, self, jar_class);
  if (object == nullptr) {
    return {};
  }
  auto url = protocol::http::Url::parse(argc > 0 ? text_of(context, argv[0]) : "");
  if (!url) {
    script::throw_error(context, url.error().text());
    return {};
  }
  return {.jar = object->jar,
          .url = std::move(*url),
          .now = vu_of(context).worker.reactor.clock().wall_now()};
}

kit::Result<void> read_option(Cookie& cookie, const std::string& name, const Value& value) {
  if (name == "domain") {
    cookie.domain = value.to_string().value_or("");
  } else if (name == "path") {
    cookie.path = value.to_string().value_or("");
  } else if (name == "max_age") {
    cookie.max_age = static_cast<std::int64_t>(value.to_number().value_or(0));
  } else if (name == "secure") {
    cookie.is_secure = value.to_boolean();
  } else if (name == "http_only") {
    cookie.is_http_only = value.to_boolean();
  } else if (name == "expires") {
    const std::string text = value.to_string().value_or("");
    const auto expires = protocol::http::parse_rfc1123_ms(text);
    if (!text.empty() && !expires) {
      return kit::failure("unable to parse \"expires\" date string \"" + text +
                          "\": write it as \"Mon, 02 Jan 2006 15:04:05 GMT\"");
    }
    if (expires) {
      cookie.expires_unix_ms = expires;
    }
  }
  return {};
}

// set(url, name, value, options)
JSValue set(JSContext* context, JSValueConst self, int argc, JSValueConst* argv) {
  const JarCall call = read_call(context, self, argc, argv);
  if (call.jar == nullptr) {
    return script::js_exception;
  }
  Cookie cookie{.name = argc > 1 ? text_of(context, argv[1]) : "",
                .value = argc > 2 ? text_of(context, argv[2]) : ""};
  const Value options = Value::borrowed(context, argc > 3 ? argv[3] : script::js_undefined);
  const auto names = options.is_object() ? options.keys() : std::vector<std::string>();
  for (const std::string& name : names.value_or(std::vector<std::string>())) {
    const auto value = options.property(name.c_str());
    if (!value) {
      continue;
    }
    if (auto read = read_option(cookie, name, *value); !read) {
      return script::throw_error(context, read.error().text());
    }
  }
  call.jar->store(call.url, cookie, call.now);
  return script::js_true;
}

JSValue cookies_for_url(JSContext* context, JSValueConst self, int argc, JSValueConst* argv) {
  const JarCall call = read_call(context, self, argc, argv);
  if (call.jar == nullptr) {
    return script::js_exception;
  }
  std::map<std::string, std::vector<std::string>> values;
  for (const auto& [name, value] : call.jar->cookies_for(call.url, call.now)) {
    values[std::string(name)].emplace_back(value);
  }
  const Value object = Value::object(context);
  for (const auto& [name, texts] : values) {
    Value array = Value::array(context);
    for (std::size_t i = 0; i < texts.size(); ++i) {
      JS_DefinePropertyValueUint32(context, array.get(), static_cast<std::uint32_t>(i),
                                   Value::string(context, texts[i]).release(), JS_PROP_C_W_E);
    }
    JS_DefinePropertyValueStr(context, object.get(), name.c_str(), array.release(), JS_PROP_C_W_E);
  }
  return object.dup().release();
}

JSValue clear(JSContext* context, JSValueConst self, int argc, JSValueConst* argv) {
  const JarCall call = read_call(context, self, argc, argv);
  if (call.jar == nullptr) {
    return script::js_exception;
  }
  call.jar->clear(call.url, call.now);
  return script::js_undefined;
}

// delete(url, name)
JSValue remove(JSContext* context, JSValueConst self, int argc, JSValueConst* argv) {
  const JarCall call = read_call(context, self, argc, argv);
  if (call.jar == nullptr) {
    return script::js_exception;
  }
  call.jar->remove(call.url, argc > 1 ? text_of(context, argv[1]) : "");
  return script::js_undefined;
}

constexpr JSCFunctionListEntry prototype[] = {
    script::function_entry("set", 4, set),
    script::function_entry("cookiesForURL", 1, cookies_for_url),
    script::function_entry("clear", 1, clear),
    script::function_entry("delete", 2, remove),
};

}  // namespace

JSValue define_cookie_jar_class(JSContext* context) {
  return script::define_class(context, jar_class,
                              {.name = "CookieJar",
                               .prototype = prototype,
                               .finalizer = finalize,
                               .constructor = construct});
}

JSValue vu_cookie_jar(JSContext* context, JSValueConst self, int argc, JSValueConst* argv) {
  static_cast<void>(self);
  static_cast<void>(argc);
  static_cast<void>(argv);
  VuState& vu = vu_of(context);
  if (vu.phase == Phase::init) {
    return script::throw_error(context,
                               "getting the cookie jar in the init context is not supported");
  }
  auto object = std::make_unique<JarObject>();
  object->jar = &vu.jar;
  return new_jar_object(context, std::move(object));
}

CookieJar* jar_of(JSValueConst object) {
  const auto* found = script::opaque_if<JarObject>(object, jar_class);
  return found == nullptr ? nullptr : found->jar;
}

}  // namespace headroom::k6
