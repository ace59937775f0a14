// k6's names of why a certificate was revoked: res.ocsp.revocation_reason, and the
// constants of k6/http that scripts compare it with.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace headroom::k6 {

struct OcspReason {
  int number;  // RFC 5280's CRLReason
  const char* constant;
  const char* name;
};

inline constexpr std::array ocsp_reasons{
    OcspReason{0, "OCSP_REASON_UNSPECIFIED", "unspecified"},
    OcspReason{1, "OCSP_REASON_KEY_COMPROMISE", "key_compromise"},
    OcspReason{2, "OCSP_REASON_CA_COMPROMISE", "ca_compromise"},
    OcspReason{3, "OCSP_REASON_AFFILIATION_CHANGED", "affiliation_changed"},
    OcspReason{4, "OCSP_REASON_SUPERSEDED", "superseded"},
    OcspReason{5, "OCSP_REASON_CESSATION_OF_OPERATION", "cessation_of_operation"},
    OcspReason{6, "OCSP_REASON_CERTIFICATE_HOLD", "certificate_hold"},
    OcspReason{8, "OCSP_REASON_REMOVE_FROM_CRL", "remove_from_crl"},
    OcspReason{9, "OCSP_REASON_PRIVILEGE_WITHDRAWN", "privilege_withdrawn"},
    OcspReason{10, "OCSP_REASON_AA_COMPROMISE", "aa_compromise"},
};

// Empty for a number that means nothing.
constexpr std::string_view name_of_ocsp_reason(int number) {
  const auto* const found = std::ranges::find(ocsp_reasons, number, &OcspReason::number);
  return found == ocsp_reasons.end() ? "" : found->name;
}

}  // namespace headroom::k6
