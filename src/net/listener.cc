#include "net/listener.h"

#include <cerrno>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kit/error.h"
#include "net/internal/socket.h"
#include "net/internal/socket_address.h"

namespace headroom::net {

namespace {

using internal::SocketAddress;

// While the process has no file descriptor to spare.
constexpr kit::Duration no_descriptor_pause = kit::Duration::milliseconds(5);

kit::Result<kit::FileDescriptor> open_listening(const Address& address,
                                                const ListenOptions& options) {
  const std::optional<SocketAddress> at = internal::to_socket_address(address);
  if (!at) {
    return kit::failure("not an address to listen on");
  }
  kit::FileDescriptor descriptor(
      ::socket(at->pointer()->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!descriptor.is_open()) {
    return kit::failure(kit::text_of_errno(errno));
  }
  const int yes = 1;
  setsockopt(descriptor.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (options.shares_port) {
    setsockopt(descriptor.get(), SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes);
  }
  if (address.is_ip()) {
    // Accepted sockets inherit it, which saves a system call for each.
    setsockopt(descriptor.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  }
  if (::bind(descriptor.get(), at->pointer(), at->length) != 0 ||
      ::listen(descriptor.get(), options.backlog) != 0) {
    return kit::failure(kit::text_of_errno(errno));
  }
  return descriptor;
}

bool is_passing(int error_number) {
  return error_number == EINTR || error_number == ECONNABORTED || error_number == EPROTO;
}

}  // namespace

kit::Result<std::unique_ptr<Listener>> Listener::listen(fiber::Reactor& reactor,
                                                        const Address& address,
                                                        ListenOptions options) {
  kit::Result<kit::FileDescriptor> descriptor = open_listening(address, options);
  if (!descriptor) {
    return kit::failure_of(descriptor, "listening on " + address.text());
  }
  Address local = address.is_ip() ? internal::local_address_of(descriptor->get()) : address;
  std::unique_ptr<Listener> listener(
      new Listener(reactor, std::move(*descriptor), std::move(local)));
  kit::Result<void> watched = reactor.watch(listener->descriptor_.get(), listener->watch_);
  if (!watched) {
    listener->descriptor_.reset();
    return kit::failure_of(watched, "listening on " + address.text());
  }
  return listener;
}

Listener::Listener(fiber::Reactor& reactor, kit::FileDescriptor descriptor, Address local)
    : reactor_(reactor), descriptor_(std::move(descriptor)), local_(std::move(local)) {}

Listener::~Listener() {
  if (!descriptor_.is_open()) {
    return;
  }
  reactor_.unwatch(descriptor_.get(), watch_);
  if (local_.family() == Address::Family::unix_path) {
    ::unlink(local_.path().c_str());
  }
}

Outcome<std::unique_ptr<Transport>> Listener::accept(kit::Instant deadline) {
  for (;;) {
    fiber::Wake wake = reactor_.wait_readable(watch_, deadline);
    if (wake != fiber::Wake::ready) {
      return std::unexpected<Failure>(internal::failure_of_wake(wake));
    }
    SocketAddress remote;
    remote.length = sizeof remote.storage;
    kit::FileDescriptor descriptor(::accept4(descriptor_.get(), remote.pointer(), &remote.length,
                                             SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (descriptor.is_open()) {
      auto socket = std::make_unique<internal::Socket>(
          reactor_, std::move(descriptor),
          internal::from_socket_address(remote.pointer(), remote.length));
      if (Outcome<void> watched = socket->start_watching(); !watched) {
        return failed(watched);
      }
      return socket;
    }
    const Failure failure = failure_of_errno(errno);
    if (failure.error_number == EAGAIN) {
      watch_.is_readable = false;
    } else if (failure.kind == FailureKind::too_many_files) {
      wake = reactor_.sleep(no_descriptor_pause);
    } else if (!is_passing(failure.error_number)) {
      return std::unexpected<Failure>(failure);
    }
  }
}

}  // namespace headroom::net
