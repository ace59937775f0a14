#include "net/internal/tls_context.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "net/internal/tls_peer.h"
#include "net/tls_sessions.h"

namespace headroom::net::internal {

namespace {

// Room for several full records, so that a response comes with one recv.
constexpr std::size_t received_bytes_max = 64UL * 1024;
// A larger loan was for a large body and is not worth keeping.
constexpr std::size_t spare_bytes_max = 128UL * 1024;

int number_of(TlsVersion version) {
  switch (version) {
    case TlsVersion::tls1_0: return TLS1_VERSION;
    case TlsVersion::tls1_1: return TLS1_1_VERSION;
    case TlsVersion::tls1_2: return TLS1_2_VERSION;
    case TlsVersion::tls1_3: return TLS1_3_VERSION;
  }
  return TLS1_3_VERSION;
}

// NOLINTNEXTLINE(readability-function-size): the parameters are OpenSSL's
int select_protocol(SSL* ssl, const unsigned char** chosen, unsigned char* chosen_size,
                    const unsigned char* offered, unsigned offered_size, void* accepted) {
  static_cast<void>(ssl);
  const auto& list = *static_cast<const std::string*>(accepted);
  unsigned char* found = nullptr;
  const int outcome = SSL_select_next_proto(
      &found, chosen_size, reinterpret_cast<const unsigned char*>(list.data()),
      static_cast<unsigned>(list.size()), offered, offered_size);
  *chosen = found;
  return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

// Null when there is none. Go's older names of the ChaCha suites lack the hash.
const SSL_CIPHER* find_suite(const STACK_OF(SSL_CIPHER) * known, const std::string& name) {
  const std::string long_name = name.ends_with("_CHACHA20_POLY1305") ? name + "_SHA256" : name;
  for (int i = 0; i < sk_SSL_CIPHER_num(known); ++i) {
    const SSL_CIPHER* suite = sk_SSL_CIPHER_value(known, i);
    const char* standard_name = SSL_CIPHER_standard_name(suite);
    if (standard_name != nullptr && long_name == standard_name) {
      return suite;
    }
  }
  return nullptr;
}

int staple_response(SSL* ssl, void* response) {
  const auto& bytes = *static_cast<const std::string*>(response);
  void* copy = OPENSSL_memdup(bytes.data(), bytes.size());  // OpenSSL's to free
  if (copy == nullptr) {
    return SSL_TLSEXT_ERR_NOACK;
  }
  SSL_set_tlsext_status_ocsp_resp(ssl, copy, static_cast<long>(bytes.size()));
  return SSL_TLSEXT_ERR_OK;
}

const ClientState& client_of(const SSL* ssl) {
  return *static_cast<const ClientState*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
}

// The server has asked for a certificate.
int show_certificate(SSL* ssl, void* argument) {
  static_cast<void>(argument);
  const CertificateChain* chain = client_of(ssl).certificates.choose(peer_of(ssl).host, ssl);
  return chain == nullptr || chain->use_for(ssl) ? 1 : 0;
}

void log_key(const SSL* ssl, const char* line) {
  client_of(ssl).key_log->append(line);
}

// The server offers to resume.
int keep_session(SSL* ssl, SSL_SESSION* session) {
  const TlsPeerState& peer = peer_of(ssl);
  if (peer.sessions == nullptr) {
    return 0;
  }
  peer.sessions->keep(peer.server, session);
  return 1;
}

}  // namespace

void SystemTrust::load_into(X509_STORE* store) {
  std::call_once(loaded_, [store] {
    X509_LOOKUP* lookup = X509_STORE_add_lookup(store, X509_LOOKUP_file());
    if (lookup != nullptr) {
      X509_LOOKUP_load_file(lookup, nullptr, X509_FILETYPE_DEFAULT);
    }
    ERR_clear_error();  // a machine without authorities can still reach those given
  });
}

TlsContext::TlsContext(SslContext ssl_context)
    : ssl_context_(std::move(ssl_context)), received_(received_bytes_max) {}

// Shared because the contexts of all workers use one SSL_CTX, whose callbacks read it.
TlsContext::TlsContext(SslContext ssl_context, std::shared_ptr<const ClientState> client)
    : ssl_context_(std::move(ssl_context)),
      client_(std::move(client)),
      received_(received_bytes_max) {
  SSL_CTX_set_app_data(get(), const_cast<ClientState*>(client_.get()));
  if (!client_->certificates.empty()) {
    SSL_CTX_set_cert_cb(get(), &show_certificate, nullptr);
  }
  if (client_->key_log != nullptr) {
    SSL_CTX_set_keylog_callback(get(), &log_key);
  }
  SSL_CTX_sess_set_new_cb(get(), &keep_session);
}

std::unique_ptr<TlsContext> TlsContext::for_another_worker() const {
  SSL_CTX_up_ref(ssl_context_.get());
  auto other = std::make_unique<TlsContext>(SslContext(ssl_context_.get()));
  other->client_ = client_;
  return other;
}

void TlsContext::staple(const std::string& ocsp_response) {
  ocsp_response_ = ocsp_response;
  // What the macro SSL_CTX_set_tlsext_status_cb does, without its old-style cast.
  SSL_CTX_callback_ctrl(get(), SSL_CTRL_SET_TLSEXT_STATUS_REQ_CB,
                        reinterpret_cast<void (*)()>(&staple_response));
  SSL_CTX_set_tlsext_status_arg(get(), &ocsp_response_);
}

void TlsContext::give_back(std::string buffer) {
  if (buffer.capacity() > spare_.capacity() && buffer.capacity() <= spare_bytes_max) {
    buffer.clear();
    spare_ = std::move(buffer);
  }
}

void TlsContext::accept_protocols(const std::vector<std::string>& protocols) {
  accepted_protocols_ = alpn_text(protocols);
  if (!protocols.empty()) {
    SSL_CTX_set_alpn_select_cb(get(), &select_protocol, &accepted_protocols_);
  }
}

kit::Result<void> apply(const TlsSettings& settings, SSL_CTX* context) {
  if (SSL_CTX_set_min_proto_version(context, number_of(settings.version_min)) != 1 ||
      SSL_CTX_set_max_proto_version(context, number_of(settings.version_max)) != 1) {
    return refused_by_openssl("TLS version");
  }
  // Not the distribution's level: a test server may have a short key, and the
  // signatures of TLS 1.0 and 1.1 (SHA-1) are below every level but 0.
  SSL_CTX_set_security_level(context, settings.version_min < TlsVersion::tls1_2 ? 0 : 1);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_options(
      context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_IGNORE_UNEXPECTED_EOF);
  if (settings.resumes) {
    // Only tickets; a client's are kept by its virtual user, not by OpenSSL.
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    constexpr unsigned char name[] = "headroom";
    SSL_CTX_set_session_id_context(context, name, sizeof name - 1);
  } else {
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
    SSL_CTX_set_num_tickets(context, 0);
  }
  return {};
}

kit::Result<void> add_authorities(const std::string& pem, SSL_CTX* context) {
  const Bio text = bio_of(pem);
  X509_STORE* store = SSL_CTX_get_cert_store(context);
  std::size_t count = 0;
  for (;; ++count) {
    const Certificate authority(PEM_read_bio_X509_AUX(text.get(), nullptr, nullptr, nullptr));
    if (authority == nullptr) {
      break;
    }
    if (X509_STORE_add_cert(store, authority.get()) != 1) {
      return refused_by_openssl("authority");
    }
  }
  if (count == 0) {
    return refused_by_openssl("authorities");
  }
  ERR_clear_error();
  return {};
}

void name_authorities(const std::string& pem, SSL_CTX* context) {
  const Bio text = bio_of(pem);
  for (;;) {
    const Certificate authority(PEM_read_bio_X509_AUX(text.get(), nullptr, nullptr, nullptr));
    if (authority == nullptr) {
      break;
    }
    SSL_CTX_add_client_CA(context, authority.get());
  }
  ERR_clear_error();
}

kit::Result<void> allow_suites(const std::vector<std::string>& names, SSL_CTX* context) {
  const SslContext everything(SSL_CTX_new(TLS_method()));
  SSL_CTX_set_cipher_list(everything.get(), "ALL:COMPLEMENTOFALL:@SECLEVEL=0");
  const STACK_OF(SSL_CIPHER)* known = SSL_CTX_get_ciphers(everything.get());
  std::string list;
  for (const std::string& name : names) {
    const SSL_CIPHER* found = find_suite(known, name);
    if (found == nullptr) {
      return kit::failure("unknown cipher suite " + name);
    }
    if (SSL_CIPHER_get_protocol_id(found) >> 8 != 0x13) {
      list += (list.empty() ? "" : ":") + std::string(SSL_CIPHER_get_name(found));
    }
  }
  if (!list.empty() && SSL_CTX_set_cipher_list(context, list.c_str()) != 1) {
    return refused_by_openssl("cipher suites");
  }
  return {};
}

std::string alpn_text(const std::vector<std::string>& protocols) {
  std::string text;
  for (const std::string& protocol : protocols) {
    text += static_cast<char>(protocol.size());
    text += protocol;
  }
  return text;
}

}  // namespace headroom::net::internal
