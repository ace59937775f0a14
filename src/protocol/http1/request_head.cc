#include "protocol/http1/request_head.h"

#include <algorithm>
#include <charconv>

namespace headroom::protocol::http1 {

namespace {

constexpr int bad_request = 400;
constexpr int head_too_large = 431;
constexpr int unknown_encoding = 501;
constexpr int unknown_version = 505;

Slice slice_of(std::string_view bytes, std::string_view part) {
  return {.start = static_cast<std::uint32_t>(part.data() - bytes.data()),
          .size = static_cast<std::uint32_t>(part.size())};
}

// Takes a line off the front, without its end.
std::string_view take_line(std::string_view& bytes) {
  const std::size_t end = bytes.find('\n');
  std::string_view line = bytes.substr(0, end);
  bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
  if (line.ends_with('\r')) {
    line.remove_suffix(1);
  }
  return line;
}

// The size of the head with its blank line; 0 when that has not come.
std::size_t find_head_end(std::string_view bytes, std::size_t& scanned) {
  while (true) {
    const std::size_t line_end = bytes.find('\n', scanned);
    if (line_end == std::string_view::npos || line_end + 1 == bytes.size()) {
      // Look again at this line's end when more has come.
      scanned = line_end == std::string_view::npos ? bytes.size() : line_end;
      return 0;
    }
    if (bytes[line_end + 1] == '\n') {
      return line_end + 2;
    }
    if (bytes[line_end + 1] == '\r') {
      if (line_end + 2 == bytes.size()) {
        scanned = line_end;
        return 0;
      }
      if (bytes[line_end + 2] == '\n') {
        return line_end + 3;
      }
    }
    scanned = line_end + 1;
  }
}

std::expected<void, int> parse_request_line(std::string_view bytes, std::string_view line,
                                            RequestHead& head) {
  const std::size_t method_end = line.find(' ');
  const std::size_t target_end = line.rfind(' ');
  if (method_end == std::string_view::npos || target_end <= method_end + 1) {
    return std::unexpected(bad_request);
  }
  const std::string_view method = line.substr(0, method_end);
  const std::string_view target = line.substr(method_end + 1, target_end - method_end - 1);
  const std::string_view version = line.substr(target_end + 1);
  if (!is_token(method) || !is_field_value(target) || target.find(' ') != std::string_view::npos) {
    return std::unexpected(bad_request);
  }
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    return std::unexpected(version.starts_with("HTTP/") ? unknown_version : bad_request);
  }
  head.method = slice_of(bytes, method);
  head.target = slice_of(bytes, target);
  head.is_http10 = version == "HTTP/1.0";
  head.keeps_alive = !head.is_http10;
  return {};
}

// What the fields say together.
struct Seen {
  bool has_host = false;
  bool has_length = false;
};

std::expected<void, int> read_length(std::string_view value, Seen& seen, RequestHead& head) {
  std::uint64_t length = 0;
  const auto [end, error] = std::from_chars(value.begin(), value.end(), length);
  if (error != std::errc() || end != value.end() || (seen.has_length && length != head.length)) {
    return std::unexpected(bad_request);
  }
  seen.has_length = true;
  head.length = length;
  return {};
}

std::expected<void, int> read_field(const Field& field, Seen& seen, RequestHead& head) {
  if (equals_ignoring_case(field.name, "Host")) {
    seen.has_host = true;
  } else if (equals_ignoring_case(field.name, "Content-Length")) {
    return read_length(field.value, seen, head);
  } else if (equals_ignoring_case(field.name, "Transfer-Encoding")) {
    if (!equals_ignoring_case(field.value, "chunked") || head.framing == Framing::chunked) {
      return std::unexpected(unknown_encoding);
    }
    head.framing = Framing::chunked;
  } else if (equals_ignoring_case(field.name, "Connection")) {
    if (contains_token(field.value, "close")) {
      head.keeps_alive = false;
    } else if (contains_token(field.value, "keep-alive")) {
      head.keeps_alive = true;
    }
  } else if (equals_ignoring_case(field.name, "Expect")) {
    head.expects_continue = equals_ignoring_case(field.value, "100-continue");
  }
  return {};
}

std::expected<void, int> parse_fields(std::string_view lines, RequestHead& head) {
  Seen seen;
  while (!lines.empty()) {
    const std::string_view line = take_line(lines);
    if (line.empty()) {
      break;
    }
    const Field field = field_of_line(line);
    const bool starts_with_space = line[0] == ' ' || line[0] == '\t';
    if (starts_with_space || !is_token(field.name) || !is_field_value(field.value)) {
      return std::unexpected(bad_request);
    }
    if (auto read = read_field(field, seen, head); !read) {
      return read;
    }
  }
  const bool is_ambiguous = seen.has_length && head.framing == Framing::chunked;
  if (is_ambiguous || (!seen.has_host && !head.is_http10)) {
    return std::unexpected(bad_request);
  }
  if (seen.has_length) {
    head.framing = Framing::length;
  }
  return {};
}

}  // namespace

std::expected<bool, int> parse_request_head(std::string_view bytes, std::size_t& scanned,
                                            RequestHead& head) {
  const std::size_t size = find_head_end(bytes, scanned);
  if (std::max(size, size == 0 ? bytes.size() : 0) > request_head_bytes_max) {
    return std::unexpected(head_too_large);
  }
  if (size == 0) {
    return false;
  }
  head = RequestHead();
  head.size = static_cast<std::uint32_t>(size);
  std::string_view rest = bytes.substr(0, size);
  auto parsed = parse_request_line(bytes, take_line(rest), head);
  if (parsed) {
    head.fields = slice_of(bytes, rest);
    parsed = parse_fields(rest, head);
  }
  if (!parsed) {
    return std::unexpected(parsed.error());
  }
  return true;
}

}  // namespace headroom::protocol::http1
