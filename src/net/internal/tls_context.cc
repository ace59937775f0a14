#include "net/internal/tls_context.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace headroom::net::internal {

namespace {

// Room for several full records, so that a response comes with one recv.
constexpr std::size_t received_bytes_max = 64UL * 1024;
// A larger loan was for a large body and is not worth keeping.
constexpr std::size_t spare_bytes_max = 128UL * 1024;

using Bio = std::unique_ptr<BIO, FreeWith<BIO_free>>;
using Certificate = std::unique_ptr<X509, FreeWith<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;

int number_of(TlsVersion version) {
  switch (version) {
    case TlsVersion::tls1_0: return TLS1_VERSION;
    case TlsVersion::tls1_1: return TLS1_1_VERSION;
    case TlsVersion::tls1_2: return TLS1_2_VERSION;
    case TlsVersion::tls1_3: return TLS1_3_VERSION;
  }
  return TLS1_3_VERSION;
}

Bio bio_of(const std::string& text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

std::unexpected<kit::Error> refused(std::string_view what) {
  auto failure = kit::failure(std::string(what) + ": " + openssl_reason());
  ERR_clear_error();
  return failure;
}

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

kit::Result<void> use_certificate(const TlsSettings& settings, SSL_CTX* context) {
  const Bio chain = bio_of(settings.certificate_pem);
  const Certificate own(PEM_read_bio_X509_AUX(chain.get(), nullptr, nullptr, nullptr));
  if (own == nullptr || SSL_CTX_use_certificate(context, own.get()) != 1) {
    return refused("certificate");
  }
  while (X509* next = PEM_read_bio_X509(chain.get(), nullptr, nullptr, nullptr)) {
    if (SSL_CTX_add0_chain_cert(context, next) != 1) {
      X509_free(next);
      return refused("certificate chain");
    }
  }
  ERR_clear_error();  // the end of the text is an error to OpenSSL
  const Bio key_text = bio_of(settings.key_pem);
  // OpenSSL only hands the password on to give_password, which does not change it.
  void* password = const_cast<std::string*>(&settings.key_password);
  const Key key(PEM_read_bio_PrivateKey(key_text.get(), nullptr, &give_password, password));
  if (key == nullptr || SSL_CTX_use_PrivateKey(context, key.get()) != 1) {
    return refused("key");
  }
  if (SSL_CTX_check_private_key(context) != 1) {
    return refused("key does not belong to the certificate");
  }
  return {};
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

}  // namespace

void SystemTrust::load_into(X509_STORE* store) {
  std::call_once(loaded_, [store] {
    X509_STORE_set_default_paths(store);
    ERR_clear_error();  // a machine without authorities can still reach those given
  });
}

// Shared because all workers' contexts refer to the one trust.
TlsContext::TlsContext(SslContext ssl_context, std::shared_ptr<SystemTrust> trust)
    : ssl_context_(std::move(ssl_context)),
      trust_(std::move(trust)),
      received_(received_bytes_max) {}

std::unique_ptr<TlsContext> TlsContext::for_another_worker() const {
  SSL_CTX_up_ref(ssl_context_.get());
  return std::make_unique<TlsContext>(SslContext(ssl_context_.get()), trust_);
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
    return refused("TLS version");
  }
  // Not the distribution's level: a test server may have a short key, and the
  // signatures of TLS 1.0 and 1.1 (SHA-1) are below every level but 0.
  SSL_CTX_set_security_level(context, settings.version_min < TlsVersion::tls1_2 ? 0 : 1);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                   SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_num_tickets(context, 0);
  if (settings.certificate_pem.empty() && settings.key_pem.empty()) {
    return {};
  }
  return use_certificate(settings, context);
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
      return refused("authority");
    }
  }
  if (count == 0) {
    return refused("authorities");
  }
  ERR_clear_error();
  return {};
}

kit::Result<void> allow_suites(const std::vector<std::string>& names, SSL_CTX* context) {
  const SslContext everything(SSL_CTX_new(TLS_method()));
  SSL_CTX_set_cipher_list(everything.get(), "ALL:COMPLEMENTOFALL:@SECLEVEL=0");
  const STACK_OF(SSL_CIPHER)* known = SSL_CTX_get_ciphers(everything.get());
  std::string list;
  for (const std::string& name : names) {
    const SSL_CIPHER* found = nullptr;
    for (int i = 0; i < sk_SSL_CIPHER_num(known) && found == nullptr; ++i) {
      const SSL_CIPHER* suite = sk_SSL_CIPHER_value(known, i);
      const char* standard_name = SSL_CIPHER_standard_name(suite);
      found = standard_name != nullptr && name == standard_name ? suite : nullptr;
    }
    if (found == nullptr) {
      return kit::failure("unknown cipher suite " + name);
    }
    if (SSL_CIPHER_get_protocol_id(found) >> 8 != 0x13) {
      list += (list.empty() ? "" : ":") + std::string(SSL_CIPHER_get_name(found));
    }
  }
  if (!list.empty() && SSL_CTX_set_cipher_list(context, list.c_str()) != 1) {
    return refused("cipher suites");
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

std::string openssl_reason() {
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  return reason == nullptr ? "unknown error" : reason;
}

}  // namespace headroom::net::internal
