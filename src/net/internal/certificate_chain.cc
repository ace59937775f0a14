#include "net/internal/certificate_chain.h"

#include <algorithm>

#include <openssl/err.h>
#include <openssl/pem.h>

#include "net/internal/hosts_file.h"

namespace headroom::net::internal {

namespace {

int give_password(char* into, int size, int is_writing, void* password) {
  static_cast<void>(is_writing);
  const auto& text = *static_cast<const std::string*>(password);
  const int length = static_cast<int>(text.size());
  if (length > size) {
    return -1;
  }
  text.copy(into, text.size());
  return length;
}

bool is_one_of(const STACK_OF(X509_NAME) * names, const X509* certificate) {
  const X509_NAME* issuer = X509_get_issuer_name(certificate);
  for (int i = 0; i < sk_X509_NAME_num(names); ++i) {
    if (X509_NAME_cmp(sk_X509_NAME_value(names, i), issuer) == 0) {
      return true;
    }
  }
  return false;
}

// "*.example.com" stands for one label more, as in certificates.
bool is_for(const std::vector<std::string>& domains, std::string_view host) {
  return domains.empty() || std::ranges::any_of(domains, [&](const std::string& domain) {
           if (!domain.starts_with("*.")) {
             return domain == host;
           }
           const std::size_t dot = host.find('.');
           return dot != 0 && dot != std::string_view::npos &&
                  host.substr(dot) == std::string_view(domain).substr(1);
         });
}

}  // namespace

kit::Result<CertificateChain> CertificateChain::read(const std::string& certificate_pem,
                                                     const std::string& key_pem,
                                                     const std::string& key_password) {
  CertificateChain chain;
  const Bio certificates = bio_of(certificate_pem);
  chain.certificate_.reset(PEM_read_bio_X509_AUX(certificates.get(), nullptr, nullptr, nullptr));
  if (chain.certificate_ == nullptr) {
    return refused_by_openssl("certificate");
  }
  chain.above_.reset(sk_X509_new_null());
  while (X509* next = PEM_read_bio_X509(certificates.get(), nullptr, nullptr, nullptr)) {
    sk_X509_push(chain.above_.get(), next);
  }
  ERR_clear_error();  // the end of the text is an error to OpenSSL
  const Bio key = bio_of(key_pem);
  // OpenSSL only hands the password on to give_password, which does not change it.
  void* password = const_cast<std::string*>(&key_password);
  chain.key_.reset(PEM_read_bio_PrivateKey(key.get(), nullptr, &give_password, password));
  if (chain.key_ == nullptr) {
    return refused_by_openssl("key");
  }
  if (X509_check_private_key(chain.certificate_.get(), chain.key_.get()) != 1) {
    return refused_by_openssl("key does not belong to the certificate");
  }
  return chain;
}

kit::Result<void> CertificateChain::use_for(SSL_CTX* context) const {
  if (SSL_CTX_use_cert_and_key(context, certificate_.get(), key_.get(), above_.get(), 1) != 1) {
    return refused_by_openssl("certificate");
  }
  return {};
}

bool CertificateChain::use_for(SSL* ssl) const {
  return SSL_use_cert_and_key(ssl, certificate_.get(), key_.get(), above_.get(), 1) == 1;
}

bool CertificateChain::is_issued_by(const STACK_OF(X509_NAME) * authorities) const {
  if (sk_X509_NAME_num(authorities) <= 0) {
    return true;
  }
  if (is_one_of(authorities, certificate_.get())) {
    return true;
  }
  for (int i = 0; i < sk_X509_num(above_.get()); ++i) {
    if (is_one_of(authorities, sk_X509_value(above_.get(), i))) {
      return true;
    }
  }
  return false;
}

kit::Result<ClientCertificates> ClientCertificates::read(
    const std::vector<ClientCertificate>& certificates) {
  ClientCertificates result;
  for (const ClientCertificate& certificate : certificates) {
    kit::Result<CertificateChain> chain = CertificateChain::read(
        certificate.certificate_pem, certificate.key_pem, certificate.key_password);
    if (!chain) {
      return kit::failure_of(chain,
                             "TLS client certificate " + std::to_string(result.rows_.size() + 1));
    }
    Row row{.chain = std::move(*chain), .domains = {}};
    for (const std::string& domain : certificate.domains) {
      row.domains.push_back(canonical_name(domain));
    }
    result.rows_.push_back(std::move(row));
  }
  return result;
}

const CertificateChain* ClientCertificates::choose(const std::string& host, const SSL* ssl) const {
  const STACK_OF(X509_NAME)* authorities = SSL_get0_peer_CA_list(ssl);
  for (const Row& row : rows_) {
    if (is_for(row.domains, host) && row.chain.is_issued_by(authorities)) {
      return &row.chain;
    }
  }
  return nullptr;
}

}  // namespace headroom::net::internal
