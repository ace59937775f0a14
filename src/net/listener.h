// Waits for connections on a TCP port or a Unix socket. Belongs to one reactor's thread.
#pragma once

#include <memory>

#include "fiber/reactor.h"
#include "kit/file_descriptor.h"
#include "kit/result.h"
#include "net/transport.h"

namespace headroom::net {

struct ListenOptions {
  int backlog = 4096;
  bool shares_port = false;  // several listeners (one per worker) on one port
};

class Listener {
 public:
  // A Unix socket's file must not exist; it is removed when the listener goes.
  static kit::Result<std::unique_ptr<Listener>> listen(fiber::Reactor& reactor,
                                                       const Address& address,
                                                       ListenOptions options = {});
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  // The address in truth: with the port that the kernel chose for port 0.
  Address local() const { return local_; }
  // The next connection. Blocks the fiber; cancel it to end an accept loop.
  Outcome<std::unique_ptr<Transport>> accept(kit::Instant deadline = kit::Instant::never());

 private:
  Listener(fiber::Reactor& reactor, kit::FileDescriptor descriptor, Address local);

  fiber::Reactor& reactor_;
  kit::FileDescriptor descriptor_;
  fiber::Watch watch_;
  Address local_;
};

}  // namespace headroom::net
