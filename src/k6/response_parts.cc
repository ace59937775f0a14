#include "k6/response_parts.h"

#include <algorithm>
#include <vector>

#include "k6/http_body.h"
#include "k6/ocsp_names.h"
#include "kit/text_pieces.h"
#include "protocol/http/cookie.h"
#include "script/value.h"

namespace headroom::k6 {

namespace {

namespace http = protocol::http;
using script::Value;

// Go's zero time in seconds since 1970: what stands in k6 where there is none.
constexpr std::int64_t no_time_unix_s = -62135596800;

JSValue new_text(JSContext* context, std::string_view text) {
  return JS_NewStringLen(context, text.data(), text.size());
}

void set(JSContext* context, JSValueConst object, const char* name, JSValue value) {
  JS_DefinePropertyValueStr(context, object, name, value, JS_PROP_C_W_E);
}

// Values by canonical name, in the order in which names came first.
using FieldValues = std::vector<std::pair<std::string, std::vector<std::string>>>;

FieldValues collect(const http::Fields& fields) {
  FieldValues collected;
  for (const http::Field field : fields) {
    const std::string name = protocol::http1::canonical_name(field.name);
    auto found = std::ranges::find(collected, name, &FieldValues::value_type::first);
    if (found == collected.end()) {
      found = collected.insert(collected.end(), {name, {}});
    }
    found->second.emplace_back(field.value);
  }
  return collected;
}

JSValue new_list(JSContext* context, const std::vector<std::string>& texts) {
  const JSValue list = JS_NewArray(context);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    JS_DefinePropertyValueUint32(context, list, static_cast<std::uint32_t>(i),
                                 new_text(context, texts[i]), JS_PROP_C_W_E);
  }
  return list;
}

JSValue new_cookie(JSContext* context, const http::Cookie& cookie) {
  const JSValue object = JS_NewObject(context);
  set(context, object, "name", new_text(context, cookie.name));
  set(context, object, "value", new_text(context, cookie.value));
  set(context, object, "domain", new_text(context, cookie.domain));
  set(context, object, "path", new_text(context, cookie.path));
  set(context, object, "http_only", JS_NewBool(context, cookie.is_http_only ? 1 : 0));
  set(context, object, "secure", JS_NewBool(context, cookie.is_secure ? 1 : 0));
  set(context, object, "max_age", JS_NewInt64(context, cookie.max_age));
  const double expires_ms =
      static_cast<double>(cookie.expires_unix_ms.value_or(no_time_unix_s * 1000));
  set(context, object, "expires", JS_NewFloat64(context, expires_ms));
  return object;
}

// Appends to the list under `name`, which is made when there is none.
void add_to_list(JSContext* context, JSValueConst lists, const std::string& name, JSValue value) {
  const Value list_of_lists = Value::borrowed(context, lists);
  auto list = list_of_lists.property(name.c_str());
  if (!list || !list->is_array()) {
    list = Value::array(context);
    set(context, lists, name.c_str(), list->dup().release());
  }
  const std::uint32_t count = list->length().value_or(0);
  JS_DefinePropertyValueUint32(context, list->get(), count, value, JS_PROP_C_W_E);
}

JSValue new_sent_headers(JSContext* context, const ResponseState& state) {
  const JSValue object = JS_NewObject(context);
  if (state.sent == nullptr) {
    return object;
  }
  for (const auto& [name, values] : collect(state.sent->prepared.fields())) {
    // The proxy's password is no business of the script's, and k6 does not show it either.
    if (name != "Host" && name != "Proxy-Authorization") {
      set(context, object, name.c_str(), new_list(context, values));
    }
  }
  return object;
}

JSValue new_sent_cookies(JSContext* context, const ResponseState& state) {
  const JSValue object = JS_NewObject(context);
  if (state.sent == nullptr) {
    return object;
  }
  const auto field = state.sent->prepared.fields().find("Cookie");
  for (const http::CookiePair& pair : http::parse_cookie_field(field.value_or(""))) {
    const JSValue cookie = JS_NewObject(context);
    set(context, cookie, "name", new_text(context, pair.name));
    set(context, cookie, "value", new_text(context, pair.value));
    set(context, cookie, "replace", JS_NewBool(context, 0));
    add_to_list(context, object, std::string(pair.name), cookie);
  }
  return object;
}

}  // namespace

JSValue new_headers_part(JSContext* context, const ResponseState& state) {
  const JSValue object = JS_NewObject(context);
  if (!state.http.has_head() || state.status == 0) {
    return object;
  }
  for (const auto& [name, values] : collect(state.http.fields())) {
    set(context, object, name.c_str(), new_text(context, kit::joined(values)));
  }
  return object;
}

JSValue new_timings_part(JSContext* context, const ResponseState& state) {
  const http::Timings& timings = state.http.timings();
  const JSValue object = JS_NewObject(context);
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

JSValue new_request_part(JSContext* context, const ResponseState& state) {
  const JSValue object = JS_NewObject(context);
  const std::string_view url = state.sent != nullptr ? state.sent->url : state.url;
  set(context, object, "method", new_text(context, state.method));
  set(context, object, "url", new_text(context, url));
  set(context, object, "headers", new_sent_headers(context, state));
  const auto body = HttpBody::read(context, state.request_body);
  set(context, object, "body", new_text(context, body ? body->joined() : ""));
  set(context, object, "cookies", new_sent_cookies(context, state));
  return object;
}

JSValue new_cookies_part(JSContext* context, const ResponseState& state) {
  const JSValue object = JS_NewObject(context);
  if (!state.http.has_head() || state.status == 0) {
    return object;
  }
  for (const http::Cookie& cookie : http::cookies_of(state.http.fields())) {
    add_to_list(context, object, cookie.name, new_cookie(context, cookie));
  }
  return object;
}

JSValue new_ocsp_part(JSContext* context, const ResponseState& state) {
  const JSValue object = JS_NewObject(context);
  const net::TlsFacts* tls = state.http.tls();
  const net::OcspFacts facts = tls != nullptr ? tls->ocsp : net::OcspFacts();
  const bool is_stapled = facts.status != net::OcspStatus::none;
  const std::int64_t no_time = is_stapled ? no_time_unix_s : 0;
  set(context, object, "produced_at", JS_NewInt64(context, facts.produced_at_unix_s));
  set(context, object, "this_update", JS_NewInt64(context, facts.this_update_unix_s));
  set(context, object, "next_update",
      JS_NewInt64(context, facts.next_update_unix_s.value_or(no_time)));
  set(context, object, "revoked_at",
      JS_NewInt64(context, facts.revoked_at_unix_s.value_or(no_time)));
  set(context, object, "revocation_reason",
      new_text(context, is_stapled ? name_of_ocsp_reason(facts.revocation_reason) : ""));
  set(context, object, "status",
      new_text(context, tls != nullptr ? net::name_of(facts.status) : std::string_view()));
  return object;
}

}  // namespace headroom::k6
