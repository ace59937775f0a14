#include "k6/remote_script.h"

#include "k6/exit_code.h"
#include "k6/network_settings.h"
#include "kit/version.h"
#include "protocol/http/chain.h"

namespace headroom::k6 {

namespace {

namespace http = protocol::http;

constexpr std::size_t script_bytes_max = std::size_t{64} << 20;

// A client of one worker that fetches and goes.
class ScriptClient {
 public:
  ScriptClient(fiber::Reactor& reactor, const NetworkSettings& network, net::TlsClientContext& tls)
      : reactor_(reactor),
        resolver_(reactor, network.resolver),
        worker_(reactor, std::make_unique<http::NetworkConnector>(
                             reactor, resolver_, tls,
                             http::NetworkConnectorOptions{.destinations = nullptr,
                                                           .proxies = &network.proxies})),
        session_(worker_) {}

  kit::Result<std::string> get(const http::Url& url, kit::Duration timeout) {
    const std::string user_agent = "Headroom/" + std::string(kit::version());
    const http::ChainRequest request{.url = url, .user_agent = user_agent};
    const http::ChainOptions options{.deadline = reactor_.now() + timeout,
                                     .body_bytes_max = script_bytes_max};
    http::Response response;
    http::Chain chain(session_, decoder_, request, options, [](const http::ChainStep&) {});
    if (auto outcome = chain.run(response); !outcome) {
      return kit::failure(http::cause_of(outcome.error()));
    }
    constexpr int ok = 200;
    constexpr int not_found = 404;
    if (response.status() == not_found) {
      return kit::failure("not found");
    }
    if (response.status() != ok) {
      return kit::failure("wrong status code (" + std::to_string(response.status()) + ")");
    }
    return std::string(response.body());
  }

 private:
  fiber::Reactor& reactor_;
  net::Resolver resolver_;
  http::WorkerContext worker_;
  http::Session session_;
  http::BodyDecoder decoder_;
};

http::Url marked(http::Url url) {
  url.query += url.query.empty() ? "_k6=1" : "&_k6=1";
  return url;
}

template <typename T>
std::unexpected<kit::Error> failed(kit::Result<T>& result, const std::string& address) {
  return std::unexpected(
      std::move(result).error().during("fetching " + address).with_code(exit_other));
}

}  // namespace

bool is_remote(std::string_view script_path) {
  return script_path.starts_with("https://");
}

kit::Result<std::string> fetch_script(fiber::Reactor& reactor, const std::string& address,
                                      const RemoteScriptOptions& options) {
  auto url = http::Url::parse(address);
  if (!url) {
    return failed(url, address);
  }
  auto network = make_network_settings(Options(), options.environment);
  if (!network) {
    return failed(network, address);
  }
  auto tls = net::TlsClientContext::make(network->tls);
  if (!tls) {
    return failed(tls, address);
  }
  ScriptClient client(reactor, *network, **tls);
  options.logger.debug("Fetching source...", {{"url", marked(*url).text()}});
  auto text = client.get(marked(*url), options.timeout);
  if (!text) {
    options.logger.debug("Fetching source...", {{"url", address}});
    text = client.get(*url, options.timeout);
  }
  if (!text) {
    return failed(text, address);
  }
  options.logger.debug("Fetched!", {{"url", address}, {"len", std::to_string(text->size())}});
  return text;
}

}  // namespace headroom::k6
