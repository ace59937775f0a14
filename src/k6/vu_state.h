// The state of one virtual user that the script's API works on: what native
// functions find through script::owner_of. One worker's thread only.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "k6/event_loop.h"
#include "k6/expected_statuses.h"
#include "k6/http_body.h"
#include "k6/http_samples.h"
#include "k6/worker_state.h"
#include "load/virtual_user.h"
#include "net/tls_sessions.h"
#include "protocol/http/cookie_jar.h"
#include "protocol/http/session.h"
#include "script/runtime.h"

namespace headroom::k6 {

enum class Phase { init, setup, iteration, teardown, summary };

// What `check` needs for one name within one group, resolved once.
struct CheckSlot {
  metrics::CheckId check = 0;
  metrics::SeriesGroup series;
};

struct VuState {
  VuState(WorkerState& worker_state, const load::VuId& vu_id);
  ~VuState();
  VuState(const VuState&) = delete;
  VuState& operator=(const VuState&) = delete;

  WorkerState& worker;
  const std::uint64_t id;          // __VU; 0 for the one that reads the options, setup and teardown
  const std::uint64_t id_in_test;  // over all instances
  Phase phase = Phase::init;
  bool must_end = false;        // the running iteration was interrupted
  std::uint64_t iteration = 0;  // __ITER
  // What load said of the running iteration; null outside of one.
  const load::IterationContext* iteration_context = nullptr;
  // Of the active scenario, which owns it; null: none.
  const std::vector<std::pair<std::string, std::string>>* scenario_env = nullptr;
  net::TlsSessions tls_sessions;  // before the session, whose connections use it
  protocol::http::Session session;
  HttpSamples samples;
  metrics::Tags metadata;  // exec.vu.metrics.metadata: for outputs, never for aggregates
  script::Runtime* runtime = nullptr;
  // Bytes on the wire in this iteration.
  std::uint64_t bytes_sent = 0;
  std::uint64_t bytes_received = 0;

  protocol::http::CookieJar jar;
  ExpectedStatuses expected_statuses;  // http.setResponseCallback
  bool has_own_statuses = false;       // not k6's default
  EventLoop loop;
  LastLongText last_long_text;

  // Request heads made for URLs seen before; see http_request.h.
  struct RequestCache;
  std::unique_ptr<RequestCache> requests;
  // By base (see HttpSamples::base) and the name's atom.
  std::unordered_map<std::uint64_t, CheckSlot> checks;
};

inline VuState& vu_of(JSContext* context) {
  return script::owner_of<VuState>(context);
}

}  // namespace headroom::k6
