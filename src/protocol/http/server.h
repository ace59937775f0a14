// A small HTTP/1.1 server on fibers, for targets and tests: a handler runs per
// request on its connection's fiber and may wait. It can also take the raw
// stream, to misbehave on purpose. Belongs to one reactor's thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fiber/reactor.h"
#include "fiber/wait_group.h"
#include "net/listener.h"
#include "net/tls.h"
#include "protocol/http1/field.h"
#include "protocol/http1/request_head.h"

namespace headroom::protocol::http {

// Views that live until the handler returns, also across waits.
struct ServerRequest {
  std::string_view method;
  std::string_view target;  // as sent: "/path?query"
  std::string_view path;
  std::string_view query;
  http1::Fields fields{{}};
  std::string_view body;
  bool is_head = false;
};

struct ServerAnswer {
  int status = 200;
  std::string_view content_type;  // empty: no such field
  std::string_view extra_fields;  // "Name: value\r\n" lines
  std::string_view body;
};

// Writes the answer to one request. A handler that sends nothing closes the
// connection. Every call blocks the fiber; false: the client is gone.
class ServerResponder {
 public:
  ServerResponder(net::Transport& transport, std::string& buffer, const http1::RequestHead& head)
      : transport_(transport), buffer_(buffer), head_(head), keeps_alive_(head.keeps_alive) {}

  // Head and body in one write.
  bool send(const ServerAnswer& answer);
  // A whole response made before, with its framing: no byte is touched.
  bool send_prepared(std::string_view bytes);
  // A body that is sent piece by piece as it comes: of a known length, or chunked
  // (until the close for an HTTP/1.0 client). The answer's body is ignored.
  bool begin_stream(const ServerAnswer& answer, std::optional<std::uint64_t> length = {});
  bool write_chunk(std::string_view bytes);
  bool end_stream();
  // The raw stream for faults. It is closed after the handler has returned.
  net::Transport& take_over();
  // Ends the connection after this answer.
  void close_after() { keeps_alive_ = false; }

  net::Transport& transport() { return transport_; }
  bool keeps_alive() const { return keeps_alive_ && is_complete_; }
  bool is_head() const { return is_head_; }

 private:
  friend class Server;
  void write_head(const ServerAnswer& answer, std::string_view framing);
  bool flush();
  bool write(std::string_view bytes);

  net::Transport& transport_;
  std::string& buffer_;
  const http1::RequestHead& head_;
  bool keeps_alive_;
  bool is_head_ = false;
  bool is_chunked_ = false;
  bool is_complete_ = false;
};

struct ServerOptions {
  net::TlsServerContext* tls = nullptr;  // must outlive the server
  // When set, it gets every stream as it was accepted, before TLS, and no request
  // is read: for servers that go wrong earlier than that.
  std::function<void(net::Transport&)> takes_stream;
  std::size_t body_bytes_max = 64 << 20;
  kit::Duration idle_timeout = kit::Duration::max();
  std::size_t stack_bytes = std::size_t{256} << 10;
};

class Server {
 public:
  using Handler = std::function<void(const ServerRequest&, ServerResponder&)>;

  Server(fiber::Reactor& reactor, Handler handler, ServerOptions options = {});
  // No fiber of it may be left: stop() and wait() first.
  ~Server();

  // Starts accepting on a fiber of its own; may be called for several listeners.
  void accept_from(std::unique_ptr<net::Listener> listener);
  // Serves one stream on a fiber of its own (or on the calling one).
  void serve_on_fiber(std::unique_ptr<net::Transport> transport);
  void serve(std::unique_ptr<net::Transport> transport);
  // Ends accepting and all connections; handlers that wait are cancelled.
  void stop();
  // Blocks the fiber until the last connection has ended.
  void wait() { running_.wait(); }
  std::size_t connection_count() const { return fibers_.size(); }

 private:
  class Connection;
  void spawn(fiber::Task body);

  fiber::Reactor& reactor_;
  Handler handler_;
  ServerOptions options_;
  std::vector<char> scratch_;
  std::set<fiber::Fiber*> fibers_;
  fiber::WaitGroup running_;
  bool is_stopping_ = false;
};

}  // namespace headroom::protocol::http
