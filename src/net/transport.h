// One byte stream between two ends: TCP, a Unix socket, TLS over either, or an
// in-memory pipe. The code above reads like blocking code; only the fiber waits.
// Belongs to one reactor's thread. It buffers nothing: the caller brings memory.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "kit/time.h"
#include "net/address.h"
#include "net/failure.h"

namespace headroom::fiber {
class Reactor;
}

namespace headroom::net {

struct TlsFacts;

class Transport {
 public:
  Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  virtual ~Transport() = default;  // closes

  // At least one byte, or FailureKind::closed at the peer's end. Bytes are taken
  // after the fiber's wait and without another one, so `into` may be memory
  // that all fibers of the worker share.
  virtual Outcome<std::size_t> read(std::span<char> into, kit::Instant deadline) = 0;
  // All of it, or a failure; `bytes` must stay until it returns, also across waits.
  virtual Outcome<void> write(std::string_view bytes, kit::Instant deadline) = 0;
  // The same for bytes that lie apart; a stream of the system takes them all in one call.
  virtual Outcome<void> write_pieces(std::span<const std::string_view> pieces,
                                     kit::Instant deadline) {
    for (const std::string_view piece : pieces) {
      if (auto written = write(piece, deadline); !written) {
        return written;
      }
    }
    return {};
  }
  // Tells the peer that no more will be written; reading goes on.
  virtual void end_writes() = 0;
  // Makes the coming close abrupt: the peer sees a reset instead of an end.
  virtual void reset_on_close() = 0;

  // When the reactor saw the bytes of the last read; another fiber that ran in
  // between does not make it later.
  virtual kit::Instant ready_at() const = 0;
  // May a kept connection be used again? False when the peer closed it or sent
  // something unasked. Costs no system call while nothing has happened.
  virtual bool is_idle_usable() = 0;

  // Including TLS records and the handshake.
  virtual std::uint64_t wire_bytes_read() const = 0;
  virtual std::uint64_t wire_bytes_written() const = 0;
  // Null for a stream without TLS.
  virtual const TlsFacts* tls() const { return nullptr; }
  virtual Address remote() const = 0;
  virtual Address local() const = 0;
  virtual fiber::Reactor& reactor() const = 0;
};

struct DialOptions {
  // An IP address to call from; its port is ignored. No family: the kernel chooses.
  Address local = {};
};

// Connects over TCP (without Nagle's delay) or a Unix socket. A deadline passed
// is FailureKind::timeout. For a fiber of `reactor`.
Outcome<std::unique_ptr<Transport>> dial(fiber::Reactor& reactor, const Address& address,
                                         kit::Instant deadline, const DialOptions& options = {});

}  // namespace headroom::net
