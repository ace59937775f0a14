#include "target/answers/echo.h"

#include <algorithm>

#include "document/json.h"
#include "kit/base64.h"
#include "kit/number.h"
#include "protocol/http/multipart.h"
#include "protocol/http1/field.h"
#include "target/json_object.h"
#include "target/limits.h"

namespace headroom::target {

namespace {

namespace http1 = protocol::http1;

constexpr std::uint64_t stream_lines_max = 100;
constexpr std::size_t json_bytes_max = std::size_t{1} << 20;

// Text as it is; other bytes as a data URL, since JSON has no bytes.
std::string text_or_data_url(std::string_view bytes, std::string_view content_type = bytes_type) {
  if (kit::is_utf8(bytes)) {
    return std::string(bytes);
  }
  return "data:" + std::string(content_type) + ";base64," + kit::base64_encoded(bytes);
}

struct BodyMembers {
  std::string data;
  Pairs files;
  Pairs form;
  bool is_form = false;
};

BodyMembers members_of_parts(std::string_view content_type, std::string_view body) {
  BodyMembers members{.is_form = true};
  const auto parts = protocol::http::parse_multipart(content_type, body);
  if (!parts) {
    return members;  // httpbin shows none either when the body is not what it claims to be
  }
  for (const protocol::http::ReceivedPart& part : *parts) {
    if (part.filename) {
      const std::string_view type =
          part.content_type.empty() ? bytes_type : std::string_view(part.content_type);
      members.files.emplace_back(part.name, text_or_data_url(part.bytes, type));
    } else {
      members.form.emplace_back(part.name, part.bytes);
    }
  }
  return members;
}

BodyMembers members_of_body(const Question& question) {
  const std::string_view type = header_of(question, "content-type").value_or("");
  if (type.starts_with("multipart/form-data")) {
    return members_of_parts(type, question.body);
  }
  if (type.starts_with("application/x-www-form-urlencoded")) {
    return {.form = pairs_of_form(question.body), .is_form = true};
  }
  return {.data = text_or_data_url(question.body)};
}

// The body as JSON when it is that, which stays as it was written; else null.
// A long one is not looked at: it would take many times its size in memory.
std::string_view json_of_body(const Question& question, bool is_form) {
  constexpr std::string_view starts = "{[\"-0123456789tfn";
  const std::size_t start = question.body.find_first_not_of(" \t\r\n");
  const bool may_be_json = !is_form && question.body.size() <= json_bytes_max &&
                           start != question.body.npos &&
                           starts.find(question.body[start]) != starts.npos;
  return may_be_json && document::parse_json(question.body) ? question.body : "null";
}

struct NamedHeader {
  std::string name;
  std::string_view value;
};

}  // namespace

std::string headers_json(const Question& question) {
  std::vector<NamedHeader> headers;
  headers.reserve(question.headers.size());
  for (const auto& [name, value] : question.headers) {
    headers.emplace_back(http1::canonical_name(name), value);
  }
  std::ranges::stable_sort(headers, {}, &NamedHeader::name);
  JsonObject json;
  for (std::size_t i = 0; i < headers.size();) {
    const std::string& name = headers[i].name;
    if (i + 1 == headers.size() || headers[i + 1].name != name) {
      json.add(name, headers[i++].value);
      continue;
    }
    std::string joined;
    const std::size_t first = i;
    for (; i < headers.size() && headers[i].name == name; ++i) {
      joined.append(i == first ? "" : ",").append(headers[i].value);
    }
    json.add(name, joined);
  }
  return std::move(json).text();
}

std::string pairs_json(const Pairs& pairs) {
  if (pairs.empty()) {
    return "{}";
  }
  std::vector<const Pairs::value_type*> sorted;
  sorted.reserve(pairs.size());
  for (const auto& pair : pairs) {
    sorted.push_back(&pair);
  }
  std::ranges::stable_sort(sorted, {}, [](const auto* pair) { return pair->first; });
  JsonObject json;
  for (auto first = sorted.begin(); first != sorted.end();) {
    const std::string& name = (*first)->first;
    const auto last =
        std::find_if(first, sorted.end(), [&](const auto* pair) { return pair->first != name; });
    std::string& text = json.add_name(name);
    const bool is_repeated = last - first > 1;
    text += is_repeated ? "[" : "";
    for (auto pair = first; pair != last; ++pair) {
      text += pair == first ? "" : ",";
      kit::append_json_string(text, (*pair)->second);
    }
    text += is_repeated ? "]" : "";
    first = last;
  }
  return std::move(json).text();
}

std::string echo_of(const Question& question, EchoMembers members) {
  constexpr std::size_t usual_bytes = 1000;
  JsonObject json;
  json.reserve(usual_bytes + question.body.size());
  json.add_json("args", pairs_json(arguments_of(question)));
  BodyMembers body;
  if (members.has_body) {
    body = members_of_body(question);
    json.add("data", body.data);
    json.add_json("files", pairs_json(body.files));
    json.add_json("form", pairs_json(body.form));
  }
  json.add_json("headers", headers_json(question));
  if (members.has_json) {
    json.add_json("json", json_of_body(question, body.is_form));
  }
  if (members.has_method) {
    json.add("method", question.method);
  }
  json.add("origin", origin_of(question));
  json.add("url", url_of(question, question.target));
  return std::move(json).text();
}

Answer get_answer(const Question& question, const PathValues&) {
  return json_answer(echo_of(question) += '\n');
}

Answer body_answer(const Question& question, const PathValues&) {
  return json_answer(echo_of(question, {.has_body = true, .has_json = true}) += '\n');
}

Answer anything_answer(const Question& question, const PathValues&) {
  return json_answer(echo_of(question, {.has_body = true, .has_json = true, .has_method = true}) +=
                     '\n');
}

Answer delay_answer(const Question& question, const PathValues& values) {
  const auto seconds = kit::parse_decimal(values[0]);
  if (!seconds || *seconds < 0) {
    return refusal(400, "write /delay/SECONDS, for example /delay/0.5");
  }
  Answer answer = json_answer(echo_of(question, {.has_body = true}) += '\n');
  answer.delay = std::min(kit::Duration::from_seconds(*seconds), delay_max);
  return answer;
}

Answer headers_answer(const Question& question, const PathValues&) {
  JsonObject json;
  json.add_json("headers", headers_json(question));
  return json_answer(std::move(json).line());
}

Answer ip_answer(const Question& question, const PathValues&) {
  JsonObject json;
  json.add("origin", origin_of(question));
  return json_answer(std::move(json).line());
}

Answer user_agent_answer(const Question& question, const PathValues&) {
  const auto agent = header_of(question, "user-agent");
  JsonObject json;
  json.add_json("user-agent", agent ? kit::json_string(*agent) : "null");
  return json_answer(std::move(json).line());
}

Answer stream_answer(const Question& question, const PathValues& values) {
  const auto count = parse_count(values[0]);
  if (!count) {
    return refusal(404, "write /stream/LINES, for example /stream/3");
  }
  std::string line = echo_of(question);
  line.pop_back();
  Answer answer;
  answer.stream =
      Stream{.piece_count = std::min(*count, stream_lines_max),
             .write_piece = [line = std::move(line)](std::uint64_t index, std::string& piece) {
               piece.append(line).append(",\"id\":").append(std::to_string(index)).append("}\n");
             }};
  return answer;
}

}  // namespace headroom::target
