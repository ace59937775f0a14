// One virtual user's HTTP client: keeps its connections, sends requests and
// fills responses, with the time of every phase. Knows no redirect, cookie or
// script. Everything belongs to one worker's thread.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fiber/reactor.h"
#include "protocol/http/connector.h"
#include "protocol/http/message.h"
#include "protocol/http1/response_head_memo.h"

namespace headroom::protocol::http {

// What all sessions of a worker share. Must outlive them.
class WorkerContext {
 public:
  WorkerContext(fiber::Reactor& reactor, net::Resolver& resolver, net::TlsClientContext& tls)
      : WorkerContext(reactor, std::make_unique<NetworkConnector>(reactor, resolver, tls)) {}
  WorkerContext(fiber::Reactor& reactor, std::unique_ptr<Connector> connector)
      : reactor_(reactor), connector_(std::move(connector)), scratch_(scratch_bytes) {}

  fiber::Reactor& reactor() { return reactor_; }
  Connector& connector() { return *connector_; }
  // Bytes are valid only until the fiber waits.
  std::span<char> scratch() { return scratch_; }
  http1::ResponseHeadMemo& known_heads() { return known_heads_; }
  // Memory for what is being sent, to be kept across waits; give it back.
  std::string borrow_buffer();
  void give_back(std::string buffer);

 private:
  static constexpr std::size_t scratch_bytes = std::size_t{64} << 10;
  fiber::Reactor& reactor_;
  std::unique_ptr<Connector> connector_;
  std::vector<char> scratch_;
  http1::ResponseHeadMemo known_heads_;
  std::vector<std::string> spare_buffers_;
};

struct ExchangeOptions {
  kit::Instant deadline = kit::Instant::never();
  // In pieces, all borrowed for the call; without has_body there is none and none is
  // announced.
  std::span<const std::string_view> body;
  bool has_body = false;
  std::size_t body_bytes_max = 512 << 20;  // a longer response fails
  bool keeps_body = true;                  // false: the response's body is read and dropped
  bool keeps_connection = true;            // false: closed afterwards
};

class Session {
 public:
  explicit Session(WorkerContext& worker, const ConnectSettings& connect_settings = {})
      : worker_(worker), connect_settings_(connect_settings) {}
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // The request as it has to look on its way: through a proxy, or straight to its origin.
  Outcome<PreparedRequest> prepare(const Url& url, RequestParts parts) const;
  // Sends the request and reads the whole answer. Several fibers may call it at
  // once, each with its own response. On failure `response` has what came.
  Outcome<void> exchange(const PreparedRequest& request, const ExchangeOptions& options,
                         Response& response);

  WorkerContext& worker() { return worker_; }
  void close_idle_connections() { places_.clear(); }
  std::size_t idle_connection_count() const;

 private:
  friend class Exchange;
  struct Place {
    ConnectionKey key;
    std::unique_ptr<net::Transport> transport;  // null: none is idle
  };

  // Null when there is none.
  std::unique_ptr<net::Transport> take_idle(const ConnectionKey& key);
  void keep(const ConnectionKey& key, std::unique_ptr<net::Transport> transport);

  WorkerContext& worker_;
  const ConnectSettings connect_settings_;
  std::vector<Place> places_;
};

}  // namespace headroom::protocol::http
