// A stream through an HTTP proxy: CONNECT and its answer (RFC 9110, 9.3.6).
#pragma once

#include <string_view>

#include "kit/time.h"
#include "net/transport.h"
#include "protocol/http/failure.h"
#include "protocol/http/message.h"

namespace headroom::protocol::http {

// Asks the proxy at the other end of `stream` to connect it with the origin; after
// that the stream is the origin's. Blocks the fiber, a minute at most, which is Go's limit.
// `authorization` may be empty.
Outcome<void> open_tunnel(net::Transport& stream, const Origin& origin,
                          std::string_view authorization, kit::Instant deadline);

}  // namespace headroom::protocol::http
