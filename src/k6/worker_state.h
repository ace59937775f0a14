// What the virtual users of one worker share: memory for JavaScript, the HTTP
// client's context, spare responses. Touched by that worker's thread only.
#pragma once

#include <memory>
#include <vector>

#include "fiber/reactor.h"
#include "k6/http_body.h"
#include "k6/settings.h"
#include "kit/random.h"
#include "metrics/recorder.h"
#include "net/resolver.h"
#include "net/tls.h"
#include "protocol/http/content_coding.h"
#include "protocol/http/session.h"
#include "script/native_module.h"
#include "script/pool.h"

namespace headroom::k6 {

struct ResponseState;

class WorkerState {
 public:
  WorkerState(fiber::Reactor& worker_reactor, metrics::Recorder& worker_recorder,
              const TestContext& test_context, std::unique_ptr<net::TlsClientContext> tls);
  ~WorkerState();
  WorkerState(const WorkerState&) = delete;
  WorkerState& operator=(const WorkerState&) = delete;

  std::unique_ptr<ResponseState> take_response();
  void give_back(std::unique_ptr<ResponseState> response);

  fiber::Reactor& reactor;
  metrics::Recorder& recorder;
  const TestContext& test;
  script::Pool pool;
  kit::Random random;  // boundaries and the like; scripts have generators of their own
  protocol::http::BodyDecoder decoder;
  SharedTexts shared_texts;

 private:
  std::unique_ptr<protocol::http::Connector> make_connector();

  net::Resolver resolver_;
  std::unique_ptr<net::TlsClientContext> tls_;
  std::vector<std::unique_ptr<ResponseState>> spare_responses_;

 public:
  protocol::http::WorkerContext http;
};

}  // namespace headroom::k6
