#include "protocol/http1/response_head.h"

#include <algorithm>
#include <charconv>

#include "kit/go_quoted.h"

namespace headroom::protocol::http1 {

namespace {

std::unexpected<Malformed> malformed(std::string text) {
  return std::unexpected(Malformed{.kind = Malformed::Kind::syntax, .text = std::move(text)});
}
std::unexpected<Malformed> malformed(std::string_view what, std::string_view met) {
  return malformed(std::string(what) + " " + kit::go_quoted(met));
}

std::string_view view(const std::string& buffer, Slice slice) {
  return std::string_view(buffer).substr(slice.start, slice.size);
}
std::string_view part(const std::string& buffer, std::size_t start, std::size_t end) {
  return std::string_view(buffer).substr(start, end - start);
}
Slice slice_of(std::size_t start, std::size_t size) {
  return {.start = static_cast<std::uint32_t>(start), .size = static_cast<std::uint32_t>(size)};
}

// As Go's Atoi reads three characters: a sign is a digit less.
int parse_status(std::string_view text) {
  if (text.size() != 3) {
    return -1;
  }
  if (text[0] == '+') {
    text.remove_prefix(1);
  }
  int status = 0;
  const auto [end, error] = std::from_chars(text.begin(), text.end(), status);
  return error == std::errc() && end == text.end() ? status : -1;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// What a field's name may be: a token, but spaces are let pass.
bool is_lenient_name(std::string_view name) {
  while (!name.empty()) {
    const std::size_t space = name.find(' ');
    const std::string_view word = name.substr(0, space);
    if (!word.empty() && !is_token(word)) {
      return false;
    }
    name.remove_prefix(space == std::string_view::npos ? name.size() : space + 1);
  }
  return true;
}

}  // namespace

ResponseHeadParser::ResponseHeadParser(std::size_t start, bool answers_head_request)
    : line_start_(start), scanned_(start), answers_head_request_(answers_head_request) {}

std::expected<bool, Malformed> ResponseHeadParser::parse(std::string& buffer) {
  while (scanned_ < buffer.size()) {
    const std::size_t end = buffer.find('\n', scanned_);
    if (end == std::string::npos) {
      scanned_ = buffer.size();
      return false;
    }
    scanned_ = end + 1;
    const auto complete = parse_line(buffer, end);
    if (!complete || *complete) {
      return complete;
    }
  }
  return false;
}

Malformed ResponseHeadParser::end(std::string& buffer) {
  const std::size_t start = line_start_;
  std::expected<void, Malformed> judged;
  if (!progress_.has_status) {
    if (start < buffer.size()) {
      judged = parse_status_line(part(buffer, start, buffer.size()), start);
    }
  } else if (start < buffer.size()) {
    judged = parse_field_line(buffer, start, buffer.size());
  }
  if (judged) {
    judged = finish_field(buffer);
  }
  return judged ? Malformed{.kind = Malformed::Kind::unexpected_end, .text = "unexpected EOF"}
                : std::move(judged).error();
}

// The line is [line_start_, end); its \n is at `end`.
std::expected<bool, Malformed> ResponseHeadParser::parse_line(std::string& buffer,
                                                              std::size_t end) {
  const std::size_t start = line_start_;
  line_start_ = end + 1;
  const std::size_t content_end = end > start && buffer[end - 1] == '\r' ? end - 1 : end;
  std::expected<void, Malformed> parsed;
  if (!progress_.has_status) {
    parsed = parse_status_line(part(buffer, start, content_end), start);
    progress_.fields_start = end + 1;
  } else if (content_end == start) {
    return finish(buffer, start);
  } else {
    parsed = parse_field_line(buffer, start, content_end);
  }
  if (!parsed) {
    return std::unexpected(std::move(parsed).error());
  }
  return false;
}

std::expected<void, Malformed> ResponseHeadParser::parse_status_line(std::string_view line,
                                                                     std::size_t start) {
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) {
    return malformed("malformed HTTP response", line);
  }
  const std::string_view proto = line.substr(0, space);
  std::string_view text = line.substr(space);
  while (text.starts_with(' ')) {
    text.remove_prefix(1);
  }
  const std::string_view code = text.substr(0, text.find(' '));
  const int status = parse_status(code);
  if (status < 0) {
    return malformed("malformed HTTP status code", code);
  }
  if (proto.size() != 8 || !proto.starts_with("HTTP/") || !is_digit(proto[5]) || proto[6] != '.' ||
      !is_digit(proto[7])) {
    return malformed("malformed HTTP version", proto);
  }
  progress_.has_status = true;
  progress_.major = proto[5] - '0';
  progress_.minor = proto[7] - '0';
  head_.status = status;
  head_.proto = slice_of(start, proto.size());
  head_.status_text =
      slice_of(start + static_cast<std::size_t>(text.data() - line.data()), text.size());
  return {};
}

std::expected<void, Malformed> ResponseHeadParser::parse_field_line(std::string& buffer,
                                                                    std::size_t start,
                                                                    std::size_t end) {
  Progress& progress = progress_;
  const std::string_view line = part(buffer, start, end);
  const bool starts_with_space = line[0] == ' ' || line[0] == '\t';
  if (starts_with_space && progress.pending_end == 0) {
    return malformed("malformed MIME header initial line: " + std::string(line));
  }
  if (starts_with_space) {
    // Spaces over the line break make one line of the two, whatever its length.
    std::fill(buffer.begin() + static_cast<std::ptrdiff_t>(progress.pending_end),
              buffer.begin() + static_cast<std::ptrdiff_t>(start), ' ');
    progress.pending_end = end;
    return {};
  }
  if (auto finished = finish_field(buffer); !finished) {
    return finished;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) {
    return malformed("malformed MIME header: missing colon:", line);
  }
  progress.pending_start = start;
  progress.pending_colon = start + colon;
  progress.pending_end = end;
  return {};
}

std::expected<void, Malformed> ResponseHeadParser::finish_field(const std::string& buffer) {
  if (progress_.pending_end == 0) {
    return {};
  }
  const std::string_view name = part(buffer, progress_.pending_start, progress_.pending_colon);
  if (!is_token(name) && !is_lenient_name(name)) {
    const std::string_view line = part(buffer, progress_.pending_start, progress_.pending_end);
    return malformed("malformed MIME header line: " + std::string(trimmed(line)));
  }
  note_framing(buffer, name);
  return {};
}

void ResponseHeadParser::note_framing(const std::string& buffer, std::string_view name) {
  if (name.size() != 10 && name.size() != 14 && name.size() != 16 && name.size() != 17) {
    return;
  }
  Progress& progress = progress_;
  const std::string_view value =
      trimmed(part(buffer, progress.pending_colon + 1, progress.pending_end));
  const Slice slice =
      slice_of(static_cast<std::size_t>(value.data() - buffer.data()), value.size());
  if (equals_ignoring_case(name, "Connection")) {
    progress.has_close |= contains_token(value, "close");
    progress.has_keep_alive |= contains_token(value, "keep-alive");
  } else if (equals_ignoring_case(name, "Content-Length")) {
    progress.length = progress.length_count++ == 0 ? slice : progress.length;
  } else if (equals_ignoring_case(name, "Transfer-Encoding")) {
    progress.encoding = progress.encoding_count++ == 0 ? slice : progress.encoding;
  }
  head_.sets_cookies |= equals_ignoring_case(name, "Set-Cookie");
  head_.is_coded |= equals_ignoring_case(name, "Content-Encoding");
}

// The blank line came.
std::expected<bool, Malformed> ResponseHeadParser::finish(const std::string& buffer,
                                                          std::size_t fields_end) {
  std::expected<void, Malformed> checked = finish_field(buffer);
  head_.fields = slice_of(progress_.fields_start, fields_end - progress_.fields_start);
  if (checked) {
    checked = read_encoding(buffer);
  }
  if (checked) {
    checked = read_length(buffer);
  }
  if (!checked) {
    return std::unexpected(std::move(checked).error());
  }
  if (head_.status / 100 == 1 && head_.status != 101) {
    head_ = ResponseHead();
    progress_ = Progress();
    return false;
  }
  choose_framing();
  head_.size = static_cast<std::uint32_t>(line_start_);
  return true;
}

bool ResponseHeadParser::is_at_least(int major, int minor) const {
  return progress_.major > major || (progress_.major == major && progress_.minor >= minor);
}

std::expected<void, Malformed> ResponseHeadParser::read_encoding(const std::string& buffer) {
  if (progress_.encoding_count == 0 || !is_at_least(1, 1)) {
    return {};
  }
  if (progress_.encoding_count > 1) {
    return malformed("too many transfer encodings: " + quoted_values(buffer, "Transfer-Encoding"));
  }
  const std::string_view encoding = view(buffer, progress_.encoding);
  if (!equals_ignoring_case(encoding, "chunked")) {
    return malformed("unsupported transfer encoding:", encoding);
  }
  head_.framing = Framing::chunked;
  return {};
}

std::expected<void, Malformed> ResponseHeadParser::read_length(const std::string& buffer) {
  if (progress_.length_count == 0) {
    return {};
  }
  const std::string_view text = view(buffer, progress_.length);
  if (progress_.length_count > 1) {
    for (const Field& field : Fields(view(buffer, head_.fields))) {
      if (equals_ignoring_case(field.name, "Content-Length") && field.value != text) {
        return malformed("http: message cannot contain multiple Content-Length headers; got " +
                         quoted_values(buffer, "Content-Length"));
      }
    }
  }
  if (text.empty()) {
    return malformed("invalid empty Content-Length", text);
  }
  const auto [end, error] = std::from_chars(text.begin(), text.end(), head_.length);
  if (error != std::errc() || end != text.end() || head_.length > INT64_MAX) {
    return malformed("bad Content-Length", text);
  }
  return {};
}

void ResponseHeadParser::choose_framing() {
  const bool is_http11 = is_at_least(1, 1);
  const bool keeps_alive =
      is_at_least(1, 0) && !progress_.has_close && (is_http11 || progress_.has_keep_alive);
  const bool has_no_body =
      answers_head_request_ || head_.status < 200 || head_.status == 204 || head_.status == 304;
  if (has_no_body) {
    head_.framing = Framing::none;
  } else if (head_.framing != Framing::chunked) {
    head_.framing = progress_.length_count > 0 ? Framing::length : Framing::until_close;
  }
  if (head_.framing != Framing::length) {
    head_.length = 0;
  }
  head_.keeps_alive = keeps_alive && head_.framing != Framing::until_close && head_.status >= 200;
}

// ["3" "4"]
std::string ResponseHeadParser::quoted_values(const std::string& buffer,
                                              std::string_view name) const {
  std::string text;
  for (const Field& field : Fields(view(buffer, head_.fields))) {
    if (equals_ignoring_case(field.name, name)) {
      text += (text.empty() ? "[" : " ") + kit::go_quoted(field.value);
    }
  }
  return text + "]";
}

}  // namespace headroom::protocol::http1
