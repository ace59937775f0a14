#include "k6/worker_state.h"

#include "k6/response.h"

namespace headroom::k6 {

namespace {
// Beyond this, freed responses give their memory back; scripts that keep many
// at a time are rare.
constexpr std::size_t spare_count_max = 1024;
constexpr std::size_t spare_bytes_max = 64 << 10;

net::ResolverOptions resolver_options(const TestContext& test, const fiber::Reactor& reactor) {
  net::ResolverOptions options = test.settings.network.resolver;
  // Workers begin at different moments, and so at different addresses.
  options.seed = static_cast<std::uint64_t>(reactor.clock().wall_now().unix_ns);
  return options;
}

}  // namespace

WorkerState::WorkerState(fiber::Reactor& worker_reactor, metrics::Recorder& worker_recorder,
                         const TestContext& test_context,
                         std::unique_ptr<net::TlsClientContext> tls)
    : reactor(worker_reactor),
      recorder(worker_recorder),
      test(test_context),
      random(static_cast<std::uint64_t>(worker_reactor.clock().wall_now().unix_ns)),
      resolver_(worker_reactor, resolver_options(test_context, worker_reactor)),
      tls_(std::move(tls)),
      http(worker_reactor, make_connector()) {}

WorkerState::~WorkerState() = default;

std::unique_ptr<protocol::http::Connector> WorkerState::make_connector() {
  const NetworkSettings& network = test.settings.network;
  return std::make_unique<protocol::http::NetworkConnector>(
      reactor, resolver_, *tls_,
      protocol::http::NetworkConnectorOptions{.destinations = &network.destinations,
                                              .proxies = &network.proxies});
}

std::unique_ptr<ResponseState> WorkerState::take_response() {
  if (spare_responses_.empty()) {
    return std::make_unique<ResponseState>();
  }
  auto response = std::move(spare_responses_.back());
  spare_responses_.pop_back();
  return response;
}

void WorkerState::give_back(std::unique_ptr<ResponseState> response) {
  if (spare_responses_.size() < spare_count_max &&
      response->http.capacity_bytes() <= spare_bytes_max) {
    response->clear();
    spare_responses_.push_back(std::move(response));
  }
}

}  // namespace headroom::k6
