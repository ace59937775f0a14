#include "k6/response.h"

#include <utility>

#include "k6/gjson.h"
#include "k6/json_scan.h"
#include "k6/response_parts.h"
#include "script/error.h"
#include "script/json.h"
#include "script/native_class.h"

namespace headroom::k6 {

namespace {

const script::ClassId response_class;

enum Part : std::int16_t {
  part_status,
  part_status_text,
  part_body,
  part_headers,
  part_timings,
  part_error,
  part_error_code,
  part_url,
  part_proto,
  part_remote_ip,
  part_remote_port,
  part_tls_version,
  part_tls_cipher_suite,
  part_request,
  part_cookies,
  part_ocsp,
};

JSValue new_text(JSContext* context, std::string_view text) {
  return JS_NewStringLen(context, text.data(), text.size());
}

bool has_body(const ResponseState& state) {
  return state.keeps_body && state.http.has_head() && !state.http.has_no_body() &&
         state.http.status() != 204 && state.http.status() != 304;
}

JSValue new_body(JSContext* context, const ResponseState& state) {
  if (state.is_invalid_url) {
    return JS_NewArray(context);  // k6 gives an empty array of bytes
  }
  if (!has_body(state)) {
    return script::js_null;
  }
  const std::string_view body = state.http.body();
  if (state.is_binary) {
    return JS_NewArrayBufferCopy(context, reinterpret_cast<const std::uint8_t*>(body.data()),
                                 body.size());
  }
  return new_text(context, body);
}

JSValue get_tls_part(JSContext* context, const ResponseState& state, int part) {
  const net::TlsFacts* tls = state.http.tls();
  if (tls == nullptr) {
    return new_text(context, "");
  }
  return part == part_tls_version ? new_text(context, net::name_of(tls->version))
                                  : new_text(context, tls->cipher);
}

JSValue get_part(JSContext* context, JSValueConst self, int part) {
  const auto* state = script::opaque_of<ResponseState>(context, self, response_class);
  if (state == nullptr) {
    return script::js_exception;
  }
  switch (part) {
    case part_status: return JS_NewInt32(context, state->status);
    case part_status_text:
      return new_text(context, state->status == 0 ? std::string_view() : state->http.status_text());
    case part_body: return new_body(context, *state);
    case part_headers: return new_headers_part(context, *state);
    case part_timings: return new_timings_part(context, *state);
    case part_error: return new_text(context, state->error);
    case part_error_code: return JS_NewInt32(context, state->error_code);
    case part_url: return new_text(context, state->final_url());
    case part_proto:
      return new_text(context, state->status == 0 ? std::string_view() : state->http.proto());
    case part_remote_ip: return new_text(context, state->http.remote().ip());
    case part_remote_port: return JS_NewInt32(context, state->http.remote().port());
    case part_tls_version:
    case part_tls_cipher_suite: return get_tls_part(context, *state, part);
    case part_request: return new_request_part(context, *state);
    case part_cookies: return new_cookies_part(context, *state);
    case part_ocsp: return new_ocsp_part(context, *state);
    default: return script::js_undefined;
  }
}

// As in k6, a body that is no JSON has nothing at any path.
JSValue json_at(JSContext* context, std::string_view body, JSValueConst path) {
  const auto text = script::Value::borrowed(context, path).to_string();
  if (!text) {
    return script::throw_error(context, "json(): the path must be a string");
  }
  const auto found = is_valid_json(body) ? select_json(body, *text) : std::nullopt;
  if (!found) {
    return script::js_undefined;
  }
  auto value = script::parse_json(context, *found, "response body");
  if (!value) {
    return script::throw_error(context, "json(\"" + *text + "\"): " + value.error().text);
  }
  return value->release();
}

struct PartName {
  const char* name;
  Part part;
};

// In the order in which k6 writes a response as JSON.
constexpr PartName part_names[] = {
    {"remote_ip", part_remote_ip},
    {"remote_port", part_remote_port},
    {"url", part_url},
    {"status", part_status},
    {"status_text", part_status_text},
    {"proto", part_proto},
    {"headers", part_headers},
    {"cookies", part_cookies},
    {"body", part_body},
    {"timings", part_timings},
    {"tls_version", part_tls_version},
    {"tls_cipher_suite", part_tls_cipher_suite},
    {"ocsp", part_ocsp},
    {"error", part_error},
    {"error_code", part_error_code},
    {"request", part_request},
};

// For JSON.stringify, which sees own properties only, and a response has none.
JSValue to_json(JSContext* context, JSValueConst self, int argc, JSValueConst* argv) {
  static_cast<void>(argc);
  static_cast<void>(argv);
  if (script::opaque_of<ResponseState>(context, self, response_class) == nullptr) {
    return script::js_exception;
  }
  const JSValue object = JS_NewObject(context);
  for (const auto& [name, part] : part_names) {
    JS_DefinePropertyValueStr(context, object, name, get_part(context, self, part), JS_PROP_C_W_E);
  }
  return object;
}

// res.json() and res.json("a.b.0").
JSValue json(JSContext* context, JSValueConst self, int argc, JSValueConst* argv) {
  const auto* state = script::opaque_of<ResponseState>(context, self, response_class);
  if (state == nullptr) {
    return script::js_exception;
  }
  if (!has_body(*state)) {
    return script::throw_error(context, "the body is null so we can't transform it to JSON");
  }
  if (argc > 0 && JS_IsUndefined(argv[0]) == 0) {
    return json_at(context, state->http.body(), argv[0]);
  }
  auto value = script::parse_json(context, state->http.body(), "response body");
  if (!value) {
    return script::throw_error(context, "cannot parse json due to an error: " + value.error().text);
  }
  return value->release();
}

void mark(JSRuntime* runtime, JSValueConst value, JS_MarkFunc* mark_value) {
  const auto* state = script::opaque_if<ResponseState>(value, response_class);
  if (state != nullptr) {
    JS_MarkValue(runtime, state->request_body, mark_value);
  }
}

void finalize(JSRuntime* runtime, JSValue value) {
  std::unique_ptr<ResponseState> state(script::opaque_if<ResponseState>(value, response_class));
  if (state != nullptr) {
    JS_FreeValueRT(runtime, std::exchange(state->request_body, script::js_undefined));
    WorkerState& worker = *state->worker;
    worker.give_back(std::move(state));
  }
}

constexpr JSCFunctionListEntry prototype[] = {
    script::getter_entry("status", get_part, part_status),
    script::getter_entry("status_text", get_part, part_status_text),
    script::getter_entry("body", get_part, part_body),
    script::getter_entry("headers", get_part, part_headers),
    script::getter_entry("timings", get_part, part_timings),
    script::getter_entry("error", get_part, part_error),
    script::getter_entry("error_code", get_part, part_error_code),
    script::getter_entry("url", get_part, part_url),
    script::getter_entry("proto", get_part, part_proto),
    script::getter_entry("remote_ip", get_part, part_remote_ip),
    script::getter_entry("remote_port", get_part, part_remote_port),
    script::getter_entry("tls_version", get_part, part_tls_version),
    script::getter_entry("tls_cipher_suite", get_part, part_tls_cipher_suite),
    script::getter_entry("request", get_part, part_request),
    script::getter_entry("cookies", get_part, part_cookies),
    script::getter_entry("ocsp", get_part, part_ocsp),
    script::function_entry("json", 1, json),
    script::function_entry("toJSON", 0, to_json),
};

}  // namespace

void ResponseState::clear() {
  http.clear();
  sent.reset();
  url.clear();
  error.clear();
  error_code = 0;
  status = 0;
  is_invalid_url = false;
  keeps_body = true;
  is_binary = false;
}

void give_back(JSContext* context, std::unique_ptr<ResponseState> state) {
  JS_FreeValue(context, std::exchange(state->request_body, script::js_undefined));
  WorkerState& worker = *state->worker;
  worker.give_back(std::move(state));
}

void define_response_class(JSContext* context) {
  JS_FreeValue(
      context,
      script::define_class(
          context, response_class,
          {.name = "Response", .prototype = prototype, .finalizer = finalize, .mark = mark}));
}

JSValue new_response(JSContext* context, std::unique_ptr<ResponseState> state) {
  const JSValue object = script::new_object(context, response_class, state.get());
  if (JS_IsException(object) == 0) {
    // The object's now, until finalize().
    static_cast<void>(state.release());  // NOLINT(bugprone-unused-return-value)
  }
  return object;
}

}  // namespace headroom::k6
