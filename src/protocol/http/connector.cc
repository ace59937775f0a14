#include "protocol/http/connector.h"

#include <algorithm>
#include <optional>

#include "fiber/reactor.h"
#include "net/destination_rules.h"
#include "protocol/http/proxy.h"
#include "protocol/http/socks.h"
#include "protocol/http/tunnel.h"

namespace headroom::protocol::http {

namespace {

// How long one attempt to connect may take, as k6's dialer has it.
constexpr kit::Duration dial_time_max = kit::Duration::seconds(30);

std::unexpected<ExchangeFailure> blocked(FailureKind kind, std::string detail) {
  return std::unexpected(ExchangeFailure{
      .kind = kind, .operation = Operation::dial, .error_number = 0, .detail = std::move(detail)});
}

// As Go says it of a proxy: "proxyconnect tcp: dial tcp 127.0.0.1:1: connect: connection refused".
ExchangeFailure failure_of_proxy(ExchangeFailure failure, const Origin& proxy) {
  if (failure.kind == FailureKind::timeout || failure.kind == FailureKind::cancelled) {
    return failure;
  }
  const std::string place = place_of(proxy);
  std::string cause;
  switch (failure.kind) {
    case FailureKind::no_such_host:
    case FailureKind::lookup_failed: cause = "lookup " + proxy.host + ": " + failure.detail; break;
    case FailureKind::dial_timeout: cause = "dial tcp " + place + ": i/o timeout"; break;
    case FailureKind::dial_refused:
    case FailureKind::dial_failed:
    case FailureKind::too_many_files:
    case FailureKind::no_local_port:
      cause = "dial tcp " + place + ": connect: " + failure.detail;
      break;
    default: cause = cause_of(failure);
  }
  return {.kind = FailureKind::proxy_unreachable,
          .operation = Operation::dial,
          .error_number = failure.error_number,
          .detail = "proxyconnect tcp: " + cause};
}

}  // namespace

const Proxy* Connector::proxy_of_requests(const Origin& origin) const {
  static_cast<void>(origin);
  return nullptr;
}

struct NetworkConnector::Call {
  kit::Instant deadline;
  ConnectTimings& timings;
  const ConnectSettings& settings;
};

const Proxy* NetworkConnector::proxy_for(const Origin& origin) const {
  return options_.proxies == nullptr ? nullptr : options_.proxies->proxy_for(origin);
}

const Proxy* NetworkConnector::proxy_of_requests(const Origin& origin) const {
  const Proxy* proxy = origin.is_tls ? nullptr : proxy_for(origin);
  return proxy != nullptr && proxy->kind == ProxyKind::http ? proxy : nullptr;
}

Outcome<std::unique_ptr<net::Transport>> NetworkConnector::connect(
    const Origin& origin, kit::Instant deadline, ConnectTimings& timings,
    const ConnectSettings& settings) {
  if (options_.proxies != nullptr && !options_.proxies->refusal_for(origin).empty()) {
    return std::unexpected(
        ExchangeFailure{.kind = FailureKind::proxy_refused,
                        .operation = Operation::none,
                        .error_number = 0,
                        .detail = std::string(options_.proxies->refusal_for(origin))});
  }
  Call call{.deadline = deadline, .timings = timings, .settings = settings};
  const Proxy* proxy = proxy_for(origin);
  auto stream = proxy == nullptr ? dial(origin, call) : dial_proxy(*proxy, call);
  if (stream && proxy != nullptr) {
    if (auto led = lead_to(origin, *proxy, **stream, deadline); !led) {
      return std::unexpected(std::move(led).error());
    }
  }
  if (!stream || !origin.is_tls) {
    return stream;
  }
  return secure(std::move(*stream), tls_, origin, call);
}

// From the proxy on, unless it is to get the requests whole.
Outcome<void> NetworkConnector::lead_to(const Origin& origin, const Proxy& proxy,
                                        net::Transport& stream, kit::Instant deadline) {
  if (proxy.kind == ProxyKind::socks) {
    return open_socks_stream(stream, proxy, origin, deadline);
  }
  if (!origin.is_tls) {
    return {};
  }
  return open_tunnel(stream, origin, proxy.authorization, deadline);
}

Outcome<std::unique_ptr<net::Transport>> NetworkConnector::dial_proxy(const Proxy& proxy,
                                                                      Call& call) {
  auto stream = dial(proxy.origin, call);
  if (stream && proxy.origin.is_tls) {
    if (proxy_tls_ == nullptr) {
      proxy_tls_ = tls_.for_another_worker();
    }
    stream = secure(std::move(*stream), *proxy_tls_, proxy.origin, call);
  }
  if (!stream) {
    return std::unexpected(failure_of_proxy(std::move(stream).error(), proxy.origin));
  }
  return stream;
}

Outcome<std::unique_ptr<net::Transport>> NetworkConnector::secure(
    std::unique_ptr<net::Transport> stream, net::TlsClientContext& context, const Origin& origin,
    Call& call) {
  const kit::Instant started = reactor_.now();
  const net::TlsPeer peer{
      .host = origin.host, .port = origin.port, .sessions = call.settings.tls_sessions};
  auto secured = net::start_tls(std::move(stream), context, peer, call.deadline);
  // Of a handshake with a proxy and one through it, k6 tells the first.
  if (call.timings.tls_handshaking == kit::Duration()) {
    call.timings.tls_handshaking = reactor_.now() - started;
  }
  if (!secured) {
    ExchangeFailure failure = failure_of_stream(std::move(secured).error(), Operation::read);
    if (failure.kind == FailureKind::end_inside_answer) {
      failure.kind = FailureKind::end_before_answer;
    }
    return std::unexpected(std::move(failure));
  }
  return std::move(*secured);
}

Outcome<std::unique_ptr<net::Transport>> NetworkConnector::dial(const Origin& origin, Call& call) {
  const kit::Instant dial_deadline = std::min(call.deadline, reactor_.now() + dial_time_max);
  Outcome<net::Address> address = address_of(origin, dial_deadline);
  Outcome<std::unique_ptr<net::Transport>> result;
  if (address) {
    const kit::Instant started = reactor_.now();
    auto stream = net::dial(reactor_, *address, dial_deadline, {.local = call.settings.local});
    call.timings.connecting = reactor_.now() - started;
    if (stream) {
      return std::move(*stream);
    }
    result = std::unexpected(failure_of_dial(std::move(stream).error()));
  } else {
    result = std::unexpected(std::move(address).error());
  }
  if (result.error().kind == FailureKind::dial_timeout && dial_deadline == call.deadline) {
    result.error().kind = FailureKind::timeout;
  }
  return result;
}

// One address, as k6 has it: that it does not answer is for the test to see, so no
// other is tried.
Outcome<net::Address> NetworkConnector::address_of(const Origin& origin, kit::Instant deadline) {
  const net::DestinationRules* rules = options_.destinations;
  if (rules != nullptr) {
    if (const net::HostPattern* pattern = rules->blocking_pattern(origin.host)) {
      return blocked(
          FailureKind::host_blocked,
          "hostname (" + origin.host + ") is in a blocked pattern (" + pattern->text() + ")");
    }
  }
  std::optional<net::Address> address =
      rules == nullptr ? std::nullopt : rules->override_of(origin.host, origin.port);
  if (!address) {
    auto resolved = resolver_.resolve_one(origin.host, origin.port, deadline);
    if (!resolved) {
      return std::unexpected(failure_of_dial(std::move(resolved).error()));
    }
    address = *resolved;
  }
  address = address->unmapped();  // to be called, forbidden and reported as what it is
  if (rules != nullptr) {
    if (const net::IpRange* range = rules->blocking_range(*address)) {
      return blocked(
          FailureKind::address_blocked,
          "IP (" + address->ip() + ") is in a blacklisted range (" + range->text() + ")");
    }
  }
  return *address;
}

}  // namespace headroom::protocol::http
