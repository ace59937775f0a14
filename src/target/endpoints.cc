#include "target/endpoints.h"

#include <algorithm>
#include <array>
#include <optional>

#include "kit/json_text.h"
#include "kit/number.h"
#include "target/fault.h"

namespace headroom::target {

namespace {

constexpr std::string_view front_page = R"(<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>headroom target</title></head>
<body>
<h1>headroom target</h1>
<p>A server to load. It answers:</p>
<ul>
<li><a href="/get">/get</a>, /post, /put, /patch, /delete, /anything: the request as JSON</li>
<li><a href="/json">/json</a>: a small JSON document</li>
<li><a href="/work">/work</a>: simulated work of a few servers with one queue</li>
<li><a href="/delay/0.1">/delay/SECONDS</a>: the same as /get, later</li>
<li><a href="/status/404">/status/CODE</a>: that status</li>
<li><a href="/bytes/1000">/bytes/COUNT</a>: so many bytes</li>
<li><a href="/fault">/fault/NAME</a>: answers that break HTTP</li>
</ul>
</body>
</html>
)";

constexpr std::string_view small_json =
    R"({"status":"ok","items":[{"id":1,"name":"one","price":1.5},{"id":2,"name":"two","price":2.25},)"
    R"({"id":3,"name":"three","price":3}],"total":3})"
    "\n";

int hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  const int lower = c | 0x20;
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// "a%20b+c" to "a b c"; a % that starts no escape stays.
std::string decoded(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool has_escape = text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
                            hex_value(text[i + 2]) >= 0;
    if (has_escape) {
      plain += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      plain += text[i] == '+' ? ' ' : text[i];
    }
  }
  return plain;
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs pairs_of_form(std::string_view form) {
  Pairs pairs;
  while (!form.empty()) {
    const std::size_t end = form.find('&');
    const std::string_view field = form.substr(0, end);
    form.remove_prefix(end == form.npos ? form.size() : end + 1);
    if (!field.empty()) {
      const std::size_t equals = field.find('=');
      pairs.emplace_back(decoded(field.substr(0, equals)),
                         equals == field.npos ? "" : decoded(field.substr(equals + 1)));
    }
  }
  return pairs;
}

// A JSON object; of repeated names the values become an array, as in httpbin.
std::string json_object(Pairs pairs) {
  std::ranges::stable_sort(pairs, {}, &Pairs::value_type::first);
  std::string json = "{";
  for (auto first = pairs.begin(); first != pairs.end();) {
    const auto last = std::find_if(first, pairs.end(),
                                   [&](const auto& pair) { return pair.first != first->first; });
    std::string values;
    for (auto pair = first; pair != last; ++pair) {
      values += (values.empty() ? "" : ",") + kit::json_string(pair->second);
    }
    json += json.size() > 1 ? "," : "";
    json += kit::json_string(first->first) + ":";
    json += last - first > 1 ? "[" + values + "]" : values;
    first = last;
  }
  return json + "}";
}

bool is_same_name(std::string_view left, std::string_view right) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
  return std::ranges::equal(left, right, {}, lower, lower);
}

std::string_view header_of(const Question& question, std::string_view name) {
  for (const auto& [key, value] : question.headers) {
    if (is_same_name(key, name)) {
      return value;
    }
  }
  return "";
}

// The request as JSON; with what was in its body unless it can have none.
std::string echo(const Question& question, bool has_body) {
  const std::size_t mark = question.target.find('?');
  const std::string_view query =
      mark == question.target.npos ? "" : question.target.substr(mark + 1);
  Pairs headers;
  for (const auto& [key, value] : question.headers) {
    headers.emplace_back(key, value);
  }
  std::string json = "{\"args\":" + json_object(pairs_of_form(query));
  if (has_body) {
    const bool is_form =
        header_of(question, "content-type").starts_with("application/x-www-form-urlencoded");
    json += ",\"data\":" + kit::json_string(is_form ? "" : question.body);
    json += ",\"form\":" + json_object(is_form ? pairs_of_form(question.body) : Pairs());
  }
  json += ",\"headers\":" + json_object(std::move(headers));
  json += ",\"method\":" + kit::json_string(question.method);
  json += ",\"origin\":" + kit::json_string(question.origin);
  json += ",\"url\":" +
          kit::json_string(std::string(question.scheme) + "://" +
                           std::string(header_of(question, "host")) + std::string(question.target));
  return json + "}\n";
}

Answer refusal(int status, const std::string& text) {
  return {.status = status, .content_type = "text/plain; charset=utf-8", .body = text + "\n"};
}

Answer delayed_answer(const Question& question, std::string_view seconds) {
  const auto value = kit::parse_decimal(seconds);
  if (!value || *value < 0) {
    return refusal(400, "write /delay/SECONDS, for example /delay/0.5");
  }
  return {.body = echo(question, false),
          .delay = std::min(kit::Duration::from_seconds(*value), delay_max)};
}

Answer status_answer(std::string_view code) {
  const auto status = kit::parse_integer(code);
  if (!status || *status < 200 || *status > 599) {
    return refusal(400, "write /status/CODE with a code from 200 to 599");
  }
  Answer answer{.status = static_cast<int>(*status), .content_type = ""};
  constexpr std::array redirects{301, 302, 303, 307, 308};
  if (std::ranges::find(redirects, answer.status) != redirects.end()) {
    answer.headers.emplace_back("Location", "/get");
  }
  return answer;
}

Answer bytes_answer(std::string_view count) {
  const auto bytes = kit::parse_integer(count);
  if (!bytes || *bytes < 0 || static_cast<std::uint64_t>(*bytes) > body_bytes_max) {
    return refusal(400, "write /bytes/COUNT with at most " + std::to_string(body_bytes_max));
  }
  return {.content_type = "application/octet-stream",
          .noise_bytes = static_cast<std::size_t>(*bytes)};
}

Answer fault_list() {
  std::string names;
  for (const std::string_view name : fault_names()) {
    names += "/fault/" + std::string(name) + "\n";
  }
  return {.content_type = "text/plain; charset=utf-8", .body = names};
}

// The rest of the path after `prefix`, when it has one.
std::optional<std::string_view> after(std::string_view path, std::string_view prefix) {
  return path.starts_with(prefix) ? std::optional(path.substr(prefix.size())) : std::nullopt;
}

std::string_view path_of(std::string_view target) {
  return target.substr(0, target.find('?'));
}

struct Echo {
  std::string_view path;
  std::string_view method;
};
constexpr std::array echoes{Echo{"/get", "GET"}, Echo{"/post", "POST"}, Echo{"/put", "PUT"},
                            Echo{"/patch", "PATCH"}, Echo{"/delete", "DELETE"}};

// None when the path is none of the echoing ones.
std::optional<Answer> echo_answer(const Question& question, std::string_view path) {
  if (path == "/anything" || path.starts_with("/anything/")) {
    return Answer{.body = echo(question, true)};
  }
  const auto* const found = std::ranges::find(echoes, path, &Echo::path);
  if (found == echoes.end()) {
    return std::nullopt;
  }
  const bool is_allowed = question.method == found->method || question.method == "OPTIONS" ||
                          (found->method == "GET" && question.method == "HEAD");
  if (!is_allowed) {
    Answer answer = refusal(405, std::string(path) + " takes " + std::string(found->method));
    answer.headers.emplace_back("Allow", found->method);
    return answer;
  }
  return Answer{.body = echo(question, found->method != "GET")};
}

}  // namespace

Answer answer_to(const Question& question) {
  const std::string_view path = path_of(question.target);
  if (auto answer = echo_answer(question, path)) {
    return std::move(*answer);
  }
  if (path == "/") {
    return {.content_type = "text/html; charset=utf-8", .body = std::string(front_page)};
  }
  if (path == "/json") {
    return {.body = std::string(small_json)};
  }
  if (path == "/work") {
    return {.is_work = true};
  }
  if (path == "/fault") {
    return fault_list();
  }
  if (const auto seconds = after(path, "/delay/")) {
    return delayed_answer(question, *seconds);
  }
  if (const auto code = after(path, "/status/")) {
    return status_answer(*code);
  }
  if (const auto count = after(path, "/bytes/")) {
    return bytes_answer(*count);
  }
  if (after(path, "/fault/")) {
    return refusal(404, "no such fault: /fault lists them");
  }
  return refusal(404, "nothing here: / lists what there is");
}

std::string_view fault_of(std::string_view target) {
  return after(path_of(target), "/fault/").value_or("");
}

}  // namespace headroom::target
