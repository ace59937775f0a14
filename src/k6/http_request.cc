#include "k6/http_request.h"

#include "k6/error_code.h"
#include "k6/http_log.h"
#include "k6/http_record.h"
#include "protocol/http/url.h"
#include "script/error.h"

namespace headroom::k6 {

namespace {

namespace http = protocol::http;
using script::js_undefined;

constexpr std::size_t cached_urls_max = 256;
constexpr std::size_t identities_max = 8;

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

// Null when the text is no URL that can be sent, or one with a user to authenticate.
std::unique_ptr<CachedRequest> prepare(const VuState& vu, std::string_view method,
                                       const std::string& text) {
  const auto url = http::Url::parse(text);
  if (!url || url->has_user_info) {
    return nullptr;
  }
  auto prepared = vu.session.prepare(
      *url, {.method = method, .user_agent = vu.worker.test.settings.user_agent});
  if (!prepared) {
    return nullptr;
  }
  std::string tag_url = url->text();
  return std::make_unique<CachedRequest>(
      CachedRequest{.sent = std::make_shared<const SentRequest>(
                        SentRequest{.prepared = std::move(*prepared), .url = tag_url}),
                    .tag_url = std::move(tag_url),
                    .method = std::string(method),
                    .last_series = {}});
}

// Null when the request takes the long way. JavaScript may run meanwhile.
CachedRequest* find_or_prepare(JSContext* context, const HttpCall& call) {
  VuState& vu = vu_of(context);
  VuState::RequestCache& cache = *vu.requests;
  if (CachedRequest* known = find_by_identity(cache, call); known != nullptr) {
    return known;
  }
  if (JS_IsString(call.url) == 0) {
    return nullptr;
  }
  const auto url = script::Value::borrowed(context, call.url).to_string();
  if (!url) {
    return nullptr;
  }
  const std::string key = std::string(call.method) + " " + *url;
  auto found = cache.by_text.find(key);
  if (found == cache.by_text.end()) {
    auto prepared = prepare(vu, call.method, *url);
    if (prepared == nullptr) {
      return nullptr;
    }
    if (cache.by_text.size() >= cached_urls_max) {
      cache.clear(context);
    }
    found = cache.by_text.emplace(key, std::move(prepared)).first;
  }
  remember_identity(context, cache, call, found->second.get());
  return found->second.get();
}

// What the answer asks for beyond being recorded.
bool needs_more(const VuState& vu, const http::Response& response) {
  const bool is_redirect =
      response.status() >= 300 && response.status() < 400 && response.status() != 304;
  return is_redirect || response.sets_cookies() || response.is_coded() ||
         vu.worker.test.settings.http_debug != HttpDebug::off;
}

void record(VuState& vu, CachedRequest& request, const ResponseState& state) {
  const bool is_expected = vu.expected_statuses.contains(state.status);
  // The address may be another each time.
  const bool varies = vu.worker.test.settings.system_tags.has(SystemTag::ip);
  if (varies || request.last_status != state.status || request.last_base != vu.samples.base()) {
    const net::TlsFacts* tls = state.http.tls();
    const std::string ip = varies ? state.http.remote().ip() : std::string();
    request.last_series = vu.samples.series_of(
        {.url = request.tag_url,
         .name = request.tag_url,
         .method = request.method,
         .proto = state.http.proto(),
         .tls_version = tls != nullptr ? net::name_of(tls->version) : std::string_view(),
         .error = {},
         .status = state.status,
         .error_code = state.error_code,
         .is_expected = is_expected,
         .ip = ip,
         .ocsp_status = tls != nullptr ? net::name_of(tls->ocsp.status) : std::string_view()});
    request.last_status = state.status;
    request.last_base = vu.samples.base();
  }
  record_values(vu, request.last_series, state.http, is_expected ? 0.0 : 1.0);
}

// For a job that takes over a request that has been sent already.
void fill_job(HttpJob& job, const CachedRequest& request, HttpBody body,
              std::unique_ptr<ResponseState> state) {
  VuState& vu = vu_of(job.context);
  job.body = std::move(body);
  job.request.has_body = job.body.has_body();
  job.request.method = request.method;
  job.request.url = http::Url::parse(request.sent->url).value_or(http::Url());
  job.request.user_agent = vu.worker.test.settings.user_agent;
  job.request.jar = &vu.jar;
  job.expected = vu.expected_statuses;
  job.params.timeout = vu.worker.test.settings.request_timeout;
  job.state = std::move(state);
}

void take_failure(VuState& vu, const CachedRequest& request, ResponseState& state,
                  const http::ExchangeFailure& failure) {
  state.error = http::text_of(failure);
  state.error_code = error_code_of(failure);
  if (!vu.worker.test.settings.throws_on_failure) {
    log_failure(vu, request_error_text(request.method, request.sent->url, http::cause_of(failure)));
  }
  record_exchange(vu, {.url = request.tag_url,
                       .name = {},
                       .method = request.method,
                       .response = state.http,
                       .failure = &failure,
                       .is_expected = vu.expected_statuses.contains(0)});
}

std::unique_ptr<ResponseState> take_state(VuState& vu, const CachedRequest& request) {
  const Settings& settings = vu.worker.test.settings;
  auto state = vu.worker.take_response();
  state->worker = &vu.worker;
  state->sent = request.sent;
  state->method = request.method;
  state->keeps_body = !settings.discards_bodies;
  return state;
}

JSValue send_cached(JSContext* context, CachedRequest& request, HttpBody body,
                    JSValueConst body_value) {
  VuState& vu = vu_of(context);
  const Settings& settings = vu.worker.test.settings;
  auto state = take_state(vu, request);
  state->request_body = body.has_body() ? JS_DupValue(context, body_value) : js_undefined;
  const SentRequest& sent = *request.sent;
  if (!wait_for_gate(vu)) {
    give_back(context, std::move(state));
    return vu.runtime->throw_interrupted();
  }
  const http::Outcome<void> outcome =
      vu.session.exchange(sent.prepared,
                          {.deadline = vu.worker.reactor.now() + settings.request_timeout,
                           .body = body.pieces(),
                           .has_body = body.has_body(),
                           .keeps_body = state->keeps_body,
                           .keeps_connection = settings.reuses_connections},
                          state->http);
  if (outcome && needs_more(vu, state->http)) {
    HttpJob job(context);
    fill_job(job, request, std::move(body), std::move(state));
    go_on_with_job(vu, job, sent.prepared);
    job.state->sent = request.sent;
    return finish_job(context, job);
  }
  vu.bytes_sent += state->http.wire_bytes_written();
  vu.bytes_received += state->http.wire_bytes_read();
  if (outcome) {
    state->status = state->http.status();
    state->error_code = error_code_of_status(state->status);
    record(vu, request, *state);
    return new_response(context, std::move(state));
  }
  if (outcome.error().kind == http::FailureKind::cancelled) {
    give_back(context, std::move(state));
    return vu.runtime->throw_interrupted();
  }
  take_failure(vu, request, *state, outcome.error());
  if (settings.throws_on_failure) {
    const std::string error = request_error_text(request.method, sent.url, state->error);
    give_back(context, std::move(state));
    return script::throw_error(context, error);
  }
  return new_response(context, std::move(state));
}

bool is_nullish(JSValueConst value) {
  return JS_IsUndefined(value) != 0 || JS_IsNull(value) != 0;
}

bool is_plain(const VuState& vu, const HttpCall& call) {
  return is_nullish(call.params) && vu.jar.is_empty() && !vu.has_own_statuses;
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
  if (is_plain(vu, call)) {
    auto body =
        is_nullish(call.body) ? kit::Result<HttpBody>() : HttpBody::read(context, call.body);
    const bool names_no_type = body && body->content_type().empty();
    CachedRequest* request = names_no_type ? find_or_prepare(context, call) : nullptr;
    if (request != nullptr) {
      return send_cached(context, *request, std::move(*body), call.body);
    }
  }
  const std::unique_ptr<HttpJob> job = read_job(context, call);
  run_job(vu, *job);
  return finish_job(context, *job);
}

}  // namespace headroom::k6
