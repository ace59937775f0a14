// Makes certificates for test servers: self-signed, or signed by one made before.
// Not for production: the keys live in memory as text.
#pragma once

#include <string>
#include <vector>

#include "kit/result.h"
#include "kit/time.h"

namespace headroom::net {

struct CertificatePair {
  std::string certificate_pem = {};
  std::string key_pem = {};
};

struct CertificateOptions {
  std::vector<std::string> names = {};  // host names and IP literals it is valid for
  // Validity relative to now; a negative end makes an expired certificate.
  kit::Duration valid_from = kit::Duration::seconds(-3600);
  kit::Duration valid_until = kit::Duration::seconds(30L * 86400);
  // Signs the certificate; null signs it with its own key. Borrowed for the call.
  const CertificatePair* authority = nullptr;
};

// A P-256 key with a certificate for it.
kit::Result<CertificatePair> make_certificate(const CertificateOptions& options);

// The usual case: self-signed and valid for these names for a month.
kit::Result<CertificatePair> make_self_signed(std::vector<std::string> names);

}  // namespace headroom::net
