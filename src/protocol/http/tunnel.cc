#include "protocol/http/tunnel.h"

#include <algorithm>
#include <array>
#include <string>

#include "fiber/reactor.h"
#include "protocol/http1/response_head.h"

namespace headroom::protocol::http {

namespace {

constexpr std::size_t answer_bytes_max = std::size_t{64} << 10;
constexpr kit::Duration opening_time_max = kit::Duration::seconds(60);

std::string request_for(const Origin& origin, std::string_view authorization) {
  const std::string place = place_of(origin);
  std::string request = "CONNECT " + place + " HTTP/1.1\r\nHost: " + place + "\r\n";
  if (!authorization.empty()) {
    request.append("Proxy-Authorization: ").append(authorization).append("\r\n");
  }
  return request + "\r\n";
}

std::unexpected<ExchangeFailure> failed(http1::Malformed malformed) {
  const bool is_syntax = malformed.kind == http1::Malformed::Kind::syntax;
  return std::unexpected(
      ExchangeFailure{.kind = is_syntax ? FailureKind::malformed : FailureKind::end_inside_answer,
                      .operation = Operation::read,
                      .error_number = 0,
                      .detail = std::move(malformed.text)});
}

std::unexpected<ExchangeFailure> refused(std::string text) {
  return std::unexpected(ExchangeFailure{.kind = FailureKind::proxy_refused,
                                         .operation = Operation::none,
                                         .error_number = 0,
                                         .detail = std::move(text)});
}

// In Go's words the reason is all there is to say: "Proxy Authentication Required".
Outcome<void> judge(const http1::ResponseHead& head, const std::string& buffer) {
  if (head.status != 200) {
    const std::string text = buffer.substr(head.status_text.start, head.status_text.size);
    const std::size_t space = text.find(' ');
    return refused(space == std::string::npos ? "unknown status code" : text.substr(space + 1));
  }
  if (buffer.size() > head.size) {
    // A server of TLS does not speak first.
    return refused("the proxy sent " + std::to_string(buffer.size() - head.size) +
                   " bytes behind its answer to CONNECT");
  }
  return {};
}

}  // namespace

Outcome<void> open_tunnel(net::Transport& stream, const Origin& origin,
                          std::string_view authorization, kit::Instant deadline) {
  const std::string request = request_for(origin, authorization);
  deadline = std::min(deadline, stream.reactor().now() + opening_time_max);
  if (auto sent = stream.write(request, deadline); !sent) {
    return std::unexpected(failure_of_stream(std::move(sent).error(), Operation::write));
  }
  std::string buffer;
  // As the answer to HEAD, it has no body whatever its fields say.
  http1::ResponseHeadParser parser(0, true);
  std::array<char, 1024> bytes{};
  while (buffer.size() <= answer_bytes_max) {
    const auto size = stream.read(bytes, deadline);
    if (!size) {
      ExchangeFailure failure = failure_of_stream(size.error(), Operation::read);
      if (failure.kind != FailureKind::end_inside_answer) {
        return std::unexpected(std::move(failure));
      }
      failure.kind = FailureKind::end_before_answer;
      return buffer.empty() ? Outcome<void>(std::unexpected(std::move(failure)))
                            : Outcome<void>(failed(parser.end(buffer)));
    }
    buffer.append(bytes.data(), *size);
    auto complete = parser.parse(buffer);
    if (!complete) {
      return failed(std::move(complete).error());
    }
    if (*complete) {
      return judge(parser.head(), buffer);
    }
  }
  return refused("the proxy's answer to CONNECT exceeds " + std::to_string(answer_bytes_max) +
                 " bytes");
}

}  // namespace headroom::protocol::http
