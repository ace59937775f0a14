#include "k6/http_job.h"

#include <cmath>
#include <limits>

#include "k6/error_code.h"
#include "k6/http_log.h"
#include "k6/http_record.h"
#include "k6/http_url.h"
#include "script/error.h"

namespace headroom::k6 {

namespace {

namespace http = protocol::http;

void refuse(VuState& vu, HttpJob& job, std::string error, int error_code) {
  job.is_sendable = false;
  job.state->error = std::move(error);
  job.state->error_code = error_code;
  log_failure(vu, job.state->error);
}

// The URL's text; a template's name goes to the job.
std::string read_url(JSContext* context, JSValueConst value, HttpJob& job) {
  if (auto named = read_named_url(context, value)) {
    job.name = std::move(named->name);
    return std::move(named->url);
  }
  return script::Value::borrowed(context, value).to_string().value_or("");
}

bool has_header(const HttpJob& job, std::string_view name) {
  for (const auto& [key, value] : job.request.headers) {
    if (protocol::http1::equals_ignoring_case(key, name)) {
      return true;
    }
  }
  return false;
}

kit::Result<void> compress(HttpJob& job) {
  if (!job.params.compression || job.params.compression->empty() || !job.body.has_body()) {
    return {};
  }
  auto encoded = http::encode_body(*job.params.compression, job.body.joined());
  if (!encoded) {
    return kit::failure_of(encoded);
  }
  if (!has_header(job, "Content-Encoding")) {
    job.request.headers.emplace_back("Content-Encoding", encoded->content_encoding);
  }
  job.body.replace(std::move(encoded->bytes));
  return {};
}

// Everything but the URL.
kit::Result<void> read_arguments(JSContext* context, const HttpCall& call, HttpJob& job) {
  auto params = read_http_params(context, call.params);
  if (!params) {
    return kit::failure_of(params);
  }
  job.params = std::move(*params);
  auto body = HttpBody::read(context, call.body);
  if (!body) {
    return kit::failure_of(body);
  }
  job.body = std::move(*body);
  job.request.headers = std::move(job.params.headers);
  if (!job.body.content_type().empty() && !has_header(job, "Content-Type")) {
    job.request.headers.emplace_back("Content-Type", job.body.content_type());
  }
  return compress(job);
}

void fill_request(VuState& vu, HttpJob& job) {
  const Settings& settings = vu.worker.test.settings;
  job.request.user_agent = settings.user_agent;
  job.request.has_body = job.body.has_body();
  job.request.authentication = job.params.authentication;
  job.request.cookies = std::move(job.params.cookies);
  job.request.jar = job.params.jar != nullptr ? job.params.jar : &vu.jar;
  job.expected = job.params.expected_statuses.value_or(vu.expected_statuses);
  const ResponseType type = job.params.response_type.value_or(
      settings.discards_bodies ? ResponseType::none : ResponseType::text);
  job.state->keeps_body = type != ResponseType::none;
  job.state->is_binary = type == ResponseType::binary;
}

http::ChainOptions chain_options(VuState& vu, const HttpJob& job) {
  const Settings& settings = vu.worker.test.settings;
  http::ChainOptions options{
      .deadline = vu.worker.reactor.now() + job.params.timeout,
      .redirects_max = job.params.redirects_max.value_or(settings.redirects_max),
      .keeps_body = job.state->keeps_body,
      .keeps_connection = settings.reuses_connections};
  if (vu.worker.test.request_gate != nullptr) {
    options.before_exchange = [&vu] { return wait_for_gate(vu); };
  }
  return options;
}

void take_step(VuState& vu, HttpJob& job, const http::ChainStep& step) {
  vu.bytes_sent += step.response.wire_bytes_written();
  vu.bytes_received += step.response.wire_bytes_read();
  if (step.failure != nullptr && step.failure->kind == http::FailureKind::cancelled) {
    return;
  }
  const int status = step.failure == nullptr ? step.response.status() : 0;
  const bool is_expected = step.asks_for_challenge ? status == 401 : job.expected.contains(status);
  log_exchange(vu, step, job.body);
  record_exchange(vu, {.url = url_for_tags(step.url),
                       .name = job.name,
                       .method = step.method,
                       .response = step.response,
                       .failure = step.failure,
                       .is_expected = is_expected,
                       .is_expectation_asked = job.expected.is_asked(),
                       .custom = job.params.has_tags ? &job.params.tags : nullptr,
                       .layers = job.layers.get()});
}

void take_outcome(VuState& vu, HttpJob& job, http::Chain& chain,
                  const http::Outcome<void>& outcome) {
  ResponseState& state = *job.state;
  if (auto sent = chain.take_first_sent()) {
    state.sent = std::make_shared<const SentRequest>(
        SentRequest{.prepared = std::move(*sent), .url = job.request.url.text()});
  }
  state.url = chain.url().text();
  if (outcome) {
    state.status = state.http.status();
    state.error_code = error_code_of_status(state.status);
    if (chain.has_given_up() && !job.params.redirects_max &&
        !vu.worker.test.settings.is_redirects_max_given) {
      log_too_many_redirects(vu, job.request.url);
    }
    return;
  }
  job.was_cancelled = outcome.error().kind == http::FailureKind::cancelled;
  state.status = 0;
  state.error = http::text_of(outcome.error());
  state.error_code = error_code_of(outcome.error());
  const bool throws =
      job.params.throws_on_failure.value_or(vu.worker.test.settings.throws_on_failure);
  if (!job.was_cancelled && !throws) {
    log_failure(vu, request_error_text(job.request.method, job.request.url.text(),
                                       http::cause_of(outcome.error())));
  }
}

}  // namespace

HttpJob::~HttpJob() {
  if (state != nullptr) {
    give_back(context, std::move(state));
  }
}

std::unique_ptr<HttpJob> read_job(JSContext* context, const HttpCall& call) {
  VuState& vu = vu_of(context);
  auto job = std::make_unique<HttpJob>(context);
  job->state = vu.worker.take_response();
  job->state->worker = &vu.worker;
  job->state->method = call.method;
  job->request.method = call.method;
  job->params.timeout = vu.worker.test.settings.request_timeout;
  const std::string text = read_url(context, call.url, *job);
  if (auto read = read_arguments(context, call, *job); !read) {
    refuse(vu, *job, read.error().text(), 0);
    return job;
  }
  auto url = http::Url::parse(text);
  if (!url) {
    job->state->url = text;
    job->state->is_invalid_url = true;
    job->never_throws = true;
    refuse(vu, *job, "invalid URL: " + url.error().text(), error_code_invalid_url);
    return job;
  }
  job->request.url = std::move(*url);
  job->state->request_body = JS_DupValue(context, call.body);
  fill_request(vu, *job);
  return job;
}

void detach_job(VuState& vu, HttpJob& job) {
  job.body.own_bytes();
  job.layers = std::make_unique<metrics::Tags>(
      vu.samples.tags(job.params.has_tags ? &job.params.tags : nullptr));
}

JSValue finish_job(JSContext* context, HttpJob& job) {
  VuState& vu = vu_of(context);
  if (job.was_cancelled) {
    return vu.runtime->throw_interrupted();
  }
  const bool throws =
      job.params.throws_on_failure.value_or(vu.worker.test.settings.throws_on_failure);
  if (throws && !job.never_throws && !job.state->error.empty()) {
    const std::string error =
        job.is_sendable
            ? request_error_text(job.request.method, job.request.url.text(), job.state->error)
            : job.state->error;
    return script::throw_error(context, error);
  }
  return new_response(context, std::move(job.state));
}

bool wait_for_gate(VuState& vu) {
  RequestGate* gate = vu.worker.test.request_gate.get();
  if (gate == nullptr) {
    return true;
  }
  fiber::Reactor& reactor = vu.worker.reactor;
  return reactor.sleep_until(gate->reserve(reactor.now())) != fiber::Wake::cancelled;
}

void run_job(VuState& vu, HttpJob& job) {
  if (!job.is_sendable) {
    return;
  }
  job.request.body = job.body.pieces();
  const http::ChainOptions options = chain_options(vu, job);
  http::Chain chain(vu.session, vu.worker.decoder, job.request, options,
                    [&](const http::ChainStep& step) { take_step(vu, job, step); });
  const http::Outcome<void> outcome = chain.run(job.state->http);
  const bool was_sent = chain.first_sent().has_value();
  if (!was_sent && !outcome) {
    // It could not even be made: one sample says so.
    record_exchange(vu, {.url = url_for_tags(job.request.url),
                         .name = job.name,
                         .method = job.request.method,
                         .response = job.state->http,
                         .failure = &outcome.error(),
                         .is_expected = false,
                         .is_expectation_asked = job.expected.is_asked(),
                         .custom = job.params.has_tags ? &job.params.tags : nullptr,
                         .layers = job.layers.get()});
  }
  take_outcome(vu, job, chain, outcome);
}

void go_on_with_job(VuState& vu, HttpJob& job, const http::PreparedRequest& sent) {
  job.request.body = job.body.pieces();
  const http::ChainOptions options = chain_options(vu, job);
  http::Chain chain(vu.session, vu.worker.decoder, job.request, options,
                    [&](const http::ChainStep& step) { take_step(vu, job, step); });
  const http::Outcome<void> outcome = chain.go_on(job.state->http, sent);
  take_outcome(vu, job, chain, outcome);
}

}  // namespace headroom::k6
