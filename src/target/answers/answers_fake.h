// For tests of endpoints: asks the target as a client would, without a connection.
#pragma once

#include "target/endpoints.h"

namespace headroom::target {

using Headers = std::vector<std::pair<std::string_view, std::string_view>>;

inline Answer get(std::string_view target, const Headers& headers = {}) {
  return answer_to(
      {.target = target, .headers = headers, .origin = "127.0.0.1", .now = {}, .seed = 1});
}

inline Answer post(std::string_view target, std::string_view body, const Headers& headers = {}) {
  return answer_to({.method = "POST",
                    .target = target,
                    .headers = headers,
                    .body = body,
                    .origin = "127.0.0.1"});
}

// The values of all fields of that name, in order.
inline std::vector<std::string> fields_of(const Answer& answer, std::string_view name) {
  std::vector<std::string> values;
  for (const auto& [key, value] : answer.headers) {
    if (key == name) {
      values.push_back(value);
    }
  }
  return values;
}

inline std::string field_of(const Answer& answer, std::string_view name) {
  const auto values = fields_of(answer, name);
  return values.size() == 1 ? values.front() : "(" + std::to_string(values.size()) + " fields)";
}

// The body, also of one that comes in pieces.
inline std::string body_of(const Answer& answer) {
  std::string body = answer.body;
  for (std::uint64_t i = 0; answer.stream && i < answer.stream->piece_count; ++i) {
    std::string piece;
    answer.stream->write_piece(i, piece);
    body += piece;
  }
  return body;
}

}  // namespace headroom::target
