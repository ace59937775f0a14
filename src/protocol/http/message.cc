#include "protocol/http/message.h"

#include <algorithm>
#include <array>

#include "kit/go_quoted.h"
#include "protocol/http/proxy.h"

namespace headroom::protocol::http {

namespace {

std::unexpected<ExchangeFailure> refused(FailureKind kind, std::string text) {
  return std::unexpected(ExchangeFailure{.kind = kind, .detail = std::move(text)});
}

Outcome<void> check(const Url& url, const RequestParts& parts) {
  if (url.scheme != "http" && url.scheme != "https") {
    return refused(FailureKind::unsupported_scheme,
                   "unsupported protocol scheme " + kit::go_quoted(url.scheme));
  }
  for (const Field& field : parts.headers) {
    if (!http1::is_token(field.name)) {
      return refused(FailureKind::invalid_request,
                     "net/http: invalid header field name " + kit::go_quoted(field.name));
    }
    if (!http1::is_field_value(field.value)) {
      return refused(FailureKind::invalid_request,
                     "net/http: invalid header field value for " + kit::go_quoted(field.name));
    }
  }
  if (!http1::is_token(parts.method)) {
    return refused(FailureKind::invalid_request,
                   "net/http: invalid method " + kit::go_quoted(parts.method));
  }
  if (url.host.empty()) {
    return refused(FailureKind::no_host, "http: no Host in request URL");
  }
  if (url.port() < 0) {
    const std::string_view port = std::string_view(url.host).substr(url.host.rfind(':') + 1);
    return refused(FailureKind::invalid_request,
                   "dial tcp: address " + std::string(port) + ": invalid port");
  }
  return {};
}

// The last one of that name.
const Field* find_last(std::span<const Field> headers, std::string_view name) {
  for (auto field = headers.rbegin(); field != headers.rend(); ++field) {
    if (http1::equals_ignoring_case(field->name, name)) {
      return &*field;
    }
  }
  return nullptr;
}

bool is_ours(std::string_view name) {
  constexpr std::array<std::string_view, 5> ours = {"Host", "User-Agent", "Content-Length",
                                                    "Transfer-Encoding", "Trailer"};
  return std::ranges::any_of(
      ours, [&](std::string_view each) { return http1::equals_ignoring_case(each, name); });
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(http1::trimmed(value)).append("\r\n");
}

// "example.com:8080" for the Host field: without the zone of an IPv6 address.
std::string host_field(const Url& url) {
  std::string host = url.host;
  const std::size_t zone = host.find('%');
  if (host.starts_with('[') && zone != std::string::npos) {
    host.erase(zone, host.find(']', zone) - zone);
  }
  return host.ends_with(':') ? host.substr(0, host.size() - 1) : host;
}

// The Host field's value, which the URL of the absolute form has too.
std::string host_of(const Url& url, const RequestParts& parts) {
  const Field* host = find_last(parts.headers, "Host");
  return host != nullptr ? std::string(http1::trimmed(host->value)) : host_field(url);
}

void append_fields(std::string& out, const Url& url, const RequestParts& parts) {
  append_field(out, "Host", host_of(url, parts));
  const Field* agent = find_last(parts.headers, "User-Agent");
  const std::string_view agent_text = agent != nullptr ? agent->value : parts.user_agent;
  if (!agent_text.empty()) {
    append_field(out, "User-Agent", agent_text);
  }
  if (parts.proxy != nullptr && !parts.proxy->authorization.empty()) {
    append_field(out, "Proxy-Authorization", parts.proxy->authorization);
  }
  for (const Field& field : parts.headers) {
    if (!is_ours(field.name) && find_last(parts.headers, field.name) == &field) {
      append_field(out, http1::canonical_name(field.name), field.value);
    }
  }
}

}  // namespace

Origin origin_of(const Url& url) {
  return {
      .is_tls = url.scheme == "https", .port = url.port(), .host = std::string(url.host_name())};
}

std::string place_of(const Origin& origin) {
  const bool is_ipv6 = origin.host.find(':') != std::string::npos;
  return (is_ipv6 ? "[" + origin.host + "]" : origin.host) + ":" + std::to_string(origin.port);
}

Outcome<PreparedRequest> PreparedRequest::make(const Url& url, const RequestParts& parts) {
  if (auto checked = check(url, parts); !checked) {
    return std::unexpected(std::move(checked).error());
  }
  PreparedRequest request;
  request.origin_ = origin_of(url);
  request.key_ = parts.proxy == nullptr
                     ? ConnectionKey{.end = request.origin_}
                     : ConnectionKey{.end = parts.proxy->origin, .is_proxy = true};
  request.method_ = parts.method;
  request.bytes_.append(parts.method).append(" ");
  if (parts.proxy != nullptr) {
    request.bytes_.append(url.scheme).append("://").append(host_of(url, parts));
  }
  request.bytes_.append(url.request_target());
  request.bytes_.append(" HTTP/1.1\r\n");
  append_fields(request.bytes_, url, parts);
  request.fields_end_ = request.bytes_.size();
  const std::string_view method = parts.method;
  if (method == "POST" || method == "PUT" || method == "PATCH") {
    // Many servers want to be told that there is no body.
    append_field(request.bytes_, "Content-Length", "0");
  }
  request.bytes_ += "\r\n";
  request.is_replayable_ =
      method == "GET" || method == "HEAD" || method == "OPTIONS" || method == "TRACE";
  return request;
}

void PreparedRequest::write_head(std::string& out, std::size_t body_bytes) const {
  out.append(bytes_, 0, fields_end_);
  append_field(out, "Content-Length", std::to_string(body_bytes));
  out += "\r\n";
}

Fields PreparedRequest::fields() const {
  const std::string_view head = std::string_view(bytes_).substr(0, fields_end_);
  return Fields(head.substr(std::min(head.find('\n') + 1, head.size())));
}

void Response::clear() {
  bytes_.clear();
  head_ = {};
  body_bytes_received_ = 0;
  timings_ = {};
  started_at_ = {};
  ended_at_ = {};
  remote_ = {};
  is_tls_ = false;
  is_reused_ = false;
  has_no_body_ = false;
  wire_bytes_read_ = 0;
  wire_bytes_written_ = 0;
}

}  // namespace headroom::protocol::http
