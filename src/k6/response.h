// What http.get and its kin return: the class Response as scripts see it. Its
// parts are made when read, so that an unread part costs nothing.
#pragma once

#include <memory>
#include <string>

#include "k6/worker_state.h"
#include "protocol/http/message.h"
#include "script/quickjs.h"

namespace headroom::k6 {

// What was sent, for the response's `request`.
struct SentRequest {
  protocol::http::PreparedRequest prepared;
  std::string url;  // with user and password, if it has them
};

// Behind one Response object; recycled through its worker.
struct ResponseState {
  protocol::http::Response http;
  WorkerState* worker = nullptr;
  // Shared because a prepared request is kept by those who send it again, and may go
  // before the response does. Null: nothing was sent.
  std::shared_ptr<const SentRequest> sent;
  std::string method;
  std::string url;  // of the answer; empty: that of the request
  std::string error;
  int error_code = 0;
  int status = 0;  // 0 when the exchange failed
  bool is_invalid_url = false;
  bool keeps_body = true;
  bool is_binary = false;
  JSValue request_body = script::js_undefined;  // as the script gave it

  std::string_view final_url() const {
    return url.empty() && sent != nullptr ? std::string_view(sent->url) : std::string_view(url);
  }
  // But for request_body, which belongs to a runtime.
  void clear();
};

// To its worker, instead of to a Response.
void give_back(JSContext* context, std::unique_ptr<ResponseState> state);

void define_response_class(JSContext* context);
// A new Response object; takes the state over, also when it fails.
JSValue new_response(JSContext* context, std::unique_ptr<ResponseState> state);

}  // namespace headroom::k6
