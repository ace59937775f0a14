#include "net/internal/dns_channel.h"

#include <array>
#include <cerrno>
#include <utility>

#include <ares.h>
#include <sys/epoll.h>

#include "net/internal/socket_address.h"

namespace headroom::net::internal {

struct DnsChannel::Query {
  DnsChannel& channel;
  std::function<void(Answer)> take;
};

namespace {

std::unexpected<Failure> failed_lookup(int status) {
  switch (status) {
    case ARES_ENOTFOUND:
    case ARES_ENODATA:
    case ARES_EBADNAME: return failed(FailureKind::no_such_host, "no such host");
    case ARES_ETIMEOUT: return failed(FailureKind::dns, "i/o timeout");
    case ARES_ECONNREFUSED:  // also when all servers say that they failed
    case ARES_ESERVFAIL: return failed(FailureKind::dns, "server misbehaving");
    case ARES_ECANCELLED:
    case ARES_EDESTRUCTION: return failed(FailureKind::cancelled, "operation was canceled");
    default: return failed(FailureKind::dns, ares_strerror(status));
  }
}

std::vector<Address> addresses_of(const ares_addrinfo& result) {
  std::vector<Address> addresses;
  for (const ares_addrinfo_node* node = result.nodes; node != nullptr; node = node->ai_next) {
    Address address = from_socket_address(node->ai_addr, node->ai_addrlen);
    address.set_port(0);
    addresses.push_back(std::move(address));
  }
  return addresses;
}

int family_of(AddressPolicy policy) {
  switch (policy) {
    case AddressPolicy::only_ipv4: return AF_INET;
    case AddressPolicy::only_ipv6: return AF_INET6;
    default: return AF_UNSPEC;
  }
}

}  // namespace

DnsChannel::DnsChannel(fiber::Reactor& reactor, const ResolverOptions& options)
    : reactor_(reactor), options_(options) {}

DnsChannel::~DnsChannel() {
  close();
}

void DnsChannel::cancel() {
  if (channel_ != nullptr) {
    ares_cancel(channel_);
  }
  if (server_ != nullptr) {
    reactor_.wake(*server_);
  }
}

void DnsChannel::close() {
  if (channel_ != nullptr) {
    ares_destroy(std::exchange(channel_, nullptr));  // ends the queries and closes the sockets
  }
  if (sockets_.is_open()) {
    reactor_.unwatch(sockets_.get(), watch_);
    sockets_.reset();
  }
  if (server_ != nullptr) {
    reactor_.wake(*server_);
  }
}

Outcome<void> DnsChannel::open() {
  sockets_ = kit::FileDescriptor(epoll_create1(EPOLL_CLOEXEC));
  if (!sockets_.is_open()) {
    return std::unexpected<Failure>(failure_of_errno(errno));
  }
  // Only DNS: the hosts file has been looked at by the resolver.
  char lookups[] = "b";
  ares_options settings{};
  settings.lookups = lookups;
  settings.sock_state_cb = &on_socket;
  settings.sock_state_cb_data = this;
  int mask = ARES_OPT_LOOKUPS | ARES_OPT_SOCK_STATE_CB;
  if (options_.try_timeout > kit::Duration()) {
    settings.timeout = static_cast<int>(options_.try_timeout.in_milliseconds());
    mask |= ARES_OPT_TIMEOUTMS;
  }
  if (options_.tries > 0) {
    settings.tries = options_.tries;
    mask |= ARES_OPT_TRIES;
  }
  int status = ares_init_options(&channel_, &settings, mask);
  std::string servers;
  for (const std::string& server : options_.servers) {
    servers += (servers.empty() ? "" : ",") + server;
  }
  if (status == ARES_SUCCESS && !servers.empty()) {
    status = ares_set_servers_ports_csv(channel_, servers.c_str());
  }
  if (status != ARES_SUCCESS) {
    return failed_lookup(status);
  }
  watch_ = {};
  if (kit::Result<void> watched = reactor_.watch(sockets_.get(), watch_); !watched) {
    return failed(FailureKind::dns, watched.error().text());
  }
  return {};
}

void DnsChannel::query(const std::string& name, std::function<void(Answer)> take) {
  if (channel_ == nullptr) {
    if (Outcome<void> opened = open(); !opened) {
      close();
      take(failed(opened));
      return;
    }
  }
  ares_addrinfo_hints hints{};
  hints.ai_family = family_of(options_.policy);
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = ARES_AI_NOSORT;  // sorting by RFC 6724 would open a socket for each address
  ++open_count_;
  auto query = std::make_unique<Query>(Query{.channel = *this, .take = std::move(take)});
  reactor_.on_worker_stack([&] {
    ares_getaddrinfo(channel_, name.c_str(), nullptr, &hints, &on_answer, query.release());
  });
  if (server_ != nullptr) {
    reactor_.wake(*server_);  // its time-out may be an earlier one now
  } else if (open_count_ > 0) {
    server_ = &reactor_.spawn([self = shared_from_this()] { self->serve(); });
  }
}

void DnsChannel::on_answer(void* query, int status, int timeouts, ares_addrinfo* result) {
  static_cast<void>(timeouts);
  const std::unique_ptr<Query> owned(static_cast<Query*>(query));
  --owned->channel.open_count_;
  if (status == ARES_SUCCESS && result->nodes != nullptr) {
    owned->take(addresses_of(*result));
  } else {
    owned->take(failed_lookup(status == ARES_SUCCESS ? ARES_ENODATA : status));
  }
  if (result != nullptr) {
    ares_freeaddrinfo(result);
  }
}

void DnsChannel::on_socket(void* self, int descriptor, int readable, int writable) {
  const int sockets = static_cast<DnsChannel*>(self)->sockets_.get();
  if (readable == 0 && writable == 0) {
    epoll_ctl(sockets, EPOLL_CTL_DEL, descriptor, nullptr);
    return;
  }
  epoll_event event{};
  event.events = (readable != 0 ? EPOLLIN : 0U) | (writable != 0 ? EPOLLOUT : 0U);
  event.data.fd = descriptor;
  if (epoll_ctl(sockets, EPOLL_CTL_MOD, descriptor, &event) != 0 && errno == ENOENT) {
    epoll_ctl(sockets, EPOLL_CTL_ADD, descriptor, &event);
  }
}

// The fiber: runs while a query is out.
void DnsChannel::serve() {
  while (open_count_ > 0 && channel_ != nullptr) {
    fiber::Wake wake = fiber::Wake::ready;
    if (!watch_.is_readable) {
      // Not wait_readable(): a new query or close() must end this wait too.
      watch_.reader = &reactor_.current();
      wake = reactor_.suspend(next_timeout());
      watch_.reader = nullptr;
    }
    if (channel_ == nullptr) {
      break;
    }
    if (wake == fiber::Wake::cancelled) {
      ares_cancel(channel_);  // the reactor is being emptied
      break;
    }
    if (open_count_ == 0) {
      break;
    }
    reactor_.on_worker_stack([this] { drain(); });
  }
  server_ = nullptr;
}

void DnsChannel::drain() {
  watch_.is_readable = false;
  for (;;) {
    std::array<epoll_event, 16> events{};
    const int count = epoll_wait(sockets_.get(), events.data(), events.size(), 0);
    // Without an event it still is time for c-ares to look at its time-outs.
    if (count <= 0) {
      ares_process_fd(channel_, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
      return;
    }
    for (int i = 0; i < count; ++i) {
      const epoll_event& event = events[static_cast<std::size_t>(i)];
      const bool is_readable = (event.events & (EPOLLIN | EPOLLERR | EPOLLHUP)) != 0;
      const bool is_writable = (event.events & EPOLLOUT) != 0;
      ares_process_fd(channel_, is_readable ? event.data.fd : ARES_SOCKET_BAD,
                      is_writable ? event.data.fd : ARES_SOCKET_BAD);
    }
  }
}

kit::Instant DnsChannel::next_timeout() const {
  timeval left{};
  if (ares_timeout(channel_, nullptr, &left) == nullptr) {
    return kit::Instant::never();
  }
  return reactor_.now() + kit::Duration::seconds(left.tv_sec) +
         kit::Duration::microseconds(left.tv_usec);
}

}  // namespace headroom::net::internal
