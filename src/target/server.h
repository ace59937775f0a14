// The server behind `headroom target`: something to load that needs nothing
// installed, with a known answer under load and every fault at hand. One thread,
// its own reactor. Not a web server: it trusts nobody and serves no files.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "fiber/reactor.h"
#include "kit/random.h"
#include "kit/result.h"
#include "net/address.h"
#include "net/listener.h"
#include "net/tls.h"
#include "protocol/http/server.h"
#include "target/answer.h"
#include "target/queue_model.h"
#include "target/tls_fault.h"

namespace headroom::target {

struct ServerOptions {
  net::Address address = net::Address::loopback(0);  // port 0: one that is free
  // With a certificate of its own making for localhost and the address.
  bool uses_tls = false;
  TlsFault tls_fault = TlsFault::none;  // implies TLS
  QueueOptions queue;                   // of /work; its seed is that of all else random
};

class Server {
 public:
  // Listens, but answers only when run.
  static kit::Result<std::unique_ptr<Server>> listen(const ServerOptions& options);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Serves on the calling thread until stop().
  void run();
  // Ends run() soon; requests under way are dropped. Any thread.
  void stop();

  net::Address local() const { return local_; }
  // "http://127.0.0.1:8080"
  std::string url() const;
  // What clients are to trust; empty without TLS.
  const std::string& certificate_pem() const { return certificate_pem_; }

 private:
  Server(const ServerOptions& options, std::unique_ptr<fiber::Reactor> reactor);
  kit::Result<void> make_tls(const net::Address& address, TlsFault fault);
  void serve(const protocol::http::ServerRequest& request,
             protocol::http::ServerResponder& responder);
  void send(const Answer& answer, std::string_view cross_origin,
            protocol::http::ServerResponder& responder);
  // False when the client is gone or the server stops.
  bool send_pieces(const Stream& stream, protocol::http::ServerResponder& responder);
  bool send_noise(std::size_t bytes, protocol::http::ServerResponder& responder);

  std::unique_ptr<fiber::Reactor> reactor_;
  QueueModel queue_;
  kit::Random random_;  // one seed for each answer
  std::string noise_;
  std::string certificate_pem_;
  net::Address local_;
  std::unique_ptr<net::TlsServerContext> tls_;
  std::unique_ptr<net::Listener> listener_;  // until run()
  std::unique_ptr<protocol::http::Server> http_;
};

}  // namespace headroom::target
