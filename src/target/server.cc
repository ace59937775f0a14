#include "target/server.h"

#include <algorithm>
#include <array>
#include <bit>
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

std::string field_lines(const Answer& answer) {
  std::string lines;
  for (const auto& [name, value] : answer.headers) {
    lines.append(name).append(": ").append(value).append("\r\n");
  }
  return lines;
}

Answer answer_of(const ServerRequest& request, const net::Transport& transport) {
  std::vector<std::pair<std::string_view, std::string_view>> headers;
  for (const protocol::http1::Field& field : request.fields) {
    headers.emplace_back(field.name, field.value);
  }
  const std::string origin = transport.remote().ip();
  return answer_to({.method = request.method,
                    .target = request.target,
                    .headers = headers,
                    .body = request.body,
                    .origin = origin,
                    .scheme = transport.tls() != nullptr ? "https" : "http"});
}

}  // namespace

Server::Server(const ServerOptions& options, std::unique_ptr<fiber::Reactor> reactor)
    : reactor_(std::move(reactor)), queue_(options.queue), noise_(noise_of(options.queue.seed)) {}

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
  if (options.uses_tls) {
    if (auto made = server->make_tls(server->local_); !made) {
      return kit::failure_of(made, "starting the target");
    }
  }
  server->http_ = std::make_unique<protocol::http::Server>(
      *server->reactor_,
      [self = server.get()](const ServerRequest& request, ServerResponder& responder) {
        self->serve(request, responder);
      },
      protocol::http::ServerOptions{.tls = server->tls_.get(),
                                    .body_bytes_max = request_bytes_max,
                                    .idle_timeout = idle_timeout});
  return server;
}

kit::Result<void> Server::make_tls(const net::Address& address) {
  std::vector<std::string> names{"localhost"};
  if (address.is_ip()) {
    names.push_back(address.ip());
  }
  auto pair = net::make_self_signed(std::move(names));
  if (!pair) {
    return kit::failure_of(pair);
  }
  auto context = net::TlsServerContext::make(
      {.certificate_pem = pair->certificate_pem, .key_pem = pair->key_pem});
  if (!context) {
    return kit::failure_of(context);
  }
  certificate_pem_ = pair->certificate_pem;
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
  Answer answer = answer_of(request, responder.transport());
  if (answer.delay > kit::Duration()) {
    if (reactor_->sleep(answer.delay) == fiber::Wake::cancelled) {
      return;
    }
  }
  if (answer.noise_bytes > 0 && !request.is_head) {
    send_noise(answer.noise_bytes, responder);
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
  const std::string lines = field_lines(answer);
  responder.send({.status = answer.status,
                  .content_type = answer.content_type,
                  .extra_fields = lines,
                  .body = answer.body});
}

void Server::send_noise(std::size_t bytes, ServerResponder& responder) {
  const std::string_view noise = noise_;
  ServerAnswer answer{.content_type = "application/octet-stream"};
  if (bytes <= noise.size()) {
    answer.body = noise.substr(0, bytes);
    responder.send(answer);
    return;
  }
  bool is_client_there = responder.begin_stream(answer);
  while (is_client_there && bytes > 0) {
    const std::size_t size = std::min(bytes, noise.size());
    is_client_there = responder.write_chunk(noise.substr(0, size));
    bytes -= size;
  }
  if (is_client_there) {
    responder.end_stream();
  }
}

}  // namespace headroom::target
