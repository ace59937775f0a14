// TLS 1.2 and 1.3 over any Transport, client and server, by OpenSSL. A client
// verifies the peer's certificate and name unless told not to. No session is
// resumed unless asked for: a load test measures the handshake that a new client pays.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kit/result.h"
#include "net/ocsp.h"
#include "net/transport.h"

namespace headroom::net {

class KeyLog;
class TlsSessions;

enum class TlsVersion { tls1_0, tls1_1, tls1_2, tls1_3 };

// "tls1.2", as scripts write it.
std::string_view name_of(TlsVersion version);

// What was agreed on in the handshake.
struct TlsFacts {
  TlsVersion version = TlsVersion::tls1_3;
  std::string cipher = {};                // IANA's name: "TLS_AES_128_GCM_SHA256"
  std::string application_protocol = {};  // by ALPN: "h2"; empty when none was agreed on
  OcspFacts ocsp = {};                    // stapled by the server
  bool is_resumed = false;
};

// What a client shows to a server that asks for a certificate.
struct ClientCertificate {
  std::string certificate_pem = {};  // the client's first, then those of its chain
  std::string key_pem = {};
  std::string key_password = {};  // of an encrypted key
  // The servers it is meant for, "*.example.com" among them; empty: all.
  std::vector<std::string> domains = {};

  bool operator==(const ClientCertificate&) const = default;
};

struct TlsClientOptions {
  bool verifies = true;
  // PEM certificates to trust besides the system's.
  std::string authorities_pem = {};
  bool trusts_system = true;
  // Where the system's authorities are, as SSL_CERT_FILE and SSL_CERT_DIR say; empty:
  // where OpenSSL has them. Every file of a folder is read.
  std::string system_file = {};
  std::vector<std::string> system_folders = {};
  TlsVersion version_min = TlsVersion::tls1_2;
  TlsVersion version_max = TlsVersion::tls1_3;
  // IANA's names of TLS 1.2 suites allowed; empty allows OpenSSL's default. Names
  // it does not know are an error.
  std::vector<std::string> cipher_suites = {};
  // Offered by ALPN, best first.
  std::vector<std::string> application_protocols = {};
  // The first that fits the server is shown.
  std::vector<ClientCertificate> certificates = {};
  // Takes part in resuming, for connections that bring their TlsSessions.
  bool resumes = false;
  const KeyLog* key_log = nullptr;  // outlives the context; null: secrets are not told
};

namespace internal {
class TlsContext;
}

// One per worker: connections of one context share its buffers, so they must
// be of one thread, and the context must outlive them.
class TlsClientContext {
 public:
  static kit::Result<std::unique_ptr<TlsClientContext>> make(const TlsClientOptions& options);
  // The same settings for another worker, sharing what is constant (the
  // authorities above all, which take long to load). Any thread.
  std::unique_ptr<TlsClientContext> for_another_worker() const;
  ~TlsClientContext();

  internal::TlsContext& internals() { return *context_; }

 private:
  explicit TlsClientContext(std::unique_ptr<internal::TlsContext> context);
  std::unique_ptr<internal::TlsContext> context_;
};

struct TlsServerOptions {
  std::string certificate_pem = {};  // the server's first, then those of its chain
  std::string key_pem = {};
  TlsVersion version_min = TlsVersion::tls1_2;
  TlsVersion version_max = TlsVersion::tls1_3;
  std::vector<std::string> application_protocols = {};  // accepted by ALPN, best first
  // PEM certificates of whom clients must be certified by; empty asks for none.
  std::string client_authorities_pem = {};
  bool resumes = false;            // hands out tickets
  std::string ocsp_response = {};  // DER, stapled for clients that ask; empty: nothing
};

// As TlsClientContext.
class TlsServerContext {
 public:
  static kit::Result<std::unique_ptr<TlsServerContext>> make(const TlsServerOptions& options);
  ~TlsServerContext();

  internal::TlsContext& internals() { return *context_; }

 private:
  explicit TlsServerContext(std::unique_ptr<internal::TlsContext> context);
  std::unique_ptr<internal::TlsContext> context_;
};

// Whom a client wants to talk to.
struct TlsPeer {
  const std::string& host;          // the name to ask for and to verify, or an IP literal
  int port = 0;                     // with the host, whose sessions may be resumed
  TlsSessions* sessions = nullptr;  // of a context that resumes; outlives the connection
};

// The client's handshake. The stream is closed on failure.
Outcome<std::unique_ptr<Transport>> start_tls(std::unique_ptr<Transport> transport,
                                              TlsClientContext& context, const TlsPeer& peer,
                                              kit::Instant deadline);
inline Outcome<std::unique_ptr<Transport>> start_tls(std::unique_ptr<Transport> transport,
                                                     TlsClientContext& context,
                                                     const std::string& host,
                                                     kit::Instant deadline) {
  return start_tls(std::move(transport), context, TlsPeer{.host = host}, deadline);
}

// The server's handshake.
Outcome<std::unique_ptr<Transport>> accept_tls(std::unique_ptr<Transport> transport,
                                               TlsServerContext& context, kit::Instant deadline);

}  // namespace headroom::net
