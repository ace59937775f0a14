#include "net/certificate.h"

#include <memory>
#include <string_view>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include "net/address.h"
#include "net/internal/openssl_pointer.h"

namespace headroom::net {

namespace {

using internal::Bio;
using internal::Certificate;
using internal::FreeWith;
using internal::Key;
using Extension = std::unique_ptr<X509_EXTENSION, FreeWith<X509_EXTENSION_free>>;

struct Signer {
  Certificate certificate;
  Key key;
};

std::string text_of(BIO* bio) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio, &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

// The names as OpenSSL's configuration writes them, which is why they may hold
// nothing but what a name or an address holds.
kit::Result<std::string> alternative_names(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    constexpr std::string_view allowed =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._*:";
    if (name.empty() || name.find_first_not_of(allowed) != std::string::npos) {
      return kit::failure("not a host name: '" + name + "'");
    }
    text += text.empty() ? "" : ",";
    text += (Address::parse_ip(name, 0) ? "IP:" : "DNS:") + name;
  }
  return text;
}

bool add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  return extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1;
}

kit::Result<Signer> read_signer(const CertificatePair& pair) {
  const Bio certificate(
      BIO_new_mem_buf(pair.certificate_pem.data(), static_cast<int>(pair.certificate_pem.size())));
  const Bio key(BIO_new_mem_buf(pair.key_pem.data(), static_cast<int>(pair.key_pem.size())));
  Signer signer{
      .certificate = Certificate(PEM_read_bio_X509(certificate.get(), nullptr, nullptr, nullptr)),
      .key = Key(PEM_read_bio_PrivateKey(key.get(), nullptr, nullptr, nullptr))};
  if (signer.certificate == nullptr || signer.key == nullptr) {
    return kit::failure("authority: " + internal::openssl_reason());
  }
  return signer;
}

bool set_serial(X509* certificate) {
  std::uint64_t serial = 0;
  return RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1 &&
         ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1) == 1;
}

// All but the names and the signature.
Certificate start_certificate(const CertificateOptions& options, EVP_PKEY* key) {
  Certificate certificate(X509_new());
  X509* raw = certificate.get();
  X509_set_version(raw, X509_VERSION_3);
  if (!set_serial(raw)) {
    return nullptr;
  }
  X509_gmtime_adj(X509_getm_notBefore(raw), static_cast<long>(options.valid_from.in_seconds()));
  X509_gmtime_adj(X509_getm_notAfter(raw), static_cast<long>(options.valid_until.in_seconds()));
  X509_set_pubkey(raw, key);
  const std::string& name = options.names.empty() ? "authority" : options.names.front();
  X509_NAME_add_entry_by_txt(X509_get_subject_name(raw), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  return certificate;
}

}  // namespace

kit::Result<CertificatePair> make_certificate(const CertificateOptions& options) {
  kit::Result<std::string> names = alternative_names(options.names);
  if (!names) {
    return kit::failure_of(names, "making a certificate");
  }
  Signer signer;
  if (options.authority != nullptr) {
    kit::Result<Signer> read = read_signer(*options.authority);
    if (!read) {
      return kit::failure_of(read, "making a certificate");
    }
    signer = std::move(*read);
  }
  // Not EVP_EC_gen: its macro casts a const away, which clang warns of.
  const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
  const Certificate certificate = key == nullptr ? nullptr : start_certificate(options, key.get());
  if (certificate == nullptr) {
    return kit::failure("making a certificate: " + internal::openssl_reason());
  }
  X509* raw = certificate.get();
  X509* issuer = signer.certificate == nullptr ? raw : signer.certificate.get();
  EVP_PKEY* signing_key = signer.key == nullptr ? key.get() : signer.key.get();
  X509_set_issuer_name(raw, X509_get_subject_name(issuer));
  const bool is_authority = options.authority == nullptr;
  const bool is_complete =
      add_extension(raw, issuer, NID_basic_constraints,
                    is_authority ? "critical,CA:TRUE" : "critical,CA:FALSE") &&
      (names->empty() || add_extension(raw, issuer, NID_subject_alt_name, *names)) &&
      X509_sign(raw, signing_key, EVP_sha256()) > 0;
  const Bio certificate_text(BIO_new(BIO_s_mem()));
  const Bio key_text(BIO_new(BIO_s_mem()));
  if (!is_complete || PEM_write_bio_X509(certificate_text.get(), raw) != 1 ||
      PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) !=
          1) {
    return kit::failure("making a certificate: " + internal::openssl_reason());
  }
  return CertificatePair{.certificate_pem = text_of(certificate_text.get()),
                         .key_pem = text_of(key_text.get())};
}

kit::Result<CertificatePair> make_self_signed(std::vector<std::string> names) {
  return make_certificate({.names = std::move(names)});
}

}  // namespace headroom::net
