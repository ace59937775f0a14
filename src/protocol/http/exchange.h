// One request and its answer over HTTP/1.1: a session's inner work, with one
// more try when a kept connection turns out to be closed.
#pragma once

#include <memory>
#include <span>

#include "protocol/http/session.h"
#include "protocol/http1/chunked.h"

namespace headroom::protocol::http {

class Exchange {
 public:
  Exchange(Session& session, const PreparedRequest& request, const ExchangeOptions& options,
           Response& response)
      : session_(session), request_(request), options_(options), response_(response) {}

  // Once.
  Outcome<void> run();

 private:
  Outcome<void> run_attempt(bool may_reuse);
  Outcome<void> open(bool may_reuse);
  Outcome<void> send();
  Outcome<void> send_with_body();
  Outcome<void> write(std::string_view bytes);
  // Reads into the worker's scratch; the bytes are valid until the next wait.
  Outcome<std::span<char>> read();
  Outcome<std::size_t> read_into(std::span<char> room);

  Outcome<void> receive();
  Outcome<void> receive_head();
  bool take_known_head();
  Outcome<void> drain_large_head();
  Outcome<void> receive_body();
  Outcome<void> receive_length();
  Outcome<void> receive_in_place();
  Outcome<void> receive_chunked();
  Outcome<void> receive_until_close();
  std::span<char> bytes_after_head();
  Outcome<void> take_after_head(std::size_t size);
  Outcome<void> take_body(std::string_view bytes);
  Outcome<void> count_body(std::size_t size);

  bool may_try_again(const ExchangeFailure& failure) const;
  void note_connection();
  void note_end(bool is_whole);
  void keep_connection();

  Session& session_;
  const PreparedRequest& request_;
  const ExchangeOptions& options_;
  Response& response_;
  std::unique_ptr<net::Transport> transport_;
  bool has_surplus_ = false;  // bytes beyond the answer: not to be used again
  bool was_written_ = false;
  bool has_answer_ = false;  // at least a byte
  // Phases of k6 start and end at these.
  kit::Instant connected_at_;
  kit::Instant written_at_;
  kit::Instant first_byte_at_;
  kit::Instant last_byte_at_;
  std::uint64_t read_before_ = 0;
  std::uint64_t written_before_ = 0;
};

}  // namespace headroom::protocol::http
