// What the target says to one question, and after what: decided without a
// connection. The server waits, queues and writes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kit/time.h"

namespace headroom::target {

inline constexpr std::string_view json_type = "application/json";
inline constexpr std::string_view html_type = "text/html; charset=utf-8";
inline constexpr std::string_view text_type = "text/plain; charset=utf-8";
inline constexpr std::string_view bytes_type = "application/octet-stream";

// A body that comes in pieces and never lies in memory at once.
struct Stream {
  std::uint64_t piece_count = 0;
  // Appends piece `index` to `piece`, which is empty. Called in order.
  std::function<void(std::uint64_t index, std::string& piece)> write_piece;
  std::optional<std::uint64_t> length;  // all pieces together; unknown: sent in chunks
  kit::Duration pause;                  // between pieces
};

struct Answer {
  int status = 200;
  std::string_view content_type = json_type;                 // static text; empty: no such field
  std::vector<std::pair<std::string, std::string>> headers;  // besides type and length
  std::string body;
  // Instead of `body`: pieces, or so many bytes of the server's noise.
  std::optional<Stream> stream;
  std::size_t noise_bytes = 0;
  // Before answering: wait, or take a turn in the queue model (which writes the body).
  kit::Duration delay;
  bool is_work = false;
};

Answer json_answer(std::string body);
Answer html_answer(std::string body);
// A status and one line of text that says how to ask instead.
Answer refusal(int status, std::string_view text);
// 302 with a few words for who does not follow.
Answer redirect_answer(std::string location);

}  // namespace headroom::target
