// The request functions' short way: a URL without params, sent before, is known by the identity of
// the script's string and costs no look at its text. Whatever is more than that becomes a job.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "k6/http_job.h"
#include "k6/vu_state.h"

namespace headroom::k6 {

// A URL and method without params, ready to send again.
struct CachedRequest {
  // Shared because responses show what was sent, and may outlive this.
  std::shared_ptr<const SentRequest> sent;
  std::string tag_url;  // without user info
  std::string method;
  // The series of the last outcome: most requests come out like the one before.
  int last_status = -1;
  std::uint32_t last_base = 0;
  metrics::SeriesGroup last_series;
};

struct VuState::RequestCache {
  // By method and URL; bounded, emptied when full.
  std::unordered_map<std::string, std::unique_ptr<CachedRequest>> by_text;
  // The same by the identity of the script's string, which is held. Small, round robin.
  struct Identity {
    JSValue text = script::js_undefined;
    std::string_view method;
    CachedRequest* request = nullptr;
  };
  std::vector<Identity> by_identity;
  std::size_t next_identity = 0;

  void clear(JSContext* context);
};

JSValue send_http(JSContext* context, const HttpCall& call);

}  // namespace headroom::k6
