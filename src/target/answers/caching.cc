#include "target/answers/caching.h"

#include <algorithm>
#include <array>

#include "kit/random.h"
#include "protocol/http1/field.h"
#include "target/answers/echo.h"
#include "target/http_date.h"
#include "target/uuid.h"

namespace headroom::target {

namespace {

namespace http1 = protocol::http1;

// Is the tag, or *, among those of the list: W/"a", "b", c?
bool lists_tag(std::string_view list, std::string_view tag) {
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    std::string_view listed = http1::trimmed(list.substr(0, comma));
    list.remove_prefix(comma == list.npos ? list.size() : comma + 1);
    listed.remove_prefix(listed.starts_with("W/") ? 2 : 0);
    if (listed.size() >= 2 && listed.starts_with('"') && listed.ends_with('"')) {
      listed = listed.substr(1, listed.size() - 2);
    }
    if (listed == tag || listed == "*") {
      return true;
    }
  }
  return false;
}

// What would end or stretch our own answer, and is better had from /fault.
bool is_framing(std::string_view name) {
  constexpr std::array<std::string_view, 5> names{"content-length", "transfer-encoding",
                                                  "connection", "content-encoding", "upgrade"};
  return std::ranges::any_of(
      names, [name](std::string_view known) { return http1::equals_ignoring_case(known, name); });
}

// The JSON has its own length in it, so the length is tried until it is right.
std::string json_with_length(Pairs fields) {
  const std::size_t place = fields.size();
  fields.emplace_back("Content-Length", "");
  std::string json;
  std::size_t length = 0;
  do {
    length = json.size();
    fields[place].second = std::to_string(length);
    json = pairs_json(fields) + "\n";
  } while (json.size() != length);
  return json;
}

}  // namespace

Answer cache_answer(const Question& question, const PathValues& values) {
  if (header_of(question, "if-modified-since") || header_of(question, "if-none-match")) {
    return {.status = 304, .content_type = ""};
  }
  Answer answer = get_answer(question, values);
  kit::Random random(question.seed);
  answer.headers.emplace_back("Last-Modified", http_date(question.now));
  answer.headers.emplace_back("ETag", random_hex(random));
  return answer;
}

Answer cache_control_answer(const Question& question, const PathValues& values) {
  const auto seconds = parse_count(values[0]);
  if (!seconds) {
    return refusal(404, "write /cache/SECONDS, for example /cache/60");
  }
  Answer answer = get_answer(question, values);
  answer.headers.emplace_back("Cache-Control", "public, max-age=" + std::to_string(*seconds));
  return answer;
}

Answer etag_answer(const Question& question, const PathValues& values) {
  std::string tag = percent_decoded(values[0]);
  if (!http1::is_field_value(tag)) {
    return refusal(400, "an ETag is text without control characters");
  }
  const auto unwanted = header_of(question, "if-none-match");
  const auto wanted = header_of(question, "if-match");
  Answer answer;
  if (unwanted && lists_tag(*unwanted, tag)) {
    answer = {.status = 304, .content_type = ""};
  } else if (!unwanted && wanted && !lists_tag(*wanted, tag)) {
    return {.status = 412, .content_type = html_type};
  } else {
    answer = get_answer(question, values);
  }
  answer.headers.emplace_back("ETag", std::move(tag));
  return answer;
}

Answer response_headers_answer(const Question& question, const PathValues&) {
  Pairs fields = arguments_of(question);
  for (const auto& [name, value] : fields) {
    if (!http1::is_token(name) || !http1::is_field_value(value) || is_framing(name)) {
      return refusal(400,
                     "write /response-headers?Name=value, with names that do not frame the "
                     "answer (/fault has answers that are framed wrongly)");
    }
  }
  Answer answer;
  answer.headers = fields;
  fields.emplace(fields.begin(), "Content-Type", json_type);
  answer.body = json_with_length(std::move(fields));
  return answer;
}

}  // namespace headroom::target
