#include "protocol/http/server.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "kit/assert.h"
#include "protocol/http1/chunked.h"

namespace headroom::protocol::http {

namespace {

// What a connection keeps between requests.
constexpr std::size_t kept_buffer_bytes_max = std::size_t{64} << 10;
// After a failed accept (no file descriptor left, say).
constexpr kit::Duration accept_pause = kit::Duration::milliseconds(10);
constexpr std::size_t scratch_bytes = std::size_t{64} << 10;
// One write for small bodies; others are not copied behind the head.
constexpr std::size_t joined_body_bytes_max = std::size_t{64} << 10;
// An answer that ends a connection is read by clients that are still sending.
constexpr kit::Duration linger = kit::Duration::milliseconds(500);

std::string_view reason_of(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 402: return "Payment Required";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 407: return "Proxy Authentication Required";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 418: return "I'm a teapot";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    default: return "Status";
  }
}

bool may_have_body(int status) {
  return status >= 200 && status != 204 && status != 304;
}

}  // namespace

// --- the answer

bool ServerResponder::send(const ServerAnswer& answer) {
  std::array<char, 48> framing{};
  char* end = framing.data();
  if (may_have_body(answer.status)) {
    end = std::ranges::copy(std::string_view("Content-Length: "), end).out;
    end = std::to_chars(end, framing.data() + framing.size(), answer.body.size()).ptr;
    end = std::ranges::copy(std::string_view("\r\n"), end).out;
  }
  write_head(answer, {framing.data(), end});
  is_complete_ = true;
  const bool has_body = may_have_body(answer.status) && !is_head_;
  if (!has_body || answer.body.size() <= joined_body_bytes_max) {
    buffer_.append(has_body ? answer.body : std::string_view());
    return flush();
  }
  return flush() && write(answer.body);
}

bool ServerResponder::send_prepared(std::string_view bytes) {
  is_complete_ = true;
  return write(bytes);
}

bool ServerResponder::begin_stream(const ServerAnswer& answer,
                                   std::optional<std::uint64_t> length) {
  is_chunked_ = !length && !head_.is_http10;
  if (!is_chunked_ && !length) {
    keeps_alive_ = false;
  }
  std::string framing = is_chunked_ ? "Transfer-Encoding: chunked\r\n" : "";
  if (length) {
    framing = "Content-Length: " + std::to_string(*length) + "\r\n";
  }
  write_head(answer, framing);
  return flush();
}

bool ServerResponder::write_chunk(std::string_view bytes) {
  if (bytes.empty() || is_head_) {
    return true;
  }
  if (!is_chunked_) {
    return write(bytes);
  }
  constexpr char digits[] = "0123456789abcdef";
  std::string size;
  for (std::size_t rest = bytes.size(); rest != 0; rest >>= 4) {
    size.insert(size.begin(), digits[rest & 15]);
  }
  buffer_.append(size).append("\r\n").append(bytes).append("\r\n");
  return flush();
}

bool ServerResponder::end_stream() {
  is_complete_ = true;
  return !is_chunked_ || is_head_ || write("0\r\n\r\n");
}

net::Transport& ServerResponder::take_over() {
  keeps_alive_ = false;
  return transport_;
}

void ServerResponder::write_head(const ServerAnswer& answer, std::string_view framing) {
  buffer_.clear();
  buffer_.append("HTTP/1.1 ").append(std::to_string(answer.status)).append(" ");
  buffer_.append(reason_of(answer.status)).append("\r\n");
  if (!answer.content_type.empty()) {
    buffer_.append("Content-Type: ").append(answer.content_type).append("\r\n");
  }
  buffer_.append(framing);
  if (!keeps_alive_) {
    buffer_.append("Connection: close\r\n");
  } else if (head_.is_http10) {
    buffer_.append("Connection: keep-alive\r\n");
  }
  buffer_.append(answer.extra_fields).append("\r\n");
}

bool ServerResponder::flush() {
  const bool was_written = write(buffer_);
  buffer_.clear();
  return was_written;
}

bool ServerResponder::write(std::string_view bytes) {
  if (!transport_.write(bytes, kit::Instant::never())) {
    keeps_alive_ = false;
    return false;
  }
  return true;
}

// --- a connection

class Server::Connection {
 public:
  Connection(Server& server, std::unique_ptr<net::Transport> transport)
      : server_(server), transport_(std::move(transport)) {}

  void run() {
    while (!server_.is_stopping_ && serve_request()) {
    }
  }

 private:
  bool serve_request();
  // False: the connection is at its end.
  bool read_head();
  bool read_body();
  bool read_length();
  bool read_chunked();
  bool answer_request();
  // Appends what comes next; the number of bytes, or none.
  std::optional<std::size_t> read_more();
  void refuse(int status);
  void forget_request();

  std::string_view view(http1::Slice slice) const {
    return std::string_view(input_).substr(slice.start, slice.size);
  }

  Server& server_;
  std::unique_ptr<net::Transport> transport_;
  std::string input_;  // the request, then what came behind it
  std::string output_;
  http1::RequestHead head_;
  std::size_t request_end_ = 0;  // in input_
};

bool Server::Connection::serve_request() {
  if (!read_head() || !read_body()) {
    return false;
  }
  const bool goes_on = answer_request();
  forget_request();
  return goes_on;
}

std::optional<std::size_t> Server::Connection::read_more() {
  const kit::Duration patience = server_.options_.idle_timeout;
  const kit::Instant deadline =
      patience == kit::Duration::max() ? kit::Instant::never() : server_.reactor_.now() + patience;
  const auto size = transport_->read(server_.scratch_, deadline);
  if (!size) {
    return std::nullopt;
  }
  input_.append(server_.scratch_.data(), *size);
  return *size;
}

bool Server::Connection::read_head() {
  std::size_t scanned = 0;
  while (true) {
    const auto parsed = input_.empty() ? false : http1::parse_request_head(input_, scanned, head_);
    if (!parsed) {
      refuse(parsed.error());
      return false;
    }
    if (*parsed) {
      return true;
    }
    if (!read_more()) {
      return false;
    }
  }
}

bool Server::Connection::read_body() {
  request_end_ = head_.size;
  if (head_.framing == http1::Framing::none) {
    return true;
  }
  const bool must_invite = head_.expects_continue && input_.size() == head_.size;
  if (must_invite && !transport_->write("HTTP/1.1 100 Continue\r\n\r\n", kit::Instant::never())) {
    return false;
  }
  return head_.framing == http1::Framing::length ? read_length() : read_chunked();
}

bool Server::Connection::read_length() {
  if (head_.length > server_.options_.body_bytes_max) {
    refuse(413);
    return false;
  }
  request_end_ = head_.size + head_.length;
  while (input_.size() < request_end_) {
    if (!read_more()) {
      return false;
    }
  }
  return true;
}

bool Server::Connection::read_chunked() {
  http1::ChunkedDecoder decoder;
  while (true) {
    const std::span<char> bytes = std::span<char>(input_).subspan(request_end_);
    const auto progress = decoder.decode(bytes);
    if (!progress) {
      refuse(400);
      return false;
    }
    input_.erase(request_end_ + progress->decoded, progress->consumed - progress->decoded);
    request_end_ += progress->decoded;
    if (request_end_ - head_.size > server_.options_.body_bytes_max) {
      refuse(413);
      return false;
    }
    if (decoder.is_complete()) {
      return true;
    }
    if (!read_more()) {
      return false;
    }
  }
}

bool Server::Connection::answer_request() {
  ServerRequest request;
  request.method = view(head_.method);
  request.target = view(head_.target);
  const std::size_t mark = request.target.find('?');
  request.path = request.target.substr(0, mark);
  request.query = mark == std::string_view::npos ? "" : request.target.substr(mark + 1);
  request.fields = http1::Fields(view(head_.fields));
  request.body = std::string_view(input_).substr(head_.size, request_end_ - head_.size);
  request.is_head = request.method == "HEAD";
  ServerResponder responder(*transport_, output_, head_);
  responder.is_head_ = request.is_head;
  server_.handler_(request, responder);
  return responder.keeps_alive();
}

void Server::Connection::forget_request() {
  input_.erase(0, request_end_);
  if (input_.empty() && input_.capacity() > kept_buffer_bytes_max) {
    std::string().swap(input_);
  }
  if (output_.capacity() > kept_buffer_bytes_max) {
    std::string().swap(output_);
  }
}

// Answers and waits for the client to close: a close with bytes unread would be
// a reset, which may overtake the answer.
void Server::Connection::refuse(int status) {
  output_ = "HTTP/1.1 " + std::to_string(status) + " " + std::string(reason_of(status)) +
            "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  const kit::Instant deadline = server_.reactor_.now() + linger;
  if (!transport_->write(output_, deadline)) {
    return;
  }
  transport_->end_writes();
  while (transport_->read(server_.scratch_, deadline)) {
  }
}

// --- the server

Server::Server(fiber::Reactor& reactor, Handler handler, ServerOptions options)
    : reactor_(reactor),
      handler_(std::move(handler)),
      options_(std::move(options)),
      scratch_(scratch_bytes),
      running_(reactor) {}

Server::~Server() {
  HEADROOM_ASSERT(fibers_.empty());
}

void Server::accept_from(std::unique_ptr<net::Listener> listener) {
  spawn([this, listener = std::move(listener)] {
    while (!is_stopping_) {
      auto transport = listener->accept();
      if (transport) {
        serve_on_fiber(std::move(*transport));
      } else if (transport.error().kind == net::FailureKind::cancelled) {
        return;
      } else {
        reactor_.suspend(reactor_.now() + accept_pause);
      }
    }
  });
}

void Server::serve_on_fiber(std::unique_ptr<net::Transport> transport) {
  spawn([this, transport = std::move(transport)]() mutable { serve(std::move(transport)); });
}

void Server::serve(std::unique_ptr<net::Transport> transport) {
  if (options_.takes_stream) {
    options_.takes_stream(*transport);
    return;
  }
  if (options_.tls != nullptr) {
    auto secured = net::accept_tls(std::move(transport), *options_.tls, kit::Instant::never());
    if (!secured) {
      return;
    }
    transport = std::move(*secured);
  }
  Connection(*this, std::move(transport)).run();
}

void Server::spawn(fiber::Task body) {
  fiber::Fiber& fiber = reactor_.spawn(
      [this, body = std::move(body)]() mutable {
        body();
        body = nullptr;  // what it owned must not outlive the count
        fibers_.erase(&reactor_.current());
        running_.done();
      },
      {.stack_bytes = options_.stack_bytes});
  fibers_.insert(&fiber);
  running_.add();
}

void Server::stop() {
  is_stopping_ = true;
  for (fiber::Fiber* fiber : fibers_) {
    reactor_.cancel(*fiber);
  }
}

}  // namespace headroom::protocol::http
