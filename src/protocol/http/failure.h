// Why an exchange brought no whole answer: an outcome to be counted, for the
// session's callers. Numeric codes of input languages are not here; the texts
// are, since they describe what happened on the wire.
#pragma once

#include <cstdint>
#include <expected>
#include <string>

#include "net/failure.h"

namespace headroom::protocol::http {

enum class FailureKind : std::uint8_t {
  // The request cannot be sent. The detail is the whole text.
  unsupported_scheme,
  no_host,
  invalid_request,  // method or header that HTTP forbids
  // No connection came about.
  no_such_host,
  lookup_failed,
  dial_refused,
  dial_timeout,  // one attempt took longer than the connect time-out
  dial_failed,   // any other errno of connecting
  too_many_files,
  no_local_port,
  host_blocked,       // by the test's options; the detail names host and pattern
  address_blocked,    // likewise: address and range
  proxy_unreachable,  // the detail is the whole text
  proxy_refused,      // did not connect to the origin; the detail is the whole text
  tls_unknown_authority,
  tls_hostname,
  tls_expired,
  tls_not_tls,
  tls_alert,  // error_number is the alert
  tls_failed,
  // The exchange broke.
  reset,
  broken_pipe,
  end_before_answer,  // the peer closed before the first byte
  end_inside_answer,  // the peer closed in the middle
  malformed,          // not HTTP, or a corrupt body; the detail is the whole text
  head_too_large,     // the detail is the whole text
  body_too_large,     // the detail is the whole text
  undecodable_body,   // set by whoever decodes Content-Encoding; detail: the reason
  timeout,            // the request's deadline
  cancelled,
  io_failed,  // any other errno of reading or writing
};

// What was being done when the stream failed.
enum class Operation : std::uint8_t { none, read, write, dial };

struct ExchangeFailure {
  FailureKind kind = FailureKind::io_failed;
  Operation operation = Operation::none;
  int error_number = 0;  // errno, or the alert of tls_alert
  std::string detail;    // see the kinds; else net's text
};

template <typename T>
using Outcome = std::expected<T, ExchangeFailure>;

// From what net says. A peer that closed is end_inside_answer: whoever knows that
// nothing had come makes it end_before_answer.
ExchangeFailure failure_of_dial(net::Failure failure);
ExchangeFailure failure_of_stream(net::Failure failure, Operation operation);

// One line, worded as k6 does: "read: connection reset by peer".
std::string text_of(const ExchangeFailure& failure);
// The same with particulars where k6 tells them in logs and exceptions only: of
// "ip is blacklisted", which.
std::string cause_of(const ExchangeFailure& failure);

}  // namespace headroom::protocol::http
