// A certificate with its chain and key, read from PEM; and the choice among
// several that a client has.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <openssl/ssl.h>

#include "kit/result.h"
#include "net/internal/openssl_pointer.h"
#include "net/tls.h"

namespace headroom::net::internal {

class CertificateChain {
 public:
  // The end's certificate first, then those above it. The password is for an
  // encrypted key only.
  static kit::Result<CertificateChain> read(const std::string& certificate_pem,
                                            const std::string& key_pem,
                                            const std::string& key_password);

  kit::Result<void> use_for(SSL_CTX* context) const;
  bool use_for(SSL* ssl) const;
  // Was any of it issued by one of the authorities? Yes, if none are named.
  bool is_issued_by(const STACK_OF(X509_NAME) * authorities) const;

 private:
  Certificate certificate_;
  Certificates above_;
  Key key_;
};

class ClientCertificates {
 public:
  static kit::Result<ClientCertificates> read(const std::vector<ClientCertificate>& certificates);

  bool empty() const { return rows_.empty(); }
  // The first that is meant for the host and that the server, in the middle of
  // the handshake, says it accepts; null when there is none. `host` is in lower case.
  const CertificateChain* choose(const std::string& host, const SSL* ssl) const;

 private:
  struct Row {
    CertificateChain chain;
    std::vector<std::string> domains;
  };
  std::vector<Row> rows_;
};

}  // namespace headroom::net::internal
