// What can go wrong on a connection. A failure is an outcome to be counted, not
// an error of ours, so it is cheap to make and sorted by kind; how it is worded
// for a user is decided by whoever prints it.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace headroom::net {

enum class FailureKind {
  refused,
  reset,
  broken_pipe,
  timeout,
  cancelled,
  closed,  // the peer ended the stream in order (EOF)
  no_such_host,
  dns,  // any other trouble of a lookup
  unreachable,
  too_many_files,
  no_local_port,
  tls_unknown_authority,
  tls_hostname,
  tls_expired,
  tls_not_tls,  // the peer's first record is not one of TLS
  tls_alert,    // the peer refused; the text is Go's name: "protocol version not supported"
  tls_other,
  other,
};

struct Failure {
  FailureKind kind = FailureKind::other;
  int error_number = 0;   // errno, or the alert's number for tls_alert; 0 when there is none
  std::string text = {};  // lower case, without what was being done: "connection refused"
};

template <typename T>
using Outcome = std::expected<T, Failure>;

// return net::failed(FailureKind::closed, "EOF");
inline std::unexpected<Failure> failed(FailureKind kind, std::string text, int error_number = 0) {
  return std::unexpected<Failure>(
      Failure{.kind = kind, .error_number = error_number, .text = std::move(text)});
}
template <typename T>
std::unexpected<Failure> failed(Outcome<T>& outcome) {
  return std::unexpected<Failure>(std::move(outcome).error());
}

// The kind and the text of an errno value.
Failure failure_of_errno(int error_number);

// "refused", "tls_alert": for tests and logs.
std::string_view name_of(FailureKind kind);

}  // namespace headroom::net
