#include "net/failure.h"

#include <cctype>
#include <cerrno>

#include "kit/error.h"

namespace headroom::net {

namespace {

FailureKind kind_of_errno(int error_number) {
  switch (error_number) {
    case ECONNREFUSED: return FailureKind::refused;
    case ENOENT: return FailureKind::refused;  // a Unix socket that nobody made
    case ECONNRESET:
    case ECONNABORTED: return FailureKind::reset;
    case EPIPE: return FailureKind::broken_pipe;
    case ETIMEDOUT: return FailureKind::timeout;
    case ENETUNREACH:
    case EHOSTUNREACH:
    case ENETDOWN:
    case EHOSTDOWN: return FailureKind::unreachable;
    case EMFILE:
    case ENFILE: return FailureKind::too_many_files;
    case EADDRNOTAVAIL:
    case EAGAIN: return FailureKind::no_local_port;
    default: return FailureKind::other;
  }
}

}  // namespace

Failure failure_of_errno(int error_number) {
  std::string text = kit::text_of_errno(error_number);
  if (text.size() > 1 && std::islower(static_cast<unsigned char>(text[1])) != 0) {
    text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  }
  return {
      .kind = kind_of_errno(error_number), .error_number = error_number, .text = std::move(text)};
}

std::string_view name_of(FailureKind kind) {
  switch (kind) {
    case FailureKind::refused: return "refused";
    case FailureKind::reset: return "reset";
    case FailureKind::broken_pipe: return "broken_pipe";
    case FailureKind::timeout: return "timeout";
    case FailureKind::cancelled: return "cancelled";
    case FailureKind::closed: return "closed";
    case FailureKind::no_such_host: return "no_such_host";
    case FailureKind::dns: return "dns";
    case FailureKind::unreachable: return "unreachable";
    case FailureKind::too_many_files: return "too_many_files";
    case FailureKind::no_local_port: return "no_local_port";
    case FailureKind::tls_unknown_authority: return "tls_unknown_authority";
    case FailureKind::tls_hostname: return "tls_hostname";
    case FailureKind::tls_expired: return "tls_expired";
    case FailureKind::tls_not_tls: return "tls_not_tls";
    case FailureKind::tls_alert: return "tls_alert";
    case FailureKind::tls_other: return "tls_other";
    case FailureKind::other: return "other";
  }
  return "other";
}

}  // namespace headroom::net
