#include "k6/response.h"

#include "k6/gjson.h"
#include "k6/json_scan.h"
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
};

JSValue new_text(JSContext* context, std::string_view text) {
  return JS_NewStringLen(context, text.data(), text.size());
}

void set(JSContext* context, JSValueConst object, const char* name, JSValue value) {
  JS_DefinePropertyValueStr(context, object, name, value, JS_PROP_C_W_E);
}

bool has_body(const ResponseState& state) {
  return state.keeps_body && state.http.has_head() && state.http.status() != 204 &&
         state.http.status() != 304;
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

// "content-type" as Go writes it: "Content-Type".
std::string canonical_name(std::string_view name) {
  std::string canonical(name);
  bool is_first = true;
  for (char& c : canonical) {
    const bool is_lower = c >= 'a' && c <= 'z';
    const bool is_upper = c >= 'A' && c <= 'Z';
    if (is_first && is_lower) {
      c = static_cast<char>(c - 'a' + 'A');
    } else if (!is_first && is_upper) {
      c = static_cast<char>(c - 'A' + 'a');
    }
    is_first = c == '-';
  }
  return canonical;
}

JSValue new_headers(JSContext* context, const ResponseState& state) {
  JSValue object = JS_NewObject(context);
  if (!state.http.has_head()) {
    return object;
  }
  for (const protocol::http::Field field : state.http.fields()) {
    const std::string name = canonical_name(field.name);
    const JSAtom atom = JS_NewAtomLen(context, name.data(), name.size());
    JSValue value = new_text(context, field.value);
    if (JS_HasProperty(context, object, atom) > 0) {
      const JSValue earlier = JS_GetProperty(context, object, atom);
      const char* text = JS_ToCString(context, earlier);
      if (text != nullptr) {
        JS_FreeValue(context, value);
        value = new_text(context, std::string(text) + ", " + std::string(field.value));
        JS_FreeCString(context, text);
      }
      JS_FreeValue(context, earlier);
    }
    JS_DefinePropertyValue(context, object, atom, value, JS_PROP_C_W_E);
    JS_FreeAtom(context, atom);
  }
  return object;
}

JSValue new_timings(JSContext* context, const protocol::http::Timings& timings) {
  JSValue object = JS_NewObject(context);
  const auto set_ms = [&](const char* name, kit::Duration span) {
    set(context, object, name, JS_NewFloat64(context, span.in_seconds() * 1000));
  };
  set_ms("duration", timings.duration());
  set_ms("blocked", timings.blocked);
  set_ms("looking_up", kit::Duration());
  set_ms("connecting", timings.connecting);
  set_ms("tls_handshaking", timings.tls_handshaking);
  set_ms("sending", timings.sending);
  set_ms("waiting", timings.waiting);
  set_ms("receiving", timings.receiving);
  return object;
}

JSValue new_request(JSContext* context, const ResponseState& state) {
  JSValue object = JS_NewObject(context);
  set(context, object, "method", new_text(context, state.method));
  set(context, object, "url", new_text(context, state.url));
  set(context, object, "headers", JS_NewObject(context));
  set(context, object, "body", new_text(context, ""));
  set(context, object, "cookies", JS_NewObject(context));
  return object;
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
    case part_headers: return new_headers(context, *state);
    case part_timings: return new_timings(context, state->http.timings());
    case part_error: return new_text(context, state->error);
    case part_error_code: return JS_NewInt32(context, state->error_code);
    case part_url: return new_text(context, state->url);
    case part_proto:
      return new_text(context, state->http.has_head() ? state->http.proto() : std::string_view());
    case part_remote_ip: return new_text(context, state->http.remote().ip());
    case part_remote_port: return JS_NewInt32(context, state->http.remote().port());
    case part_tls_version:
    case part_tls_cipher_suite: return get_tls_part(context, *state, part);
    case part_request: return new_request(context, *state);
    case part_cookies: return JS_NewObject(context);
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

void finalize(JSRuntime* runtime, JSValue value) {
  static_cast<void>(runtime);
  std::unique_ptr<ResponseState> state(script::opaque_if<ResponseState>(value, response_class));
  if (state != nullptr) {
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
    script::function_entry("json", 1, json),
};

}  // namespace

void ResponseState::clear() {
  http.clear();
  error.clear();
  error_code = 0;
  status = 0;
  is_invalid_url = false;
  keeps_body = true;
  is_binary = false;
}

void define_response_class(JSContext* context) {
  JS_FreeValue(context, script::define_class(
                            context, response_class,
                            {.name = "Response", .prototype = prototype, .finalizer = finalize}));
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
