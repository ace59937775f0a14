#include "net/internal/socket.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <sys/socket.h>

#include "net/internal/socket_address.h"

namespace headroom::net::internal {

namespace {

// A peer that sends faster than we read would keep the worker for itself.
constexpr std::uint8_t reads_before_yield = 32;

std::unexpected<Failure> failed_by_errno() {
  return std::unexpected<Failure>(failure_of_errno(errno));
}

}  // namespace

Failure failure_of_wake(fiber::Wake wake) {
  if (wake == fiber::Wake::cancelled) {
    return {.kind = FailureKind::cancelled, .error_number = 0, .text = "operation was canceled"};
  }
  return {.kind = FailureKind::timeout, .error_number = 0, .text = "i/o timeout"};
}

Socket::Socket(fiber::Reactor& reactor, kit::FileDescriptor descriptor, Address remote)
    : reactor_(reactor), descriptor_(std::move(descriptor)), remote_(std::move(remote)) {}

Socket::~Socket() {
  if (is_watched_) {
    reactor_.unwatch(descriptor_.get(), watch_);
  }
}

Outcome<void> Socket::start_watching() {
  kit::Result<void> watched = reactor_.watch(descriptor_.get(), watch_);
  if (!watched) {
    return failed(FailureKind::other, watched.error().text());
  }
  is_watched_ = true;
  return {};
}

Outcome<void> Socket::finish_connect(kit::Instant deadline) {
  const fiber::Wake wake = reactor_.wait_writable(watch_, deadline);
  if (wake != fiber::Wake::ready) {
    return std::unexpected<Failure>(failure_of_wake(wake));
  }
  int error_number = 0;
  socklen_t size = sizeof error_number;
  if (getsockopt(descriptor_.get(), SOL_SOCKET, SO_ERROR, &error_number, &size) != 0) {
    return failed_by_errno();
  }
  if (error_number != 0) {
    return std::unexpected<Failure>(failure_of_errno(error_number));
  }
  return {};
}

Outcome<std::size_t> Socket::read(std::span<char> into, kit::Instant deadline) {
  for (;;) {
    if (!watch_.is_readable || reads_without_wait_ >= reads_before_yield) {
      if (watch_.is_readable) {
        reactor_.yield();
      }
      reads_without_wait_ = 0;
      const fiber::Wake wake = reactor_.batch_time() < deadline || !watch_.is_readable
                                   ? reactor_.wait_readable(watch_, deadline)
                                   : fiber::Wake::timeout;
      if (wake != fiber::Wake::ready) {
        return std::unexpected<Failure>(failure_of_wake(wake));
      }
    }
    const ssize_t count = ::recv(descriptor_.get(), into.data(), into.size(), 0);
    if (count > 0) {
      return taken(static_cast<std::size_t>(count), into.size());
    }
    if (count == 0) {
      return failed(FailureKind::closed, "EOF");
    }
    if (errno == EAGAIN) {
      watch_.is_readable = false;
    } else if (errno != EINTR) {
      return failed_by_errno();
    }
  }
}

Outcome<std::size_t> Socket::taken(std::size_t count, std::size_t asked) {
  bytes_read_ += count;
  ++reads_without_wait_;
  if (count < asked && !watch_.is_hung_up) {
    // The kernel has no more, so the next read can wait without trying. Not so
    // at the peer's end, which was announced with these bytes and is not again.
    watch_.is_readable = false;
  }
  return count;
}

Outcome<void> Socket::write(std::string_view bytes, kit::Instant deadline) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(descriptor_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count >= 0) {
      bytes_written_ += static_cast<std::uint64_t>(count);
      bytes.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno == EAGAIN) {
      if (auto waited = wait_writable(deadline); !waited) {
        return waited;
      }
    } else if (errno != EINTR) {
      return failed_by_errno();
    }
  }
  return {};
}

Outcome<void> Socket::wait_writable(kit::Instant deadline) {
  watch_.is_writable = false;
  const fiber::Wake wake = reactor_.wait_writable(watch_, deadline);
  return wake == fiber::Wake::ready
             ? Outcome<void>()
             : Outcome<void>(std::unexpected<Failure>(failure_of_wake(wake)));
}

Outcome<void> Socket::write_pieces(std::span<const std::string_view> pieces,
                                   kit::Instant deadline) {
  constexpr std::size_t pieces_max = 16;  // at a time
  std::size_t skipped = 0;                // bytes of the first piece that are written already
  while (!pieces.empty()) {
    std::array<iovec, pieces_max> vectors{};
    const std::size_t count = std::min(pieces.size(), pieces_max);
    for (std::size_t i = 0; i < count; ++i) {
      const std::string_view rest = pieces[i].substr(i == 0 ? skipped : 0);
      vectors[i] = {.iov_base = const_cast<char*>(rest.data()), .iov_len = rest.size()};
    }
    msghdr message{};
    message.msg_iov = vectors.data();
    message.msg_iovlen = count;
    const ssize_t written = ::sendmsg(descriptor_.get(), &message, MSG_NOSIGNAL);
    if (written < 0 && errno == EAGAIN) {
      if (auto waited = wait_writable(deadline); !waited) {
        return waited;
      }
    } else if (written < 0 && errno != EINTR) {
      return failed_by_errno();
    }
    bytes_written_ += static_cast<std::uint64_t>(std::max<ssize_t>(written, 0));
    skipped += static_cast<std::size_t>(std::max<ssize_t>(written, 0));
    while (!pieces.empty() && skipped >= pieces.front().size()) {
      skipped -= pieces.front().size();
      pieces = pieces.subspan(1);
    }
  }
  return {};
}

void Socket::end_writes() {
  ::shutdown(descriptor_.get(), SHUT_WR);
}

void Socket::reset_on_close() {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  setsockopt(descriptor_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

bool Socket::is_idle_usable() {
  if (!watch_.is_readable) {
    return true;
  }
  char byte = 0;
  if (::recv(descriptor_.get(), &byte, 1, MSG_PEEK) < 0 && errno == EAGAIN) {
    watch_.is_readable = false;
    return true;
  }
  return false;
}

Address Socket::local() const {
  return local_address_of(descriptor_.get());
}

}  // namespace headroom::net::internal
