// One HTTP request of a script, read out of its arguments so that any fiber of
// the worker can send it: what lies between a call and its Response when there
// is more to it than a URL.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "k6/http_body.h"
#include "k6/http_params.h"
#include "k6/response.h"
#include "k6/vu_state.h"
#include "protocol/http/chain.h"

namespace headroom::k6 {

// http.request with its arguments in place: `method`, then url, body, params as given.
struct HttpCall {
  std::string_view method;  // static storage or longer than the call
  JSValueConst url;
  JSValueConst body;
  JSValueConst params;
};

// Holds values of the script: to be destroyed on its virtual user's worker, before the
// runtime goes.
struct HttpJob {
  explicit HttpJob(JSContext* js_context) : context(js_context) {}
  ~HttpJob();
  HttpJob(const HttpJob&) = delete;
  HttpJob& operator=(const HttpJob&) = delete;

  JSContext* const context;
  protocol::http::ChainRequest request;
  HttpParams params;
  HttpBody body;
  std::string name;  // by http.url; empty: the URL is its own name
  ExpectedStatuses expected;
  std::unique_ptr<metrics::Tags> layers;  // kept for a script that runs on; null: the current ones
  std::unique_ptr<ResponseState> state;
  bool is_sendable = true;    // else state has an error already
  bool never_throws = false;  // an invalid URL does not, even when asked to
  bool was_cancelled = false;
};

// --- On the virtual user's fiber.

// Whatever is wrong with the arguments is in the job's state.
std::unique_ptr<HttpJob> read_job(JSContext* context, const HttpCall& call);
// So that the script may run on while the job is under way.
void detach_job(VuState& vu, HttpJob& job);
// The Response, or the exception that was asked for.
JSValue finish_job(JSContext* context, HttpJob& job);

// --- On any fiber of the worker.

// Until the option rps lets a request go. False: cancelled first, and nothing may be sent.
[[nodiscard]] bool wait_for_gate(VuState& vu);
// Sends it, follows it to the last answer and records every exchange.
void run_job(VuState& vu, HttpJob& job);
// Goes on from the answer to a request that was sent without a job.
void go_on_with_job(VuState& vu, HttpJob& job, const protocol::http::PreparedRequest& sent);

}  // namespace headroom::k6
