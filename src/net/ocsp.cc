#include "net/ocsp.h"

#include <ctime>

#include <openssl/err.h>
#include <openssl/ocsp.h>

#include "net/internal/openssl_pointer.h"

namespace headroom::net {

namespace {

using internal::FreeWith;
using Response = std::unique_ptr<OCSP_RESPONSE, FreeWith<OCSP_RESPONSE_free>>;
using BasicResponse = std::unique_ptr<OCSP_BASICRESP, FreeWith<OCSP_BASICRESP_free>>;

std::optional<std::int64_t> unix_seconds(const ASN1_GENERALIZEDTIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) {
    return std::nullopt;
  }
  return timegm(&parts);
}

OcspStatus status_of(int number) {
  switch (number) {
    case V_OCSP_CERTSTATUS_GOOD: return OcspStatus::good;
    case V_OCSP_CERTSTATUS_REVOKED: return OcspStatus::revoked;
    default: return OcspStatus::unknown;
  }
}

// Without certificates there is nothing to hold the signature to.
bool is_rightly_signed(OCSP_BASICRESP* basic) {
  return sk_X509_num(OCSP_resp_get0_certs(basic)) <= 0 ||
         OCSP_basic_verify(basic, nullptr, nullptr, OCSP_NOVERIFY) > 0;
}

OcspFacts facts_of(OCSP_BASICRESP* basic) {
  if (basic == nullptr || OCSP_resp_count(basic) != 1 || !is_rightly_signed(basic)) {
    return {};
  }
  int reason = 0;
  ASN1_GENERALIZEDTIME* revoked_at = nullptr;
  ASN1_GENERALIZEDTIME* this_update = nullptr;
  ASN1_GENERALIZEDTIME* next_update = nullptr;
  const int status = OCSP_single_get0_status(OCSP_resp_get0(basic, 0), &reason, &revoked_at,
                                             &this_update, &next_update);
  const auto produced_at = unix_seconds(OCSP_resp_get0_produced_at(basic));
  const auto updated_at = unix_seconds(this_update);
  if (status < 0 || !produced_at || !updated_at) {
    return {};
  }
  const bool is_revoked = status == V_OCSP_CERTSTATUS_REVOKED;
  return {.status = status_of(status),
          .revocation_reason = is_revoked && reason > 0 ? reason : 0,
          .produced_at_unix_s = *produced_at,
          .this_update_unix_s = *updated_at,
          .next_update_unix_s = unix_seconds(next_update),
          .revoked_at_unix_s = is_revoked ? unix_seconds(revoked_at) : std::nullopt};
}

}  // namespace

std::string_view name_of(OcspStatus status) {
  switch (status) {
    case OcspStatus::good: return "good";
    case OcspStatus::revoked: return "revoked";
    case OcspStatus::unknown:
    case OcspStatus::none: return "unknown";
  }
  return "unknown";
}

OcspFacts parse_ocsp_response(std::string_view der) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
  const Response response(d2i_OCSP_RESPONSE(nullptr, &bytes, static_cast<long>(der.size())));
  const BasicResponse basic(response == nullptr ? nullptr
                                                : OCSP_response_get1_basic(response.get()));
  const OcspFacts facts = facts_of(basic.get());
  ERR_clear_error();  // rubbish is an error to OpenSSL, and to us just no status
  return facts;
}

}  // namespace headroom::net
