#include "protocol/http/connector.h"

#include <algorithm>

#include "fiber/reactor.h"

namespace headroom::protocol::http {

namespace {

// How long one attempt to connect may take, as k6's dialer has it.
constexpr kit::Duration dial_time_max = kit::Duration::seconds(30);

}  // namespace

Outcome<std::unique_ptr<net::Transport>> NetworkConnector::connect(const Origin& origin,
                                                                   kit::Instant deadline,
                                                                   ConnectTimings& timings) {
  auto stream = dial(origin, deadline, timings);
  if (!stream || !origin.is_tls) {
    return stream;
  }
  const kit::Instant started = reactor_.now();
  auto secured = net::start_tls(std::move(*stream), tls_, origin.host, deadline);
  timings.tls_handshaking = reactor_.now() - started;
  if (!secured) {
    ExchangeFailure failure = failure_of_stream(std::move(secured).error(), Operation::read);
    if (failure.kind == FailureKind::end_inside_answer) {
      failure.kind = FailureKind::end_before_answer;
    }
    return std::unexpected(std::move(failure));
  }
  return std::move(*secured);
}

Outcome<std::unique_ptr<net::Transport>> NetworkConnector::dial(const Origin& origin,
                                                                kit::Instant deadline,
                                                                ConnectTimings& timings) {
  const kit::Instant dial_deadline = std::min(deadline, reactor_.now() + dial_time_max);
  auto addresses = resolver_.resolve(origin.host, origin.port, dial_deadline);
  net::Outcome<std::unique_ptr<net::Transport>> stream;
  if (!addresses) {
    stream = net::failed(addresses);
  } else {
    const kit::Instant started = reactor_.now();
    for (const net::Address& address : *addresses) {
      stream = net::dial(reactor_, address, dial_deadline);
      const bool is_final = stream || stream.error().kind == net::FailureKind::timeout ||
                            stream.error().kind == net::FailureKind::cancelled;
      if (is_final) {
        break;
      }
    }
    timings.connecting = reactor_.now() - started;
  }
  if (stream) {
    return std::move(*stream);
  }
  ExchangeFailure failure = failure_of_dial(std::move(stream).error());
  if (failure.kind == FailureKind::dial_timeout && dial_deadline == deadline) {
    failure.kind = FailureKind::timeout;
  }
  return std::unexpected(std::move(failure));
}

}  // namespace headroom::protocol::http
