// For tests: connections to peers in memory, on a simulated reactor; each peer
// is a function on a fiber of its own.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "fiber/reactor.h"
#include "kit/clock.h"
#include "net/pipe.h"
#include "protocol/http/connector.h"
#include "protocol/http/session.h"

namespace headroom::protocol::http {

using Peer = std::function<void(net::Transport&)>;

class PipeConnector final : public Connector {
 public:
  PipeConnector(fiber::Reactor& reactor, Peer peer, kit::Duration latency)
      : reactor_(reactor), peer_(std::move(peer)), latency_(latency) {}

  Outcome<std::unique_ptr<net::Transport>> connect(const Origin& origin, kit::Instant deadline,
                                                   ConnectTimings& timings,
                                                   const ConnectSettings& settings) override {
    static_cast<void>(origin);
    static_cast<void>(settings);
    ++count_;
    const kit::Instant started = reactor_.now();
    if (reactor_.suspend(std::min(deadline, started + latency_)) == fiber::Wake::cancelled) {
      return std::unexpected(ExchangeFailure{.kind = FailureKind::cancelled});
    }
    timings.connecting = reactor_.now() - started;
    auto [client, server] = net::make_pipe(reactor_, {.latency = latency_});
    reactor_.spawn([peer = peer_, end = std::move(server)] { peer(*end); });
    return std::move(client);
  }

  int count() const { return count_; }

 private:
  fiber::Reactor& reactor_;
  Peer peer_;
  kit::Duration latency_;
  int count_ = 0;
};

// One client whose connections all lead to `peer`.
struct SessionFixture {
  explicit SessionFixture(Peer peer, kit::Duration latency = {})
      : reactor(fiber::Reactor::make_simulated(clock)),
        connector(new PipeConnector(*reactor, std::move(peer), latency)),
        worker(*reactor, std::unique_ptr<Connector>(connector)),
        session(worker) {}

  // Runs `body` on a fiber until it and every peer have ended.
  void run(std::function<void()> body) {
    reactor->spawn([this, &body] {
      body();
      session.close_idle_connections();
    });
    reactor->run();
  }

  kit::SimulatedClock clock;
  std::unique_ptr<fiber::Reactor> reactor;
  PipeConnector* connector;
  WorkerContext worker;
  Session session;
};

inline PreparedRequest prepared(std::string_view method, std::string_view url) {
  return PreparedRequest::make(Url::parse(url).value(), {.method = method}).value();
}

// Reads up to the end of a request's head; empty when the client closed.
inline std::string read_head(net::Transport& peer) {
  std::string bytes;
  char buffer[1024];
  while (bytes.find("\r\n\r\n") == std::string::npos) {
    const auto size = peer.read(buffer, kit::Instant::never());
    if (!size) {
      return {};
    }
    bytes.append(buffer, *size);
  }
  return bytes;
}

inline void write_all(net::Transport& peer, std::string_view bytes) {
  static_cast<void>(peer.write(bytes, kit::Instant::never()));
}

// Answers every request on the connection with the same bytes.
inline Peer answering(std::string bytes) {
  return [bytes = std::move(bytes)](net::Transport& peer) {
    while (!read_head(peer).empty()) {
      write_all(peer, bytes);
    }
  };
}

}  // namespace headroom::protocol::http
