// One HTTP call of a script, from its arguments to the recorded exchange: reads
// URL, body and params, sends, records, and returns the Response.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "k6/vu_state.h"
#include "protocol/http/message.h"

namespace headroom::k6 {

// A URL and method without params, ready to send again.
struct CachedRequest {
  protocol::http::PreparedRequest prepared;
  std::string url;  // as tagged: without user info
  std::string method;
  // The series of the last outcome: most requests come out like the one before.
  int last_status = -1;
  std::uint32_t last_base = 0;
  metrics::SeriesGroup last_series;
};

struct VuState::RequestCache {
  // By method and URL; bounded, emptied when full.
  std::unordered_map<std::string, std::unique_ptr<CachedRequest>> by_text;
  // The same by the identity of the script's string, which is held: constant
  // URLs need no look at their text. Small, round robin.
  struct Identity {
    JSValue text = script::js_undefined;
    std::string_view method;
    CachedRequest* request = nullptr;
  };
  std::vector<Identity> by_identity;
  std::size_t next_identity = 0;

  void clear(JSContext* context);
};

// http.request with its arguments in place: `method`, then url, body, params as given.
struct HttpCall {
  std::string_view method;  // static storage or longer than the call
  JSValueConst url;
  JSValueConst body;
  JSValueConst params;
};

JSValue send_http(JSContext* context, const HttpCall& call);

}  // namespace headroom::k6
