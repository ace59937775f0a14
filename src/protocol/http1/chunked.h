// Decodes a chunked body as bytes come, with the limits and complaints of Go's
// net/http. Trailers are checked and dropped. The bytes are hostile.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>

#include "protocol/http1/response_head.h"

namespace headroom::protocol::http1 {

class ChunkedDecoder {
 public:
  struct Progress {
    std::size_t decoded = 0;   // bytes of the body, now at the front
    std::size_t consumed = 0;  // bytes read; fewer than given only at the end
  };

  // Decodes in place. After an error, too, `decoded()` bytes are at the front.
  std::expected<Progress, Malformed> decode(std::span<char> bytes);
  std::size_t decoded() const { return decoded_; }
  bool is_complete() const { return state_ == State::complete; }
  // The peer closed before the end.
  Malformed end() const;

 private:
  enum class State : std::uint8_t { size_line, content, content_end, trailer, complete };

  std::expected<void, Malformed> read_content_end(char byte);
  // Takes the rest of a line from `at` on; acts when it is whole.
  std::expected<void, Malformed> read_line(std::span<const char> bytes, std::size_t& at);
  std::expected<void, Malformed> read_size_line();
  std::expected<void, Malformed> read_trailer_line();

  State state_ = State::size_line;
  std::uint64_t left_ = 0;   // of this chunk
  std::int64_t excess_ = 0;  // overhead beyond what honest senders need
  std::size_t decoded_ = 0;
  std::size_t trailer_bytes_ = 0;
  bool has_return_ = false;  // of the \r\n after a chunk
  std::string line_;         // the part of a line that came
};

}  // namespace headroom::protocol::http1
