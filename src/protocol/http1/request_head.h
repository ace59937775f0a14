// Reads the head of a request for the small server: strict, bounded, and blind
// to what a target or a field means. Clients are hostile.
#pragma once

#include <cstdint>
#include <expected>
#include <string>

#include "protocol/http1/field.h"
#include "protocol/http1/response_head.h"

namespace headroom::protocol::http1 {

struct RequestHead {
  Slice method;
  Slice target;
  Slice fields;
  Framing framing = Framing::none;  // none, length or chunked
  std::uint64_t length = 0;
  std::uint32_t size = 0;  // bytes up to the body
  bool is_http10 = false;
  bool keeps_alive = true;
  bool expects_continue = false;
};

// The error is the status to answer with.
inline constexpr std::size_t request_head_bytes_max = std::size_t{64} << 10;

// Parses when `bytes` holds a whole head (false: not yet). `scanned` is where to
// look on, 0 at first.
std::expected<bool, int> parse_request_head(std::string_view bytes, std::size_t& scanned,
                                            RequestHead& head);

}  // namespace headroom::protocol::http1
