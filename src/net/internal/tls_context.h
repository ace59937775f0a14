// What the connections of one worker share: OpenSSL's settings, and the memory
// that records pass through. OpenSSL never touches a socket: it reads records
// from a span that was received and appends its own to a string to be sent.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <openssl/ssl.h>

#include "kit/result.h"
#include "net/internal/certificate_chain.h"
#include "net/internal/openssl_pointer.h"
#include "net/key_log.h"
#include "net/tls.h"

namespace headroom::net::internal {

// The system's file of authorities, read when the first peer is to be verified: parsing
// them costs some 0.1 s of CPU, which a run without TLS need not pay. Any thread.
class SystemTrust {
 public:
  void load_into(X509_STORE* store);

 private:
  std::once_flag loaded_;
};

// What a client's callbacks need besides the connection.
struct ClientState {
  ClientCertificates certificates = {};
  const KeyLog* key_log = nullptr;
  std::unique_ptr<SystemTrust> trust = nullptr;
};

class TlsContext {
 public:
  explicit TlsContext(SslContext ssl_context);
  // A client's.
  TlsContext(SslContext ssl_context, std::shared_ptr<const ClientState> client);

  SSL_CTX* get() const { return ssl_context_.get(); }
  std::unique_ptr<TlsContext> for_another_worker() const;

  // Received records, valid until the fiber waits.
  std::vector<char>& received() { return received_; }
  // A string to write records to, kept from an earlier loan if there was one.
  std::string borrow() { return std::move(spare_); }
  void give_back(std::string buffer);

  // A server's choice among the protocols that a client offers.
  void accept_protocols(const std::vector<std::string>& protocols);
  // What a server staples for clients that ask: an OCSP response in DER.
  void staple(const std::string& ocsp_response);

 private:
  SslContext ssl_context_;
  // Shared because the contexts of all workers use one SSL_CTX, whose callbacks read it.
  std::shared_ptr<const ClientState> client_;
  std::vector<char> received_;
  std::string spare_;
  std::string accepted_protocols_;  // as ALPN carries them
  std::string ocsp_response_;
};

// Settings of both sides; the result's text says which of them OpenSSL refused.
struct TlsSettings {
  TlsVersion version_min;
  TlsVersion version_max;
  bool resumes;  // offers and takes sessions; otherwise every handshake is a whole one
};
kit::Result<void> apply(const TlsSettings& settings, SSL_CTX* context);

// Trusts the certificates in a PEM text.
kit::Result<void> add_authorities(const std::string& pem, SSL_CTX* context);

// Names them to clients, which choose their certificate by that.
void name_authorities(const std::string& pem, SSL_CTX* context);

// IANA's names of suites of TLS 1.2 and before to OpenSSL's settings. Those of TLS
// 1.3 are always allowed and skipped here.
kit::Result<void> allow_suites(const std::vector<std::string>& names, SSL_CTX* context);

// The list of protocols as ALPN carries it: each with its length in front.
std::string alpn_text(const std::vector<std::string>& protocols);

}  // namespace headroom::net::internal
