#include "k6/http_request.h"

#include "k6/error_code.h"
#include "k6/http_params.h"
#include "k6/response.h"
#include "protocol/http/url.h"
#include "script/error.h"

namespace headroom::k6 {

namespace {

namespace http = protocol::http;

constexpr std::size_t cached_urls_max = 256;
constexpr std::size_t identities_max = 8;

using Outcome = http::Outcome<void>;

// A URL with the password hidden, for tags.
std::string url_for_tags(http::Url url) {
  if (url.has_user_info) {
    const bool has_password = url.user_info.find(':') != std::string::npos;
    url.user_info = has_password ? "****:****" : "****";
  }
  return url.text();
}

struct Prepared {
  std::unique_ptr<CachedRequest> request;
  std::string invalid_url;  // why, when there is no request and no failure
  std::optional<http::ExchangeFailure> failure;
};

Prepared prepare(const VuState& vu, std::string_view method, const std::string& text,
                 std::span<const http::Field> headers) {
  auto url = http::Url::parse(text);
  if (!url) {
    return {.request = nullptr, .invalid_url = url.error().text(), .failure = std::nullopt};
  }
  auto prepared = http::PreparedRequest::make(
      *url,
      {.method = method, .headers = headers, .user_agent = vu.worker.test.settings.user_agent});
  if (!prepared) {
    return {.request = nullptr, .invalid_url = {}, .failure = std::move(prepared).error()};
  }
  auto request = std::make_unique<CachedRequest>(CachedRequest{.prepared = std::move(*prepared),
                                                               .url = url_for_tags(std::move(*url)),
                                                               .method = std::string(method),
                                                               .last_series = {}});
  return {.request = std::move(request), .invalid_url = {}, .failure = std::nullopt};
}

CachedRequest* find_by_identity(const VuState::RequestCache& cache, const HttpCall& call) {
  if (JS_IsString(call.url) == 0) {
    return nullptr;
  }
  for (const VuState::RequestCache::Identity& identity : cache.by_identity) {
    if (JS_VALUE_GET_PTR(identity.text) == JS_VALUE_GET_PTR(call.url) &&
        identity.method == call.method) {
      return identity.request;
    }
  }
  return nullptr;
}

void remember_identity(JSContext* context, VuState::RequestCache& cache, const HttpCall& call,
                       CachedRequest* request) {
  if (JS_VALUE_GET_TAG(call.url) != JS_TAG_STRING) {
    return;
  }
  if (cache.by_identity.size() < identities_max) {
    cache.by_identity.emplace_back();
  }
  auto& slot = cache.by_identity[cache.next_identity++ % identities_max % cache.by_identity.size()];
  JS_FreeValue(context, slot.text);
  slot = {.text = JS_DupValue(context, call.url), .method = call.method, .request = request};
}

// Everything one exchange needs beside its request.
struct Sending {
  const HttpParams* params = nullptr;  // null: all defaults
  std::string_view body;
  bool has_body = false;
};

void record(VuState& vu, CachedRequest& request, ResponseState& state, const Sending& sending) {
  HttpSamples& samples = vu.samples;
  const bool has_tags = sending.params != nullptr && sending.params->has_tags;
  const bool is_same = !has_tags && state.error.empty() && request.last_status == state.status &&
                       request.last_base == samples.base();
  const bool is_expected = state.status >= 200 && state.status < 400;
  if (!is_same) {
    const net::TlsFacts* tls = state.http.tls();
    request.last_series = samples.series_of(
        {.url = request.url,
         .name = request.url,
         .method = request.method,
         .proto = state.http.has_head() ? state.http.proto() : std::string_view(),
         .tls_version = tls != nullptr ? net::name_of(tls->version) : std::string_view(),
         .error = state.error,
         .status = state.status,
         .error_code = state.error_code,
         .is_expected = is_expected,
         .custom = has_tags ? &sending.params->tags : nullptr});
    request.last_status = has_tags || !state.error.empty() ? -1 : state.status;
    request.last_base = samples.base();
  }
  const http::Timings& timings = state.http.timings();
  const double values[http_value_count] = {1.0,
                                           is_expected ? 0.0 : 1.0,
                                           timings.duration().in_seconds(),
                                           timings.blocked.in_seconds(),
                                           timings.connecting.in_seconds(),
                                           timings.tls_handshaking.in_seconds(),
                                           timings.sending.in_seconds(),
                                           timings.waiting.in_seconds(),
                                           timings.receiving.in_seconds()};
  vu.worker.recorder.record_group(request.last_series, values);
}

void log_failure(const VuState& vu, const std::string& error) {
  vu.worker.test.logger.warning("Request Failed", {{"error", error}});
}

void take_failure(VuState& vu, ResponseState& state, const http::ExchangeFailure& failure) {
  state.status = 0;
  state.error = http::text_of(failure);
  state.error_code = error_code_of(failure);
  if (failure.kind != http::FailureKind::cancelled) {
    log_failure(vu, "Get \"" + state.url + "\": " + state.error);
  }
}

JSValue finish(JSContext* context, std::unique_ptr<ResponseState> state) {
  VuState& vu = vu_of(context);
  if (vu.worker.test.settings.throws_on_failure && !state->error.empty()) {
    const std::string error = state->error;
    vu.worker.give_back(std::move(state));
    return script::throw_error(context, error);
  }
  return new_response(context, std::move(state));
}

std::unique_ptr<ResponseState> take_state(VuState& vu, std::string_view method,
                                          std::string_view url) {
  auto state = vu.worker.take_response();
  state->worker = &vu.worker;
  state->method = method;
  state->url = url;
  return state;
}

JSValue exchange(JSContext* context, CachedRequest& request, const Sending& sending) {
  VuState& vu = vu_of(context);
  const Settings& settings = vu.worker.test.settings;
  auto state = take_state(vu, request.method, request.url);
  const kit::Duration timeout =
      sending.params != nullptr ? sending.params->timeout : settings.request_timeout;
  const ResponseType type =
      sending.params != nullptr ? sending.params->response_type : ResponseType::text;
  state->keeps_body = !settings.discards_bodies && type != ResponseType::none;
  state->is_binary = type == ResponseType::binary;
  const Outcome outcome = vu.session.exchange(request.prepared,
                                              {.deadline = vu.worker.reactor.now() + timeout,
                                               .body = sending.body,
                                               .has_body = sending.has_body,
                                               .keeps_body = state->keeps_body,
                                               .keeps_connection = settings.reuses_connections},
                                              state->http);
  vu.bytes_sent += state->http.wire_bytes_written();
  vu.bytes_received += state->http.wire_bytes_read();
  if (outcome) {
    state->status = state->http.status();
    state->error_code = error_code_of_status(state->status);
  } else if (outcome.error().kind == http::FailureKind::cancelled) {
    vu.worker.give_back(std::move(state));
    return vu.runtime->throw_interrupted();
  } else {
    take_failure(vu, *state, outcome.error());
  }
  record(vu, request, *state, sending);
  return finish(context, std::move(state));
}

// An answer for what could not even be sent.
JSValue refuse(JSContext* context, const HttpCall& call, const std::string& url,
               const Prepared& prepared) {
  VuState& vu = vu_of(context);
  auto state = take_state(vu, call.method, url);
  if (prepared.failure) {
    take_failure(vu, *state, *prepared.failure);
    CachedRequest unsent{
        .prepared = {}, .url = url, .method = std::string(call.method), .last_series = {}};
    record(vu, unsent, *state, {});
    return finish(context, std::move(state));
  }
  state->is_invalid_url = true;
  state->error = "invalid URL: " + prepared.invalid_url;
  state->error_code = error_code_invalid_url;
  log_failure(vu, state->error);
  return new_response(context, std::move(state));  // it does not throw, even when asked to
}

JSValue send_cached(JSContext* context, const HttpCall& call) {
  VuState& vu = vu_of(context);
  VuState::RequestCache& cache = *vu.requests;
  if (CachedRequest* known = find_by_identity(cache, call); known != nullptr) {
    return exchange(context, *known, {});
  }
  const auto url = script::Value::borrowed(context, call.url).to_string();
  if (!url) {
    return script::throw_error(context, "the URL must be a string");
  }
  const std::string key = std::string(call.method) + " " + *url;
  auto found = cache.by_text.find(key);
  if (found == cache.by_text.end()) {
    Prepared prepared = prepare(vu, call.method, *url, {});
    if (prepared.request == nullptr) {
      return refuse(context, call, *url, prepared);
    }
    if (cache.by_text.size() >= cached_urls_max) {
      cache.clear(context);
    }
    found = cache.by_text.emplace(key, std::move(prepared.request)).first;
  }
  remember_identity(context, cache, call, found->second.get());
  return exchange(context, *found->second, {});
}

JSValue refuse_arguments(JSContext* context, const HttpCall& call, const std::string& error) {
  VuState& vu = vu_of(context);
  if (vu.worker.test.settings.throws_on_failure) {
    return script::throw_error(context, error);
  }
  auto state = take_state(vu, call.method, "");
  state->error = error;
  log_failure(vu, error);
  return new_response(context, std::move(state));
}

JSValue send_uncached(JSContext* context, const HttpCall& call) {
  VuState& vu = vu_of(context);
  const auto params = read_http_params(context, call.params);
  if (!params) {
    return refuse_arguments(context, call, params.error().text());
  }
  const auto body = HttpBody::read(context, call.body);
  if (!body) {
    return refuse_arguments(context, call, body.error().text());
  }
  const auto url = script::Value::borrowed(context, call.url).to_string();
  if (!url) {
    return script::throw_error(context, "the URL must be a string");
  }
  std::vector<http::Field> headers;
  if (body->is_form()) {
    headers.push_back({.name = "Content-Type", .value = "application/x-www-form-urlencoded"});
  }
  for (const auto& [name, value] : params->headers) {
    headers.push_back({.name = name, .value = value});
  }
  Prepared prepared = prepare(vu, call.method, *url, headers);
  if (prepared.request == nullptr) {
    return refuse(context, call, *url, prepared);
  }
  return exchange(context, *prepared.request,
                  {.params = &*params, .body = body->bytes(), .has_body = body->has_body()});
}

bool is_nullish(JSValueConst value) {
  return JS_IsUndefined(value) != 0 || JS_IsNull(value) != 0;
}

}  // namespace

void VuState::RequestCache::clear(JSContext* context) {
  for (Identity& identity : by_identity) {
    JS_FreeValue(context, identity.text);
  }
  by_identity.clear();
  by_text.clear();
}

JSValue send_http(JSContext* context, const HttpCall& call) {
  VuState& vu = vu_of(context);
  if (vu.phase == Phase::init) {
    return script::throw_error(context,
                               "making http requests in the init context is not supported");
  }
  if (vu.requests == nullptr) {
    vu.requests = std::make_unique<VuState::RequestCache>();
  }
  return is_nullish(call.body) && is_nullish(call.params) ? send_cached(context, call)
                                                          : send_uncached(context, call);
}

}  // namespace headroom::k6
