#include "protocol/http/failure.h"

#include <utility>

namespace headroom::protocol::http {

namespace {

FailureKind kind_of_dial(net::FailureKind kind) {
  switch (kind) {
    case net::FailureKind::refused: return FailureKind::dial_refused;
    case net::FailureKind::timeout: return FailureKind::dial_timeout;
    case net::FailureKind::no_such_host: return FailureKind::no_such_host;
    case net::FailureKind::dns: return FailureKind::lookup_failed;
    case net::FailureKind::too_many_files: return FailureKind::too_many_files;
    case net::FailureKind::no_local_port: return FailureKind::no_local_port;
    case net::FailureKind::cancelled: return FailureKind::cancelled;
    default: return FailureKind::dial_failed;
  }
}

FailureKind kind_of_stream(net::FailureKind kind) {
  switch (kind) {
    case net::FailureKind::reset: return FailureKind::reset;
    case net::FailureKind::broken_pipe: return FailureKind::broken_pipe;
    case net::FailureKind::timeout: return FailureKind::timeout;
    case net::FailureKind::cancelled: return FailureKind::cancelled;
    case net::FailureKind::closed: return FailureKind::end_inside_answer;
    case net::FailureKind::tls_unknown_authority: return FailureKind::tls_unknown_authority;
    case net::FailureKind::tls_hostname: return FailureKind::tls_hostname;
    case net::FailureKind::tls_expired: return FailureKind::tls_expired;
    case net::FailureKind::tls_not_tls: return FailureKind::tls_not_tls;
    case net::FailureKind::tls_alert: return FailureKind::tls_alert;
    case net::FailureKind::tls_other: return FailureKind::tls_failed;
    default: return FailureKind::io_failed;
  }
}

std::string_view name_of(Operation operation) {
  switch (operation) {
    case Operation::read: return "read";
    case Operation::write: return "write";
    case Operation::dial: return "dial";
    case Operation::none: break;
  }
  return "";
}

std::string during(const ExchangeFailure& failure, std::string_view text) {
  const std::string_view operation = name_of(failure.operation);
  return std::string(operation) + (operation.empty() ? "" : ": ") + std::string(text);
}

std::string errno_line(const ExchangeFailure& failure) {
  if (failure.error_number == 0) {
    return "dial tcp: " + failure.detail;
  }
  return "dial: unknown errno " + std::to_string(failure.error_number) + " error with msg `" +
         failure.detail + "`";
}

std::string io_line(const ExchangeFailure& failure) {
  if (failure.error_number == 0) {
    return during(failure, failure.detail);
  }
  return during(failure, "unknown errno `" + std::to_string(failure.error_number) +
                             "` on linux with message `" + failure.detail + "`");
}

}  // namespace

ExchangeFailure failure_of_dial(net::Failure failure) {
  return {.kind = kind_of_dial(failure.kind),
          .operation = Operation::dial,
          .error_number = failure.error_number,
          .detail = std::move(failure.text)};
}

ExchangeFailure failure_of_stream(net::Failure failure, Operation operation) {
  return {.kind = kind_of_stream(failure.kind),
          .operation = operation,
          .error_number = failure.error_number,
          .detail = std::move(failure.text)};
}

std::string text_of(const ExchangeFailure& failure) {
  switch (failure.kind) {
    case FailureKind::unsupported_scheme:
    case FailureKind::no_host:
    case FailureKind::invalid_request:
    case FailureKind::malformed:
    case FailureKind::head_too_large:
    case FailureKind::body_too_large:
    case FailureKind::proxy_unreachable:
    case FailureKind::proxy_refused: return failure.detail;
    case FailureKind::host_blocked: return "hostname is blocked";
    case FailureKind::address_blocked: return "ip is blacklisted";
    case FailureKind::no_such_host: return "lookup: no such host";
    case FailureKind::lookup_failed: return "lookup: " + failure.detail;
    case FailureKind::dial_refused: return "dial: connection refused";
    case FailureKind::dial_timeout: return "dial: i/o timeout";
    case FailureKind::dial_failed:
    case FailureKind::too_many_files:
    case FailureKind::no_local_port: return errno_line(failure);
    case FailureKind::tls_unknown_authority: return "x509: unknown authority";
    case FailureKind::tls_hostname: return "x509: certificate doesn't match hostname";
    case FailureKind::tls_expired: return "x509: " + failure.detail;
    case FailureKind::tls_not_tls: return "tls: first record does not look like a TLS handshake";
    case FailureKind::tls_alert: return "remote error: tls: " + failure.detail;
    case FailureKind::tls_failed: return "tls: " + failure.detail;
    case FailureKind::reset: return during(failure, "connection reset by peer");
    case FailureKind::broken_pipe: return during(failure, "broken pipe");
    case FailureKind::end_before_answer: return "EOF";
    case FailureKind::end_inside_answer: return "unexpected EOF";
    case FailureKind::undecodable_body:
      return "error decompressing response body (" + failure.detail + ")";
    case FailureKind::timeout: return "request timeout";
    case FailureKind::cancelled: return "context canceled";
    case FailureKind::io_failed: return io_line(failure);
  }
  return failure.detail;
}

std::string cause_of(const ExchangeFailure& failure) {
  switch (failure.kind) {
    case FailureKind::host_blocked:
    case FailureKind::address_blocked: return failure.detail;
    case FailureKind::tls_unknown_authority:
      return "tls: failed to verify certificate: x509: certificate signed by unknown authority";
    case FailureKind::tls_expired: return "tls: failed to verify certificate: " + text_of(failure);
    default: return text_of(failure);
  }
}

}  // namespace headroom::protocol::http
