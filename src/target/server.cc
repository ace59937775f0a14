#include "target/server.h"

#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <optional>
#include <utility>

#include "kit/json_text.h"
#include "kit/random.h"
#include "net/certificate.h"
#include "target/endpoints.h"
#include "target/fault.h"

namespace headroom::target {

namespace {

using protocol::http::ServerAnswer;
using protocol::http::ServerRequest;
using protocol::http::ServerResponder;

// Up to here a body of noise is sent at once with its length, beyond in chunks.
constexpr std::size_t noise_block_bytes = std::size_t{256} << 10;
// What a client may send; it is kept in memory and echoed.
constexpr std::size_t request_bytes_max = std::size_t{8} << 20;
// A connection that asks nothing for so long is closed.
constexpr kit::Duration idle_timeout = kit::Duration::seconds(300);

std::string noise_of(std::uint64_t seed) {
  kit::Random random(seed);
  std::string noise;
  noise.reserve(noise_block_bytes);
  while (noise.size() < noise_block_bytes) {
    const auto bytes = std::bit_cast<std::array<char, sizeof(std::uint64_t)>>(random.next());
    noise.append(bytes.data(), bytes.size());
  }
  return noise;
}

// With those for browsers.
std::string field_lines(const Answer& answer, std::string_view cross_origin) {
  std::string lines(cross_origin);
  for (const auto& [name, value] : answer.headers) {
    lines.append(name).append(": ").append(value).append("\r\n");
  }
  return lines;
}

// The handshake's first bytes are read before it goes wrong: the client has
// connected in order.
void play_handshake_fault(std::span<const FaultStep> steps, net::Transport& transport) {
  std::array<char, 4096> hello;
  if (transport.read(hello, transport.reactor().now() + idle_timeout)) {
    play_fault(steps, transport);
  }
}

}  // namespace

Server::Server(const ServerOptions& options, std::unique_ptr<fiber::Reactor> reactor)
    : reactor_(std::move(reactor)),
      queue_(options.queue),
      random_(options.queue.seed),
      noise_(noise_of(options.queue.seed)) {}

kit::Result<std::unique_ptr<Server>> Server::listen(const ServerOptions& options) {
  auto reactor = fiber::Reactor::make_system();
  if (!reactor) {
    return kit::failure_of(reactor, "starting the target");
  }
  std::unique_ptr<Server> server(new Server(options, std::move(*reactor)));
  auto listener = net::Listener::listen(*server->reactor_, options.address);
  if (!listener) {
    return kit::failure_of(listener, "starting the target");
  }
  server->listener_ = std::move(*listener);
  server->local_ = server->listener_->local();
  if (options.uses_tls || options.tls_fault != TlsFault::none) {
    if (auto made = server->make_tls(server->local_, options.tls_fault); !made) {
      return kit::failure_of(made, "starting the target");
    }
  }
  std::function<void(net::Transport&)> takes_stream;
  if (auto steps = handshake_fault(options.tls_fault)) {
    takes_stream = [steps = std::move(*steps)](net::Transport& transport) {
      play_handshake_fault(steps, transport);
    };
  }
  server->http_ = std::make_unique<protocol::http::Server>(
      *server->reactor_,
      [self = server.get()](const ServerRequest& request, ServerResponder& responder) {
        self->serve(request, responder);
      },
      protocol::http::ServerOptions{.tls = server->tls_.get(),
                                    .takes_stream = std::move(takes_stream),
                                    .body_bytes_max = request_bytes_max,
                                    .idle_timeout = idle_timeout});
  return server;
}

kit::Result<void> Server::make_tls(const net::Address& address, TlsFault fault) {
  std::vector<std::string> names{"localhost"};
  if (address.is_ip()) {
    names.push_back(address.ip());
  }
  auto identity = make_tls_identity(names, fault);
  if (!identity) {
    return kit::failure_of(identity);
  }
  auto context = net::TlsServerContext::make(identity->options);
  if (!context) {
    return kit::failure_of(context);
  }
  certificate_pem_ = std::move(identity->trusted_pem);
  tls_ = std::move(*context);
  return {};
}

void Server::run() {
  if (listener_) {
    http_->accept_from(std::move(listener_));
  }
  reactor_->run();
}

void Server::stop() {
  reactor_->post([this] { http_->stop(); });
}

std::string Server::url() const {
  return (tls_ ? "https://" : "http://") + local_.text();
}

void Server::serve(const ServerRequest& request, ServerResponder& responder) {
  if (const std::string_view fault = fault_of(request.target); !fault.empty()) {
    if (const auto steps = fault_named(fault)) {
      play_fault(*steps, responder.take_over());
      return;
    }
  }
  std::vector<std::pair<std::string_view, std::string_view>> headers;
  constexpr std::size_t usual_count = 16;
  headers.reserve(usual_count);
  for (const protocol::http1::Field& field : request.fields) {
    headers.emplace_back(field.name, field.value);
  }
  const std::string origin = responder.transport().remote().ip();
  const Question question{.method = request.method,
                          .target = request.target,
                          .headers = headers,
                          .body = request.body,
                          .origin = origin,
                          .scheme = tls_ ? "https" : "http",
                          .now = reactor_->clock().wall_now(),
                          .seed = random_.next()};
  Answer answer = answer_to(question);
  if (answer.delay > kit::Duration() && reactor_->sleep(answer.delay) == fiber::Wake::cancelled) {
    return;
  }
  if (answer.is_work) {
    const Job job = queue_.admit(reactor_->now());
    if (reactor_->sleep_until(job.finished) == fiber::Wake::cancelled) {
      return;
    }
    answer.body = "{\"waited_ms\":" + kit::json_number(job.waited().in_seconds() * 1e3) +
                  ",\"served_ms\":" + kit::json_number(job.served().in_seconds() * 1e3) + "}\n";
  }
  if (is_usual_origin(question)) {
    send(answer, usual_cross_origin_lines, responder);
  } else {
    send(answer, cross_origin_lines(question), responder);
  }
}

void Server::send(const Answer& answer, std::string_view cross_origin, ServerResponder& responder) {
  std::string lines;
  ServerAnswer head{.status = answer.status,
                    .content_type = answer.content_type,
                    .extra_fields = cross_origin,
                    .body = answer.body};
  if (!answer.headers.empty()) {
    lines = field_lines(answer, cross_origin);
    head.extra_fields = lines;
  }
  if (!answer.stream && answer.noise_bytes == 0) {
    responder.send(head);
    return;
  }
  const auto length = answer.stream ? answer.stream->length : std::optional(answer.noise_bytes);
  const bool was_sent = responder.begin_stream(head, length) &&
                        (answer.stream ? send_pieces(*answer.stream, responder)
                                       : send_noise(answer.noise_bytes, responder));
  if (was_sent) {
    responder.end_stream();
  }
}

bool Server::send_pieces(const Stream& stream, ServerResponder& responder) {
  if (responder.is_head()) {
    return true;
  }
  std::string piece;
  for (std::uint64_t index = 0; index < stream.piece_count; ++index) {
    const bool must_wait = index > 0 && stream.pause > kit::Duration();
    if (must_wait && reactor_->sleep(stream.pause) == fiber::Wake::cancelled) {
      return false;
    }
    piece.clear();
    stream.write_piece(index, piece);
    if (!responder.write_chunk(piece)) {
      return false;
    }
  }
  return true;
}

bool Server::send_noise(std::size_t bytes, ServerResponder& responder) {
  const std::string_view noise = noise_;
  while (bytes > 0 && !responder.is_head()) {
    const std::size_t size = std::min(bytes, noise.size());
    if (!responder.write_chunk(noise.substr(0, size))) {
      return false;
    }
    bytes -= size;
  }
  return true;
}

}  // namespace headroom::target
