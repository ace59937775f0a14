// How sessions get their streams: name lookup, TCP and TLS in production, pipes
// in tests. One per worker.
#pragma once

#include <memory>

#include "kit/time.h"
#include "net/resolver.h"
#include "net/tls.h"
#include "net/transport.h"
#include "protocol/http/failure.h"
#include "protocol/http/message.h"

namespace headroom::protocol::http {

struct ConnectTimings {
  kit::Duration connecting;
  kit::Duration tls_handshaking;
};

class Connector {
 public:
  virtual ~Connector() = default;
  // Blocks the fiber. The timings are filled as far as it came.
  virtual Outcome<std::unique_ptr<net::Transport>> connect(const Origin& origin,
                                                           kit::Instant deadline,
                                                           ConnectTimings& timings) = 0;
};

class NetworkConnector final : public Connector {
 public:
  NetworkConnector(fiber::Reactor& reactor, net::Resolver& resolver, net::TlsClientContext& tls)
      : reactor_(reactor), resolver_(resolver), tls_(tls) {}
  Outcome<std::unique_ptr<net::Transport>> connect(const Origin& origin, kit::Instant deadline,
                                                   ConnectTimings& timings) override;

 private:
  Outcome<std::unique_ptr<net::Transport>> dial(const Origin& origin, kit::Instant deadline,
                                                ConnectTimings& timings);

  fiber::Reactor& reactor_;
  net::Resolver& resolver_;
  net::TlsClientContext& tls_;
};

}  // namespace headroom::protocol::http
