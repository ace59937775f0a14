// How sessions get their streams: names, proxies, TCP and TLS in production,
// pipes in tests. One per worker.
#pragma once

#include <memory>
#include <string_view>

#include "kit/time.h"
#include "net/address.h"
#include "net/resolver.h"
#include "net/tls.h"
#include "net/transport.h"
#include "protocol/http/failure.h"
#include "protocol/http/message.h"

namespace headroom::net {
struct DestinationRules;
class TlsSessions;
}  // namespace headroom::net

namespace headroom::protocol::http {

struct Proxy;
class ProxyRules;

struct ConnectTimings {
  kit::Duration connecting;
  kit::Duration tls_handshaking;
};

// What differs between the sessions of a worker.
struct ConnectSettings {
  net::Address local = {};  // an IP address to call from; no family: the kernel chooses
  // Whose TLS sessions may be resumed; outlives the connections. Null: none is.
  net::TlsSessions* tls_sessions = nullptr;
};

class Connector {
 public:
  virtual ~Connector() = default;
  // Blocks the fiber. The timings are filled as far as it came.
  virtual Outcome<std::unique_ptr<net::Transport>> connect(
      const Origin& origin, kit::Instant deadline, ConnectTimings& timings,
      const ConnectSettings& settings = {}) = 0;

  // Who gets requests to the origin whole; null: nobody but the origin, be it through a tunnel.
  virtual const Proxy* proxy_of_requests(const Origin& origin) const;
};

struct NetworkConnectorOptions {
  // Both are borrowed and outlive the connector; null: none.
  const net::DestinationRules* destinations = nullptr;
  const ProxyRules* proxies = nullptr;
};

class NetworkConnector final : public Connector {
 public:
  NetworkConnector(fiber::Reactor& reactor, net::Resolver& resolver, net::TlsClientContext& tls,
                   const NetworkConnectorOptions& options = {})
      : reactor_(reactor), resolver_(resolver), tls_(tls), options_(options) {}

  // Behind a proxy, the destination rules are about the proxy: nobody else is called.
  Outcome<std::unique_ptr<net::Transport>> connect(const Origin& origin, kit::Instant deadline,
                                                   ConnectTimings& timings,
                                                   const ConnectSettings& settings) override;
  const Proxy* proxy_of_requests(const Origin& origin) const override;

 private:
  struct Call;  // one connect()

  const Proxy* proxy_for(const Origin& origin) const;
  Outcome<std::unique_ptr<net::Transport>> dial_proxy(const Proxy& proxy, Call& call);
  Outcome<void> lead_to(const Origin& origin, const Proxy& proxy, net::Transport& stream,
                        kit::Instant deadline);
  Outcome<std::unique_ptr<net::Transport>> dial(const Origin& origin, Call& call);
  Outcome<net::Address> address_of(const Origin& origin, kit::Instant deadline);
  Outcome<std::unique_ptr<net::Transport>> secure(std::unique_ptr<net::Transport> stream,
                                                  net::TlsClientContext& context,
                                                  const Origin& origin, Call& call);

  fiber::Reactor& reactor_;
  net::Resolver& resolver_;
  net::TlsClientContext& tls_;
  const NetworkConnectorOptions options_;
  // Of connections to https proxies: TLS within TLS needs buffers of its own. Made when needed.
  std::unique_ptr<net::TlsClientContext> proxy_tls_;
};

}  // namespace headroom::protocol::http
