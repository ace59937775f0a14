#include "target/endpoint_pages.h"

#include "target/endpoint_table.h"
#include "target/fault.h"
#include "target/tls_fault.h"

namespace headroom::target {

namespace {

constexpr std::string_view html_head = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>headroom target</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
td { border-top: 1px solid #ccc; padding: .3rem .8rem .3rem 0; vertical-align: top }
td:first-child { white-space: nowrap }
</style>
</head>
<body>
<h1>headroom target</h1>
<p>A server to load. It answers as <a href="https://httpbin.org">httpbin</a> does, works behind a
queue whose delays are known, and breaks HTTP when asked to.</p>
)";

constexpr std::string_view markdown_head = R"(# The endpoints of headroom target

`headroom target` answers as [httpbin](https://httpbin.org) does, works behind a queue whose delays
are known, and breaks HTTP when asked to. `/` shows these tables on a running target. In a path,
capitals stand for what you choose and brackets for what may be left out.

- An endpoint of GET answers HEAD too, without the body; every endpoint answers OPTIONS, with
  `Allow` and what a browser's preflight asks for. Other methods get 405.
- JSON has httpbin's members, sorted, on one line. Bytes that are no text stand in it as
  `data:application/octet-stream;base64,...`.
- What is random comes from `--seed`: one seed, one sequence of statuses, identifiers and bytes.
)";

constexpr std::string_view markdown_differences = R"(
## Where it differs from httpbin

- `/bytes` and `/stream-bytes` give up to 100,000,000 bytes, not 102,400. A seed gives the same
  bytes again, but not those of Python's generator.
- `/headers` and the rest show all fields that arrived: there is no proxy in front whose own would
  have to be hidden.
- `/image` takes `Accept: */*` for PNG.
- `/zstd` is one coding more.
- `/digest-auth` compares the user and the realm too, and takes a `uri` with its query.
- `/response-headers` refuses fields that frame the message, such as `Content-Length`: `/fault` has
  answers that are framed wrongly.
- Redirects by status go for 308 as for 307. Codes below 200 are refused: they are no final answers.
- Times are limited: `/delay` to 10 seconds as there, `/drip` and `/range` to 300.
)";

std::string html_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '"': escaped += "&quot;"; break;
      default: escaped += c;
    }
  }
  return escaped;
}

std::string_view method_of_example(const Endpoint& endpoint) {
  return endpoint.methods.empty() ? "GET" : endpoint.methods.substr(0, endpoint.methods.find(' '));
}

std::string html_row(const Endpoint& endpoint) {
  const std::string example = html_escaped(endpoint.example);
  const std::string shown = "<code>" + html_escaped(endpoint.pattern) + "</code>";
  const bool can_click = method_of_example(endpoint) == "GET";
  return "<tr><td>" + (can_click ? "<a href=\"" + example + "\">" + shown + "</a>" : shown) +
         "</td><td>" + html_escaped(endpoint.what) + "</td></tr>\n";
}

std::string markdown_row(const Endpoint& endpoint) {
  const std::string method(method_of_example(endpoint));
  return "| `" + std::string(endpoint.pattern) + "` | " +
         (endpoint.methods.empty() ? "any" : std::string(endpoint.methods)) + " | " +
         std::string(endpoint.what) + " | `" + (method == "GET" ? "" : method + " ") +
         std::string(endpoint.example) + "` | " + std::to_string(endpoint.example_status) + " |\n";
}

}  // namespace

std::string endpoints_html() {
  std::string page(html_head);
  std::string_view section;
  for (const Endpoint& endpoint : endpoints()) {
    if (endpoint.section != section) {
      page += section.empty() ? "" : "</table>\n";
      section = endpoint.section;
      page += "<h2>" + html_escaped(section) + "</h2>\n<table>\n";
    }
    page += html_row(endpoint);
  }
  return page + "</table>\n</body>\n</html>\n";
}

std::string endpoints_markdown() {
  std::string page(markdown_head);
  std::string_view section;
  for (const Endpoint& endpoint : endpoints()) {
    if (endpoint.section != section) {
      section = endpoint.section;
      page +=
          "\n## " + std::string(section) +
          "\n\n| path | methods | answers with | example | its status |\n|---|---|---|---|---|\n";
    }
    page += markdown_row(endpoint);
  }
  page +=
      "\n## Faults\n\n`/fault/NAME` plays one on the raw connection:\n\n"
      "| name | what the server does |\n|---|---|\n";
  for (const std::string_view name : fault_names()) {
    page += "| `" + std::string(name) + "` | " + std::string(fault_meaning(name)) + " |\n";
  }
  page +=
      "\n`--tls-fault NAME` goes wrong before there is a request:\n\n"
      "| name | what the server does |\n|---|---|\n";
  for (const std::string_view name : tls_fault_names()) {
    page += "| `" + std::string(name) + "` | " + std::string(tls_fault_meaning(name)) + " |\n";
  }
  return page.append(markdown_differences);
}

}  // namespace headroom::target
