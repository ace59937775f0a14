// What http.get and its kin return: the class Response as scripts see it. Its
// parts are made when read, so that an unread part costs nothing.
#pragma once

#include <string>

#include "k6/worker_state.h"
#include "protocol/http/message.h"
#include "script/quickjs.h"

namespace headroom::k6 {

// Behind one Response object; recycled through its worker.
struct ResponseState {
  protocol::http::Response http;
  WorkerState* worker = nullptr;
  std::string url;
  std::string method;
  std::string error;
  int error_code = 0;
  int status = 0;  // 0 when the exchange failed
  bool is_invalid_url = false;
  bool keeps_body = true;
  bool is_binary = false;

  void clear();
};

void define_response_class(JSContext* context);
// A new Response object; takes the state over, also when it fails.
JSValue new_response(JSContext* context, std::unique_ptr<ResponseState> state);

}  // namespace headroom::k6
