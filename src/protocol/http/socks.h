// A stream through a SOCKS 5 proxy (RFC 1928), with a user name and password
// (RFC 1929) where the proxy wants them. Names are looked up by the proxy, as Go
// has it of socks5:// and socks5h:// alike.
#pragma once

#include "kit/time.h"
#include "net/transport.h"
#include "protocol/http/failure.h"
#include "protocol/http/proxy.h"

namespace headroom::protocol::http {

// Asks the proxy at the other end of `stream` to connect it with the origin; after
// that the stream is the origin's. Blocks the fiber.
Outcome<void> open_socks_stream(net::Transport& stream, const Proxy& proxy, const Origin& origin,
                                kit::Instant deadline);

}  // namespace headroom::protocol::http
