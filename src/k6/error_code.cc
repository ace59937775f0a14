#include "k6/error_code.h"

namespace headroom::k6 {

namespace {

using protocol::http::FailureKind;
using protocol::http::Operation;

constexpr int code_generic = 1000;
constexpr int code_non_tcp_network = 1010;
constexpr int code_request_timeout = 1050;
constexpr int code_lookup = 1100;
constexpr int code_no_such_host = 1101;
constexpr int code_blacklisted_ip = 1110;
constexpr int code_blocked_host = 1111;
constexpr int code_tcp = 1200;
constexpr int code_broken_pipe = 1201;
constexpr int code_unknown_errno = 1202;
constexpr int code_dial = 1210;
constexpr int code_dial_timeout = 1211;
constexpr int code_dial_refused = 1212;
constexpr int code_dial_unknown_errno = 1213;
constexpr int code_reset = 1220;
constexpr int code_tls_header = 1301;
constexpr int code_unknown_authority = 1310;
constexpr int code_hostname = 1311;
constexpr int code_decompression = 1701;

}  // namespace

int error_code_of(const protocol::http::ExchangeFailure& failure) {
  switch (failure.kind) {
    case FailureKind::unsupported_scheme:
    case FailureKind::no_host:
    case FailureKind::invalid_request:
    case FailureKind::end_before_answer:
    case FailureKind::end_inside_answer:
    case FailureKind::malformed:
    case FailureKind::head_too_large:
    case FailureKind::body_too_large:
    case FailureKind::cancelled:
    case FailureKind::proxy_refused:
    case FailureKind::tls_expired:
    case FailureKind::tls_failed: return code_generic;
    case FailureKind::no_such_host: return code_no_such_host;
    case FailureKind::lookup_failed: return code_lookup;
    case FailureKind::dial_refused: return code_dial_refused;
    case FailureKind::dial_timeout: return code_dial_timeout;
    case FailureKind::dial_failed:
    case FailureKind::too_many_files:
    case FailureKind::no_local_port:
      return failure.error_number != 0 ? code_dial_unknown_errno : code_dial;
    case FailureKind::host_blocked: return code_blocked_host;
    case FailureKind::address_blocked: return code_blacklisted_ip;
    case FailureKind::proxy_unreachable: return code_tcp;
    case FailureKind::tls_unknown_authority: return code_unknown_authority;
    case FailureKind::tls_hostname: return code_hostname;
    case FailureKind::tls_not_tls: return code_tls_header;
    case FailureKind::tls_alert: return code_non_tcp_network;
    case FailureKind::reset: return code_reset;
    case FailureKind::broken_pipe: return code_broken_pipe;
    case FailureKind::undecodable_body: return code_decompression;
    case FailureKind::timeout: return code_request_timeout;
    case FailureKind::io_failed: return failure.error_number != 0 ? code_unknown_errno : code_tcp;
  }
  __builtin_unreachable();
}

int error_code_of_status(int status) {
  return status >= 400 ? code_generic + status : 0;
}

}  // namespace headroom::k6
