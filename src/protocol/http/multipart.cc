#include "protocol/http/multipart.h"

#include <algorithm>

#include "kit/go_quoted.h"
#include "protocol/http1/field.h"

namespace headroom::protocol::http {

namespace {

constexpr std::size_t boundary_bytes_max = 70;  // RFC 2046
constexpr std::string_view line_end = "\r\n";

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// With the complaints of Go's SetBoundary.
kit::Result<void> check_boundary(std::string_view boundary) {
  if (boundary.empty() || boundary.size() > boundary_bytes_max) {
    return kit::failure("mime: invalid boundary length");
  }
  const bool is_allowed = std::all_of(boundary.begin(), boundary.end(), [](char c) {
    return is_letter_or_digit(c) || std::string_view("'()+_,-./:=? ").find(c) != std::string::npos;
  });
  if (!is_allowed || boundary.ends_with(' ')) {
    return kit::failure("mime: invalid boundary character");
  }
  return {};
}

// What stands between the quotes of a name.
std::string escaped(std::string_view name) {
  std::string out;
  for (const char c : name) {
    switch (c) {
      case '\\': out += "\\\\"; break;
      case '"': out += "\\\""; break;
      case '\r': out += "%0D"; break;
      case '\n': out += "%0A"; break;
      default: out += c;
    }
  }
  return out;
}

// Everything of a part in front of its bytes.
std::string head_of(const FormPart& part, std::string_view boundary) {
  std::string head = "--" + std::string(boundary) + "\r\n";
  head += "Content-Disposition: form-data; name=\"" + escaped(part.name) + "\"";
  if (part.filename) {
    head += "; filename=\"" + escaped(*part.filename) + "\"";
  }
  head += line_end;
  if (!part.content_type.empty()) {
    head += "Content-Type: " + std::string(part.content_type) + "\r\n";
  }
  head += line_end;
  return head;
}

std::string content_type_of(std::string_view boundary) {
  const bool needs_quotes = boundary.find_first_of("()<>@,;:\\\"/[]?= ") != std::string::npos;
  const std::string_view quote = needs_quotes ? "\"" : "";
  std::string text = "multipart/form-data; boundary=";
  text += quote;
  text += boundary;
  text += quote;
  return text;
}

}  // namespace

std::string MultipartBody::random_boundary(kit::Random& random) {
  constexpr std::size_t digit_count = 60;
  std::string boundary;
  while (boundary.size() < digit_count) {
    boundary += "0123456789abcdef"[random.next_below(16)];
  }
  return boundary;
}

kit::Result<MultipartBody> MultipartBody::make(std::span<const FormPart> parts,
                                               std::string_view boundary) {
  if (auto checked = check_boundary(boundary); !checked) {
    return kit::failure_of(checked);
  }
  MultipartBody body;
  std::vector<std::size_t> frame_ends;
  const auto append_frame = [&](std::string_view text) {
    body.frame_.insert(body.frame_.end(), text.begin(), text.end());
  };
  for (const FormPart& part : parts) {
    if (!http1::is_field_value(part.content_type)) {
      return kit::failure("content type " + kit::go_quoted(part.content_type) +
                          ": has characters that no header may have");
    }
    append_frame(frame_ends.empty() ? "" : line_end);
    append_frame(head_of(part, boundary));
    frame_ends.push_back(body.frame_.size());
  }
  append_frame("\r\n--" + std::string(boundary) + "--\r\n");

  const std::string_view frame(body.frame_.data(), body.frame_.size());
  std::size_t start = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    body.pieces_.push_back(frame.substr(start, frame_ends[i] - start));
    body.pieces_.push_back(parts[i].bytes);
    start = frame_ends[i];
  }
  body.pieces_.push_back(frame.substr(start));
  for (const std::string_view piece : body.pieces_) {
    body.size_bytes_ += piece.size();
  }
  body.content_type_ = content_type_of(boundary);
  return body;
}

std::string MultipartBody::joined() const {
  std::string all;
  all.reserve(size_bytes_);
  for (const std::string_view piece : pieces_) {
    all += piece;
  }
  return all;
}

namespace {

// Reads "value; name=token; name="quoted"" from left to right.
class ParameterReader {
 public:
  struct Parameter {
    std::string_view name;
    std::string value;
  };

  explicit ParameterReader(std::string_view text) : rest_(text) {}

  // What stands in front of the parameters.
  std::string_view value() { return http1::trimmed(take_until(";")); }

  // False at the end; see is_malformed().
  bool next(Parameter& parameter) {
    rest_ = http1::trimmed(rest_);
    if (rest_.empty() || is_malformed_) {
      return false;
    }
    is_malformed_ = rest_.front() != ';';
    rest_ = http1::trimmed(rest_.substr(1));
    if (is_malformed_ || rest_.empty()) {
      return false;
    }
    parameter.name = http1::trimmed(take_until("=;"));
    is_malformed_ = !http1::is_token(parameter.name) || !rest_.starts_with('=');
    if (is_malformed_) {
      return false;
    }
    rest_ = http1::trimmed(rest_.substr(1));
    parameter.value =
        rest_.starts_with('"') ? take_quoted() : std::string(http1::trimmed(take_until(";")));
    return !is_malformed_;
  }

  bool is_malformed() const { return is_malformed_; }

 private:
  std::string_view take_until(std::string_view ends) {
    const std::string_view taken = rest_.substr(0, rest_.find_first_of(ends));
    rest_.remove_prefix(taken.size());
    return taken;
  }

  // A backslash escapes only a quote or itself: some browsers send the path of a
  // file, C:\dir\file, as it is.
  std::string take_quoted() {
    std::string text;
    for (std::size_t i = 1; i < rest_.size(); ++i) {
      const bool is_escape =
          rest_[i] == '\\' && i + 1 < rest_.size() && (rest_[i + 1] == '"' || rest_[i + 1] == '\\');
      if (rest_[i] == '"') {
        rest_.remove_prefix(i + 1);
        return text;
      }
      i += is_escape ? 1 : 0;
      text += rest_[i];
    }
    is_malformed_ = true;
    return text;
  }

  std::string_view rest_;
  bool is_malformed_ = false;
};

kit::Result<std::string> boundary_of(std::string_view content_type) {
  ParameterReader reader(content_type);
  if (!http1::equals_ignoring_case(reader.value(), "multipart/form-data")) {
    return kit::failure("content type " + kit::go_quoted(content_type) +
                        " is not multipart/form-data");
  }
  ParameterReader::Parameter parameter;
  while (reader.next(parameter)) {
    if (!http1::equals_ignoring_case(parameter.name, "boundary")) {
      continue;
    }
    if (auto checked = check_boundary(parameter.value); !checked) {
      return kit::failure_of(checked);
    }
    return parameter.value;
  }
  return kit::failure("content type " + kit::go_quoted(content_type) + " names no boundary");
}

class MultipartParser {
 public:
  MultipartParser(std::string_view boundary, std::string_view body, const MultipartLimits& limits)
      : delimiter_("\r\n--" + std::string(boundary)), body_(body), limits_(limits) {}

  kit::Result<std::vector<ReceivedPart>> parse() {
    // The first delimiter has no line before it, except in Go's body of no parts.
    const std::string_view first = std::string_view(delimiter_).substr(line_end.size());
    if (body_.starts_with(delimiter_)) {
      body_.remove_prefix(delimiter_.size());
    } else if (body_.starts_with(first)) {
      body_.remove_prefix(first.size());
    } else {
      return kit::failure("does not start with the boundary");
    }
    std::vector<ReceivedPart> parts;
    while (!body_.starts_with("--")) {
      if (parts.size() == limits_.part_count_max) {
        return kit::failure("more than " + std::to_string(limits_.part_count_max) + " parts");
      }
      auto part = take_part();
      if (!part) {
        return kit::failure_of(part, "part " + std::to_string(parts.size() + 1));
      }
      parts.push_back(std::move(*part));
    }
    const std::string_view end = body_.substr(2);
    if (!end.empty() && end != line_end) {
      return kit::failure("text behind the last boundary");
    }
    return parts;
  }

 private:
  // From behind one boundary to behind the next.
  kit::Result<ReceivedPart> take_part() {
    if (!take_boundary_end()) {
      return kit::failure("text behind the boundary");
    }
    ReceivedPart part;
    if (auto head = take_head(part); !head) {
      return kit::failure_of(head);
    }
    const std::size_t end = find_delimiter();
    if (end == std::string_view::npos) {
      return kit::failure("has no end");
    }
    part.bytes = body_.substr(0, end);
    body_.remove_prefix(end + delimiter_.size());
    return part;
  }

  // Blanks may follow a boundary on its line.
  bool take_boundary_end() {
    const std::size_t size = std::min(body_.find_first_not_of(" \t"), body_.size());
    if (!body_.substr(size).starts_with(line_end)) {
      return false;
    }
    body_.remove_prefix(size + line_end.size());
    return true;
  }

  // Where the content ends: the delimiter may also be the start of a longer line.
  std::size_t find_delimiter() const {
    std::size_t at = body_.find(delimiter_);
    while (at != std::string_view::npos) {
      const std::string_view rest = body_.substr(at + delimiter_.size());
      const std::size_t blanks = std::min(rest.find_first_not_of(" \t"), rest.size());
      if (rest.starts_with("--") || rest.substr(blanks).starts_with(line_end)) {
        return at;
      }
      at = body_.find(delimiter_, at + 1);
    }
    return at;
  }

  kit::Result<void> take_head(ReceivedPart& part) {
    bool has_name = false;
    const std::size_t start_size = body_.size();
    while (true) {
      const std::size_t end = body_.substr(0, limits_.head_bytes_max).find(line_end);
      if (end == std::string_view::npos ||
          start_size - body_.size() + end > limits_.head_bytes_max) {
        return kit::failure("head has no end within " + std::to_string(limits_.head_bytes_max) +
                            " bytes");
      }
      const std::string_view line = body_.substr(0, end);
      body_.remove_prefix(end + line_end.size());
      if (line.empty()) {
        break;
      }
      if (auto read = read_line(line, part, has_name); !read) {
        return read;
      }
    }
    return has_name ? kit::Result<void>() : kit::failure("has no name");
  }

  static kit::Result<void> read_line(std::string_view line, ReceivedPart& part, bool& has_name) {
    const http1::Field field = http1::field_of_line(line);
    if (!http1::is_token(field.name) || !http1::is_field_value(field.value)) {
      return kit::failure("malformed header line " + kit::go_quoted(line));
    }
    if (http1::equals_ignoring_case(field.name, "Content-Type")) {
      part.content_type = field.value;
      return {};
    }
    if (!http1::equals_ignoring_case(field.name, "Content-Disposition")) {
      return {};
    }
    if (has_name) {
      return kit::failure("second Content-Disposition");
    }
    return read_disposition(field.value, part, has_name);
  }

  static kit::Result<void> read_disposition(std::string_view text, ReceivedPart& part,
                                            bool& has_name) {
    ParameterReader reader(text);
    if (!http1::equals_ignoring_case(reader.value(), "form-data")) {
      return kit::failure("Content-Disposition is not form-data");
    }
    ParameterReader::Parameter parameter;
    while (reader.next(parameter)) {
      if (http1::equals_ignoring_case(parameter.name, "name")) {
        part.name = std::move(parameter.value);
        has_name = true;
      } else if (http1::equals_ignoring_case(parameter.name, "filename")) {
        part.filename = std::move(parameter.value);
      }
    }
    return reader.is_malformed()
               ? kit::failure("malformed Content-Disposition " + kit::go_quoted(text))
               : kit::Result<void>();
  }

  std::string delimiter_;  // with the end of the line before it
  std::string_view body_;  // what is left of it
  MultipartLimits limits_;
};

}  // namespace

kit::Result<std::vector<ReceivedPart>> parse_multipart(std::string_view content_type,
                                                       std::string_view body,
                                                       const MultipartLimits& limits) {
  auto boundary = boundary_of(content_type);
  if (!boundary) {
    return kit::failure_of(boundary);
  }
  auto parts = MultipartParser(*boundary, body, limits).parse();
  return parts ? std::move(parts) : kit::failure_of(parts, "multipart body");
}

}  // namespace headroom::protocol::http
