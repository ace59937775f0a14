// For tests: OCSP responses in DER about one certificate, signed by itself.
#pragma once

#include <string>

#include <openssl/ocsp.h>
#include <openssl/pem.h>

#include "net/certificate.h"
#include "net/internal/openssl_pointer.h"

namespace headroom::net {

struct FakeOcspResponse {
  const CertificatePair& certificate;
  int status = V_OCSP_CERTSTATUS_GOOD;
  int reason = OCSP_REVOKED_STATUS_NOSTATUS;  // of a revoked one
  std::int64_t revoked_at_unix_s = 0;
  std::int64_t this_update_unix_s = 0;
  std::int64_t next_update_unix_s = 0;  // 0: none
  int answer_count = 1;
  bool has_certificate = true;
  bool is_forged = false;  // something in it was changed after it was signed
};

inline std::string make_ocsp_response(const FakeOcspResponse& fake) {
  using namespace internal;
  using BasicResponse = std::unique_ptr<OCSP_BASICRESP, FreeWith<OCSP_BASICRESP_free>>;
  using Response = std::unique_ptr<OCSP_RESPONSE, FreeWith<OCSP_RESPONSE_free>>;
  using Id = std::unique_ptr<OCSP_CERTID, FreeWith<OCSP_CERTID_free>>;
  using Time = std::unique_ptr<ASN1_TIME, FreeWith<ASN1_TIME_free>>;
  const Bio certificate_text = bio_of(fake.certificate.certificate_pem);
  const Bio key_text = bio_of(fake.certificate.key_pem);
  const Certificate certificate(
      PEM_read_bio_X509(certificate_text.get(), nullptr, nullptr, nullptr));
  const Key key(PEM_read_bio_PrivateKey(key_text.get(), nullptr, nullptr, nullptr));
  const BasicResponse basic(OCSP_BASICRESP_new());
  const Time revoked_at(ASN1_TIME_set(nullptr, fake.revoked_at_unix_s));
  const Time this_update(ASN1_TIME_set(nullptr, fake.this_update_unix_s));
  const Time next_update(
      fake.next_update_unix_s == 0 ? nullptr : ASN1_TIME_set(nullptr, fake.next_update_unix_s));
  const Id id(OCSP_cert_to_id(nullptr, certificate.get(), certificate.get()));
  const auto add_answer = [&] {
    OCSP_basic_add1_status(basic.get(), id.get(), fake.status, fake.reason, revoked_at.get(),
                           this_update.get(), next_update.get());
  };
  for (int i = 0; i < fake.answer_count; ++i) {
    add_answer();
  }
  OCSP_basic_sign(basic.get(), certificate.get(), key.get(), EVP_sha256(), nullptr,
                  fake.has_certificate ? 0 : OCSP_NOCERTS);
  const Response response(OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic.get()));
  unsigned char* bytes = nullptr;
  const int size = i2d_OCSP_RESPONSE(response.get(), &bytes);
  std::string der(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  if (fake.is_forged) {
    // The first digit of the time of production: no longer this century.
    der[der.find("20", der.find("\x18\x0f")) + 1] = '1';
  }
  return der;
}

}  // namespace headroom::net
