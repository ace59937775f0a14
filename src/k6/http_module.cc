// The module "k6/http": the request functions.
#include <algorithm>
#include <array>
#include <string>

#include "k6/http_request.h"
#include "k6/modules.h"
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

// NOLINTNEXTLINE(readability-function-size): the signature is QuickJS's
JSValue not_yet(JSContext* context, JSValueConst self, int argc, JSValueConst* argv, int magic) {
  static_cast<void>(self);
  static_cast<void>(argc);
  static_cast<void>(argv);
  constexpr std::array<const char*, 7> names{
      "asyncRequest",        "batch", "cookieJar", "expectedStatuses", "file",
      "setResponseCallback", "url"};
  return script::throw_error(
      context,
      "http." + std::string(names[static_cast<std::size_t>(magic)]) + " is not in Headroom yet");
}

constexpr JSCFunctionListEntry functions[] = {
    script::magic_function_entry("get", 2, send_without_body, 0),
    script::magic_function_entry("head", 2, send_without_body, 1),
    script::magic_function_entry("post", 3, send_with_body, 2),
    script::magic_function_entry("put", 3, send_with_body, 3),
    script::magic_function_entry("patch", 3, send_with_body, 4),
    script::magic_function_entry("del", 3, send_with_body, 5),
    script::magic_function_entry("options", 3, send_with_body, 6),
    script::function_entry("request", 4, request),
    script::magic_function_entry("asyncRequest", 4, not_yet, 0),
    script::magic_function_entry("batch", 1, not_yet, 1),
    script::magic_function_entry("cookieJar", 0, not_yet, 2),
    script::magic_function_entry("expectedStatuses", 0, not_yet, 3),
    script::magic_function_entry("file", 3, not_yet, 4),
    script::magic_function_entry("setResponseCallback", 1, not_yet, 5),
    script::magic_function_entry("url", 1, not_yet, 6),
};

bool init(JSContext* context, script::ModuleExports& exports) {
  define_response_class(context);
  exports.set(functions);
  const JSValue all = JS_NewObject(context);
  JS_SetPropertyFunctionList(context, all, functions, static_cast<int>(std::size(functions)));
  exports.set("default", all);
  return true;
}

}  // namespace

script::NativeModule http_module() {
  script::NativeModule module{.name = "k6/http", .exports = {"default"}, .init = init};
  for (const JSCFunctionListEntry& entry : functions) {
    module.exports.emplace_back(entry.name);
  }
  return module;
}

}  // namespace headroom::k6
