// The module "k6/http": the request functions.
#include <algorithm>
#include <array>
#include <string>

#include "k6/cookie_jar_class.h"
#include "k6/http_batch.h"
#include "k6/http_file.h"
#include "k6/http_request.h"
#include "k6/http_url.h"
#include "k6/modules.h"
#include "k6/ocsp_names.h"
#include "k6/response.h"
#include "script/error.h"

namespace headroom::k6 {

namespace {

using script::js_undefined;

// By the magic of the function entries.
constexpr std::array<std::string_view, 7> methods{"GET",   "HEAD",   "POST",   "PUT",
                                                  "PATCH", "DELETE", "OPTIONS"};

JSValueConst argument(int argc, JSValueConst* argv, int index) {
  return index < argc ? argv[index] : js_undefined;
}

// get and head: (url, params)
// NOLINTNEXTLINE(readability-function-size): the signature is QuickJS's
JSValue send_without_body(JSContext* context, JSValueConst self, int argc, JSValueConst* argv,
                          int magic) {
  static_cast<void>(self);
  return send_http(context, {.method = methods[static_cast<std::size_t>(magic)],
                             .url = argument(argc, argv, 0),
                             .body = js_undefined,
                             .params = argument(argc, argv, 1)});
}

// post and its kin: (url, body, params)
// NOLINTNEXTLINE(readability-function-size): the signature is QuickJS's
JSValue send_with_body(JSContext* context, JSValueConst self, int argc, JSValueConst* argv,
                       int magic) {
  static_cast<void>(self);
  return send_http(context, {.method = methods[static_cast<std::size_t>(magic)],
                             .url = argument(argc, argv, 0),
                             .body = argument(argc, argv, 1),
                             .params = argument(argc, argv, 2)});
}

// request: (method, url, body, params)
JSValue request(JSContext* context, JSValueConst self, int argc, JSValueConst* argv) {
  static_cast<void>(self);
  auto method = script::Value::borrowed(context, argument(argc, argv, 0)).to_string();
  if (!method || argc < 2) {
    return script::throw_error(context, "request() wants a method and a URL");
  }
  std::transform(method->begin(), method->end(), method->begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  const auto* known = std::find(methods.begin(), methods.end(), *method);
  const HttpCall call{.method = known != methods.end() ? *known : std::string_view(*method),
                      .url = argv[1],
                      .body = argument(argc, argv, 2),
                      .params = argument(argc, argv, 3)};
  return send_http(context, call);
}

// setResponseCallback(http.expectedStatuses(...) or null), for this virtual user from now on.
JSValue set_response_callback(JSContext* context, JSValueConst self, int argc, JSValueConst* argv) {
  static_cast<void>(self);
  auto statuses = read_response_callback(context, argument(argc, argv, 0));
  if (!statuses) {
    return script::throw_error(context, statuses.error().text());
  }
  VuState& vu = vu_of(context);
  vu.expected_statuses = std::move(*statuses);
  vu.has_own_statuses = true;
  return js_undefined;
}

struct Constant {
  const char* name;
  const char* value;
};

constexpr Constant constants[] = {
    {"TLS_1_0", "tls1.0"},
    {"TLS_1_1", "tls1.1"},
    {"TLS_1_2", "tls1.2"},
    {"TLS_1_3", "tls1.3"},
    {"OCSP_STATUS_GOOD", "good"},
    {"OCSP_STATUS_REVOKED", "revoked"},
    {"OCSP_STATUS_SERVER_FAILED", "server_failed"},
    {"OCSP_STATUS_UNKNOWN", "unknown"},
};

constexpr JSCFunctionListEntry functions[] = {
    script::magic_function_entry("get", 2, send_without_body, 0),
    script::magic_function_entry("head", 2, send_without_body, 1),
    script::magic_function_entry("post", 3, send_with_body, 2),
    script::magic_function_entry("put", 3, send_with_body, 3),
    script::magic_function_entry("patch", 3, send_with_body, 4),
    script::magic_function_entry("del", 3, send_with_body, 5),
    script::magic_function_entry("options", 3, send_with_body, 6),
    script::function_entry("request", 4, request),
    script::function_entry("asyncRequest", 4, async_request),
    script::function_entry("batch", 1, batch),
    script::function_entry("cookieJar", 0, vu_cookie_jar),
    script::function_entry("expectedStatuses", 1, new_expected_statuses),
    script::function_entry("file", 3, new_file),
    script::function_entry("setResponseCallback", 1, set_response_callback),
    script::function_entry("url", 1, new_url),
};

// An export, which is also a member of the default export.
void add(script::ModuleExports& exports, const script::Value& all, const char* name,
         JSValue value) {
  JS_DefinePropertyValueStr(all.context(), all.get(), name, JS_DupValue(all.context(), value),
                            JS_PROP_C_W_E);
  exports.set(name, value);
}

bool init(JSContext* context, script::ModuleExports& exports) {
  define_response_class(context);
  define_expected_statuses_class(context);
  define_file_class(context);
  define_url_class(context);
  exports.set(functions);
  script::Value all = script::Value::object(context);
  JS_SetPropertyFunctionList(context, all.get(), functions, static_cast<int>(std::size(functions)));
  add(exports, all, "CookieJar", define_cookie_jar_class(context));
  for (const auto& [name, value] : constants) {
    add(exports, all, name, JS_NewString(context, value));
  }
  for (const OcspReason& reason : ocsp_reasons) {
    add(exports, all, reason.constant, JS_NewString(context, reason.name));
  }
  exports.set("default", all.release());
  return true;
}

}  // namespace

script::NativeModule http_module() {
  script::NativeModule module{.name = "k6/http", .exports = {"default", "CookieJar"}, .init = init};
  for (const JSCFunctionListEntry& entry : functions) {
    module.exports.emplace_back(entry.name);
  }
  for (const Constant& constant : constants) {
    module.exports.emplace_back(constant.name);
  }
  for (const OcspReason& reason : ocsp_reasons) {
    module.exports.emplace_back(reason.constant);
  }
  return module;
}

}  // namespace headroom::k6
