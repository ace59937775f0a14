// Reads the head of a response, line by line as bytes come, with the leniency
// and the complaints of Go's net/http. Holds no bytes: it works on the caller's
// buffer, which is hostile.
#pragma once

#include <cstdint>
#include <expected>
#include <string>

#include "protocol/http1/field.h"

namespace headroom::protocol::http1 {

// What is kept of a head; a larger one fails.
inline constexpr std::size_t head_bytes_max = 1 << 20;

struct Malformed {
  enum class Kind : std::uint8_t {
    syntax,         // the text says what
    unexpected_end  // the peer closed too early
  };
  Kind kind = Kind::syntax;
  std::string text;
};

enum class Framing : std::uint8_t { none, length, chunked, until_close };

struct ResponseHead {
  int status = 0;  // 0: not complete
  Framing framing = Framing::none;
  bool keeps_alive = false;
  bool sets_cookies = false;  // has a Set-Cookie field
  bool is_coded = false;      // has a Content-Encoding field
  std::uint64_t length = 0;   // for Framing::length
  std::uint32_t size = 0;     // bytes up to the body
  Slice proto;                // "HTTP/1.1"
  Slice status_text;          // "200 OK"
  Slice fields;
};

class ResponseHeadParser {
 public:
  // `start`: where the head begins in the buffer.
  explicit ResponseHeadParser(std::size_t start = 0, bool answers_head_request = false);

  // Reads on in `buffer`, to which the caller has appended. True: complete.
  // Folded lines are unfolded in place.
  std::expected<bool, Malformed> parse(std::string& buffer);
  // The peer closed: judges the half line, as Go does.
  Malformed end(std::string& buffer);

  const ResponseHead& head() const { return head_; }

 private:
  std::expected<bool, Malformed> parse_line(std::string& buffer, std::size_t end);
  std::expected<void, Malformed> parse_status_line(std::string_view line, std::size_t start);
  std::expected<void, Malformed> parse_field_line(std::string& buffer, std::size_t start,
                                                  std::size_t end);
  // Checks the field before the line being read, now that it cannot be continued.
  std::expected<void, Malformed> finish_field(const std::string& buffer);
  void note_framing(const std::string& buffer, std::string_view name);
  std::expected<bool, Malformed> finish(const std::string& buffer, std::size_t fields_end);
  std::expected<void, Malformed> read_length(const std::string& buffer);
  std::expected<void, Malformed> read_encoding(const std::string& buffer);
  void choose_framing();
  std::string quoted_values(const std::string& buffer, std::string_view name) const;
  bool is_at_least(int major, int minor) const;

  ResponseHead head_;
  std::size_t line_start_;
  std::size_t scanned_;
  bool answers_head_request_;

  // About the head being read; an interim one (1xx) resets it.
  struct Progress {
    bool has_status = false;
    std::size_t fields_start = 0;
    std::size_t pending_start = 0;  // the last field line; the next may continue it
    std::size_t pending_colon = 0;
    std::size_t pending_end = 0;
    Slice length;  // value of the first Content-Length
    Slice encoding;
    std::uint32_t length_count = 0;
    std::uint32_t encoding_count = 0;
    int major = 1;
    int minor = 1;
    bool has_close = false;
    bool has_keep_alive = false;
  };
  Progress progress_;
};

}  // namespace headroom::protocol::http1
