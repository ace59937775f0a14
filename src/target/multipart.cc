#include "target/multipart.h"

#include <optional>

#include "protocol/http1/field.h"

namespace headroom::target {

namespace {

namespace http1 = protocol::http1;

// RFC 2046 allows 70 characters.
constexpr std::size_t boundary_bytes_max = 200;

// A quoted string at the start of `text`, without quotes and escapes; `text`
// goes on behind it.
std::string take_quoted(std::string_view& text) {
  std::string plain;
  text.remove_prefix(1);
  while (!text.empty() && text.front() != '"') {
    if (text.front() == '\\' && text.size() > 1) {
      text.remove_prefix(1);
    }
    plain += text.front();
    text.remove_prefix(1);
  }
  text.remove_prefix(text.empty() ? 0 : 1);
  return plain;
}

// The value of `name` in "form-data; name=\"a\"; filename=b".
std::optional<std::string> parameter_of(std::string_view value, std::string_view name) {
  std::size_t semicolon = value.find(';');
  while (semicolon != value.npos) {
    value.remove_prefix(semicolon + 1);
    const std::size_t end = value.find_first_of("=;");
    const std::string_view key = http1::trimmed(value.substr(0, end));
    std::string text;
    if (end != value.npos && value[end] == '=') {
      value = http1::trimmed(value.substr(end + 1));
      text = value.starts_with('"') ? take_quoted(value)
                                    : std::string(http1::trimmed(value.substr(0, value.find(';'))));
    }
    if (http1::equals_ignoring_case(key, name)) {
      return text;
    }
    semicolon = value.find(';');
  }
  return std::nullopt;
}

// None when `text` is no part: it lacks the blank line or its name.
std::optional<Part> part_of(std::string_view text) {
  const std::size_t end = text.find("\r\n\r\n");
  if (end == text.npos) {
    return std::nullopt;
  }
  const http1::Fields fields(text.substr(0, end));
  const std::string_view disposition = fields.find("content-disposition").value_or("");
  auto name = parameter_of(disposition, "name");
  if (!name) {
    return std::nullopt;
  }
  return Part{.name = std::move(*name),
              .content_type = std::string(fields.find("content-type").value_or("")),
              .content = text.substr(end + 4),
              .is_file = parameter_of(disposition, "filename").has_value()};
}

}  // namespace

bool is_multipart(std::string_view content_type) {
  const std::string_view type = http1::trimmed(content_type.substr(0, content_type.find(';')));
  return http1::equals_ignoring_case(type, "multipart/form-data");
}

std::vector<Part> parts_of(std::string_view content_type, std::string_view body) {
  std::vector<Part> parts;
  const auto boundary = parameter_of(content_type, "boundary");
  if (!boundary || boundary->empty() || boundary->size() > boundary_bytes_max) {
    return parts;
  }
  const std::string opening = "--" + *boundary;
  const std::string delimiter = "\r\n" + opening;
  std::size_t start = body.starts_with(opening) ? 0 : body.find(delimiter);
  start = start == 0 ? opening.size() : start == body.npos ? start : start + delimiter.size();
  while (start != body.npos && parts.size() < parts_max) {
    std::string_view rest = body.substr(start);
    const std::size_t end = rest.find(delimiter);
    if (rest.starts_with("--") || !rest.starts_with("\r\n") || end == rest.npos) {
      break;
    }
    auto part = part_of(rest.substr(2, end < 2 ? 0 : end - 2));
    if (!part) {
      break;
    }
    parts.push_back(std::move(*part));
    start += end + delimiter.size();
  }
  return parts;
}

}  // namespace headroom::target
