// The answers of the target that are good HTTP, in the manner of httpbin: what
// to say and after what, decided without a connection. Pure; the server waits,
// queues and writes. Refuses what would cost it too much memory or time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kit/time.h"

namespace headroom::target {

inline constexpr std::size_t body_bytes_max = 100'000'000;
inline constexpr kit::Duration delay_max = kit::Duration::seconds(10);

// A request as the answers need it. Views are valid for the call only.
struct Question {
  std::string_view method = "GET";
  std::string_view target = "/";  // path and query as sent
  std::span<const std::pair<std::string_view, std::string_view>> headers;
  std::string_view body;
  std::string_view origin;  // the client's address
  std::string_view scheme = "http";
};

struct Answer {
  int status = 200;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;  // besides type and length
  std::string body;
  // Instead of `body`: so many bytes of noise, which never lie in memory at once.
  std::size_t noise_bytes = 0;
  // Before answering: wait, or take a turn in the queue model (which writes the body).
  kit::Duration delay;
  bool is_work = false;
};

Answer answer_to(const Question& question);

// The fault's name in "/fault/NAME?...", or empty.
std::string_view fault_of(std::string_view target);

}  // namespace headroom::target
