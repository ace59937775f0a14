#include <cerrno>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "kit/time.h"
#include "net/internal/socket.h"
#include "net/internal/socket_address.h"
#include "net/transport.h"

namespace headroom::net {

namespace {

using internal::SocketAddress;

// How long to let a Unix listener with a full queue take one out.
constexpr kit::Duration full_queue_pause = kit::Duration::milliseconds(1);

std::unexpected<Failure> failed_by_errno() {
  return std::unexpected<Failure>(failure_of_errno(errno));
}

Outcome<void> bind_locally(int descriptor, Address local) {
  const int yes = 1;
  // The kernel may then use a local port for many peers, as without bind().
  setsockopt(descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
  local.set_port(0);
  const std::optional<SocketAddress> from = internal::to_socket_address(local);
  if (!from || ::bind(descriptor, from->pointer(), from->length) != 0) {
    return failed_by_errno();
  }
  return {};
}

Outcome<kit::FileDescriptor> open_socket(const Address& address, const DialOptions& options) {
  int domain = AF_UNIX;
  if (address.is_ip()) {
    domain = address.family() == Address::Family::ipv4 ? AF_INET : AF_INET6;
  }
  kit::FileDescriptor descriptor(::socket(domain, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!descriptor.is_open()) {
    return failed_by_errno();
  }
  if (address.is_ip()) {
    const int yes = 1;
    setsockopt(descriptor.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  }
  if (options.local.is_ip()) {
    if (options.local.family() != address.family()) {
      return failed(FailureKind::other,
                    "address " + options.local.text() + ": no suitable address found");
    }
    if (Outcome<void> bound = bind_locally(descriptor.get(), options.local); !bound) {
      return failed(bound);
    }
  }
  return descriptor;
}

// True when the connection stands, false when it is in progress.
Outcome<bool> connect_socket(fiber::Reactor& reactor, int descriptor, const SocketAddress& to,
                             kit::Instant deadline) {
  for (;;) {
    if (::connect(descriptor, to.pointer(), to.length) == 0) {
      return true;
    }
    if (errno == EINPROGRESS) {
      return false;
    }
    if (errno != EINTR && (errno != EAGAIN || to.pointer()->sa_family != AF_UNIX)) {
      return failed_by_errno();
    }
    const kit::Instant now = reactor.now();
    const fiber::Wake wake =
        now < deadline ? reactor.sleep_until(now + full_queue_pause) : fiber::Wake::timeout;
    if (wake == fiber::Wake::cancelled || now >= deadline) {
      return std::unexpected<Failure>(internal::failure_of_wake(wake));
    }
  }
}

}  // namespace

Outcome<std::unique_ptr<Transport>> dial(fiber::Reactor& reactor, const Address& address,
                                         kit::Instant deadline, const DialOptions& options) {
  const std::optional<SocketAddress> to = internal::to_socket_address(address);
  if (!to) {
    return failed(FailureKind::other, "invalid address");
  }
  Outcome<kit::FileDescriptor> descriptor = open_socket(address, options);
  if (!descriptor) {
    return failed(descriptor);
  }
  const Outcome<bool> connected = connect_socket(reactor, descriptor->get(), *to, deadline);
  if (!connected) {
    return std::unexpected<Failure>(connected.error());
  }
  auto socket = std::make_unique<internal::Socket>(reactor, std::move(*descriptor), address);
  if (Outcome<void> watched = socket->start_watching(); !watched) {
    return failed(watched);
  }
  if (!*connected) {
    if (Outcome<void> finished = socket->finish_connect(deadline); !finished) {
      return failed(finished);
    }
  }
  return socket;
}

}  // namespace headroom::net
