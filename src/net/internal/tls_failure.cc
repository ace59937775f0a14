#include "net/internal/tls_failure.h"

#include <array>
#include <cctype>
#include <ctime>
#include <utility>

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "kit/clock.h"
#include "net/internal/tls_context.h"
#include "net/internal/tls_peer.h"

namespace headroom::net::internal {

namespace {

Verification& verification_of(X509_STORE_CTX* store) {
  const auto* ssl =
      static_cast<SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  return peer_of(ssl).verification;
}

FailureKind kind_of(int verify_error) {
  switch (verify_error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID: return FailureKind::tls_expired;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH: return FailureKind::tls_hostname;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_UNTRUSTED:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE: return FailureKind::tls_unknown_authority;
    default: return FailureKind::tls_other;
  }
}

// Higher is more telling.
int rank_of(int verify_error) {
  if (verify_error == X509_V_OK) {
    return 0;
  }
  switch (kind_of(verify_error)) {
    case FailureKind::tls_expired: return 4;
    case FailureKind::tls_hostname: return 3;
    case FailureKind::tls_unknown_authority: return 2;
    default: return 1;
  }
}

std::string rfc3339_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) {
    return {};
  }
  return kit::rfc3339({.unix_ns = timegm(&parts) * 1'000'000'000});
}

int collect_error(int is_fine, X509_STORE_CTX* store) {
  if (is_fine != 0) {
    return 1;
  }
  const int error = X509_STORE_CTX_get_error(store);
  Verification& verification = verification_of(store);
  if (rank_of(error) > rank_of(verification.chosen)) {
    verification.chosen = error;
    const X509* certificate = X509_STORE_CTX_get_current_cert(store);
    if (kind_of(error) == FailureKind::tls_expired && certificate != nullptr) {
      verification.is_too_early = error == X509_V_ERR_CERT_NOT_YET_VALID;
      verification.valid_until_text =
          rfc3339_of(verification.is_too_early ? X509_get0_notBefore(certificate)
                                               : X509_get0_notAfter(certificate));
    }
  }
  return 1;
}

Failure failure_of_verification(const Verification& verification, kit::WallTime now) {
  const FailureKind kind = kind_of(verification.chosen);
  if (kind == FailureKind::tls_expired) {
    return {.kind = kind,
            .text = "certificate has expired or is not yet valid: current time " +
                    kit::rfc3339(now) + (verification.is_too_early ? " is before " : " is after ") +
                    verification.valid_until_text};
  }
  return {.kind = kind, .text = X509_verify_cert_error_string(verification.chosen)};
}

// Go's names, which k6 shows to scripts.
constexpr std::array<std::pair<int, std::string_view>, 33> alert_names = {{
    {0, "close notify"},
    {10, "unexpected message"},
    {20, "bad record MAC"},
    {21, "decryption failed"},
    {22, "record overflow"},
    {30, "decompression failure"},
    {40, "handshake failure"},
    {42, "bad certificate"},
    {43, "unsupported certificate"},
    {44, "revoked certificate"},
    {45, "expired certificate"},
    {46, "unknown certificate"},
    {47, "illegal parameter"},
    {48, "unknown certificate authority"},
    {49, "access denied"},
    {50, "error decoding message"},
    {51, "error decrypting message"},
    {60, "export restriction"},
    {70, "protocol version not supported"},
    {71, "insufficient security level"},
    {80, "internal error"},
    {86, "inappropriate fallback"},
    {90, "user canceled"},
    {100, "no renegotiation"},
    {109, "missing extension"},
    {110, "unsupported extension"},
    {111, "certificate unobtainable"},
    {112, "unrecognized name"},
    {113, "bad certificate status response"},
    {114, "bad certificate hash value"},
    {115, "unknown PSK identity"},
    {116, "certificate required"},
    {120, "no application protocol"},
}};

std::string text_of_alert(int alert) {
  for (const auto& [number, name] : alert_names) {
    if (number == alert) {
      return std::string(name);
    }
  }
  return "alert(" + std::to_string(alert) + ")";
}

}  // namespace

int verify_collecting(X509_STORE_CTX* store, void* argument) {
  if (auto* trust = static_cast<SystemTrust*>(argument); trust != nullptr) {
    trust->load_into(X509_STORE_CTX_get0_store(store));
  }
  Verification& verification = verification_of(store);
  verification = {};
  X509_STORE_CTX_set_verify_cb(store, &collect_error);
  const int outcome = X509_verify_cert(store);
  if (outcome <= 0 && verification.chosen == X509_V_OK) {
    verification.chosen = X509_STORE_CTX_get_error(store);
  }
  X509_STORE_CTX_set_error(store, verification.chosen);
  return outcome > 0 && verification.chosen == X509_V_OK ? 1 : 0;
}

Failure failure_of_openssl(const Verification& verification, kit::WallTime now) {
  const unsigned long error = ERR_peek_error();
  const int reason = ERR_GET_REASON(error);
  const char* text = ERR_reason_error_string(error);
  Failure failure{.kind = FailureKind::tls_other, .text = text == nullptr ? "TLS failure" : text};
  ERR_clear_error();
  if (ERR_GET_LIB(error) != ERR_LIB_SSL) {
    return failure;
  }
  if (reason == SSL_R_CERTIFICATE_VERIFY_FAILED && verification.chosen != X509_V_OK) {
    return failure_of_verification(verification, now);
  }
  if (reason == SSL_R_WRONG_VERSION_NUMBER || reason == SSL_R_HTTP_REQUEST) {
    failure.kind = FailureKind::tls_not_tls;
  } else if (reason > SSL_AD_REASON_OFFSET) {
    const int alert = reason - SSL_AD_REASON_OFFSET;
    failure = {.kind = FailureKind::tls_alert, .error_number = alert, .text = text_of_alert(alert)};
  }
  return failure;
}

bool looks_like_tls(std::string_view first_bytes) {
  constexpr char alert_type = 21;
  constexpr char handshake_type = 22;
  if (!first_bytes.empty() && first_bytes[0] != alert_type && first_bytes[0] != handshake_type) {
    return false;
  }
  return first_bytes.size() < 2 || first_bytes[1] == 3;
}

}  // namespace headroom::net::internal
