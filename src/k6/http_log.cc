#include "k6/http_log.h"

#include <algorithm>

namespace headroom::k6 {

namespace {

namespace http = protocol::http;

std::string head_of(const http::Response& response) {
  std::string text =
      std::string(response.proto()) + " " + std::string(response.status_text()) + "\r\n";
  for (const http::Field field : response.fields()) {
    text += std::string(field.name) + ": " + std::string(field.value) + "\r\n";
  }
  return text + "\r\n";
}

// Without the proxy's password.
std::string head_of(const http::PreparedRequest& request) {
  std::string text(request.bytes());
  const std::size_t start = text.find("\r\nProxy-Authorization: ");
  if (start != std::string::npos) {
    text.erase(start, text.find("\r\n", start + 2) - start);
  }
  return text;
}

}  // namespace

void log_failure(const VuState& vu, const std::string& error) {
  vu.worker.test.logger.warning("Request Failed", {{"error", error}});
}

std::string request_error_text(std::string_view method, std::string_view url,
                               std::string_view error) {
  std::string text(method);
  std::transform(text.begin() + (text.empty() ? 0 : 1), text.end(),
                 text.begin() + (text.empty() ? 0 : 1),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  return text.append(" \"").append(url).append("\": ").append(error);
}

void log_too_many_redirects(const VuState& vu, const http::Url& url) {
  vu.worker.test.logger.warning(
      "Stopped after " + std::to_string(vu.worker.test.settings.redirects_max) +
          " redirects and returned the redirection; pass { redirects: n } in request params or "
          "set global maxRedirects to silence this",
      {{"url", url.text()}});
}

void log_exchange(const VuState& vu, const http::ChainStep& step, const HttpBody& body) {
  const HttpDebug mode = vu.worker.test.settings.http_debug;
  if (mode == HttpDebug::off) {
    return;
  }
  const bool is_full = mode == HttpDebug::full;
  log::Logger& logger = vu.worker.test.logger;
  logger.info("Request:\n" + head_of(step.request) + (is_full ? body.joined() : "") + "\n");
  if (step.response.has_head()) {
    logger.info("Response:\n" + head_of(step.response) +
                (is_full ? std::string(step.response.body()) : "") + "\n");
  }
}

}  // namespace headroom::k6
