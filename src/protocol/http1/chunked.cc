#include "protocol/http1/chunked.h"

#include <algorithm>
#include <cstring>

#include "kit/go_quoted.h"

namespace headroom::protocol::http1 {

namespace {

constexpr std::size_t line_bytes_max = 4096;
constexpr std::size_t trailer_bytes_max = 4096;
// Chunks of one byte need five more; what exceeds sixteen a chunk adds up.
constexpr std::int64_t excess_max = std::int64_t{16} << 10;

std::unexpected<Malformed> malformed(std::string text) {
  return std::unexpected(Malformed{.kind = Malformed::Kind::syntax, .text = std::move(text)});
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  const char letter = static_cast<char>(c | 0x20);
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

std::expected<std::uint64_t, Malformed> parse_chunk_size(std::string_view text) {
  if (text.empty()) {
    return malformed("empty hex number for chunk length");
  }
  std::uint64_t size = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int digit = hex_value(text[i]);
    if (digit < 0) {
      return malformed("invalid byte in chunk length");
    }
    if (i == 16) {
      return malformed("http chunk length too large");
    }
    size = size << 4 | static_cast<std::uint64_t>(digit);
  }
  return size;
}

}  // namespace

std::expected<ChunkedDecoder::Progress, Malformed> ChunkedDecoder::decode(std::span<char> bytes) {
  decoded_ = 0;
  std::size_t at = 0;
  while (at < bytes.size() && state_ != State::complete) {
    std::expected<void, Malformed> step;
    if (state_ == State::content) {
      const std::size_t size = std::min<std::uint64_t>(left_, bytes.size() - at);
      std::memmove(bytes.data() + decoded_, bytes.data() + at, size);
      decoded_ += size;
      at += size;
      left_ -= size;
      state_ = left_ == 0 ? State::content_end : State::content;
    } else if (state_ == State::content_end) {
      step = read_content_end(bytes[at++]);
    } else {
      step = read_line(bytes, at);
    }
    if (!step) {
      return std::unexpected(std::move(step).error());
    }
  }
  return Progress{.decoded = decoded_, .consumed = at};
}

Malformed ChunkedDecoder::end() const {
  if (state_ == State::trailer) {
    return {.kind = Malformed::Kind::syntax, .text = "http: unexpected EOF reading trailer"};
  }
  return {.kind = Malformed::Kind::unexpected_end, .text = "unexpected EOF"};
}

std::expected<void, Malformed> ChunkedDecoder::read_content_end(char byte) {
  if (byte != (has_return_ ? '\n' : '\r')) {
    return malformed("malformed chunked encoding");
  }
  if (has_return_) {
    state_ = State::size_line;
  }
  has_return_ = !has_return_;
  return {};
}

std::expected<void, Malformed> ChunkedDecoder::read_line(std::span<const char> bytes,
                                                         std::size_t& at) {
  const std::string_view rest(bytes.data() + at, bytes.size() - at);
  const std::size_t end = rest.find('\n');
  const std::size_t size = end == std::string_view::npos ? rest.size() : end + 1;
  const bool is_trailer = state_ == State::trailer;
  if (is_trailer && trailer_bytes_ + size > trailer_bytes_max) {
    return malformed("http: suspiciously long trailer after chunked body");
  }
  if (line_.size() + size > line_bytes_max) {
    return malformed("header line too long");
  }
  line_.append(rest.substr(0, size));
  at += size;
  trailer_bytes_ += is_trailer ? size : 0;
  if (end == std::string_view::npos) {
    return {};
  }
  auto read = is_trailer ? read_trailer_line() : read_size_line();
  line_.clear();
  return read;
}

std::expected<void, Malformed> ChunkedDecoder::read_size_line() {
  std::string_view line = line_;
  const std::size_t return_at = line.find('\r');
  if (return_at == std::string_view::npos) {
    return malformed("chunked line ends with bare LF");
  }
  if (return_at != line.size() - 2) {
    return malformed("invalid CR in chunked line");
  }
  line.remove_suffix(2);
  excess_ += static_cast<std::int64_t>(line.size()) + 2;
  while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) {
    line.remove_suffix(1);
  }
  const auto size = parse_chunk_size(line.substr(0, line.find(';')));
  if (!size) {
    return std::unexpected(size.error());
  }
  const auto earned = static_cast<std::int64_t>(std::min<std::uint64_t>(*size, excess_max));
  excess_ = std::max<std::int64_t>(0, excess_ - 16 - 2 * earned);
  if (excess_ > excess_max) {
    return malformed("chunked encoding contains too much non-data");
  }
  left_ = *size;
  state_ = left_ == 0 ? State::trailer : State::content;
  return {};
}

std::expected<void, Malformed> ChunkedDecoder::read_trailer_line() {
  std::string_view line = line_;
  line.remove_suffix(1);
  if (line.ends_with('\r')) {
    line.remove_suffix(1);
  }
  if (line.empty()) {
    state_ = State::complete;
  } else if (line.find(':') == std::string_view::npos) {
    return malformed("malformed MIME header: missing colon: " + kit::go_quoted(line));
  }
  return {};
}

}  // namespace headroom::protocol::http1
