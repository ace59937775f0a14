// Two transports joined in memory: what one writes the other reads. The twin of
// TCP for tests, on a simulated reactor too. Both ends belong to one reactor.
#pragma once

#include <memory>
#include <utility>

#include "kit/time.h"
#include "net/transport.h"

namespace headroom::net {

struct PipeOptions {
  kit::Duration latency = {};  // from a write until its bytes, or the end, can be read
  std::size_t capacity_bytes = 256UL * 1024;  // a writer waits while so much is unread
};

std::pair<std::unique_ptr<Transport>, std::unique_ptr<Transport>> make_pipe(
    fiber::Reactor& reactor, PipeOptions options = {});

}  // namespace headroom::net
