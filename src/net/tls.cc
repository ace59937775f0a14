#include "net/tls.h"

#include <filesystem>

#include <openssl/err.h>

#include "kit/file.h"
#include "net/internal/tls_context.h"
#include "net/internal/tls_transport.h"

namespace headroom::net {

namespace {

using internal::SslContext;

// Go's order: the shortest key first, which costs the least.
constexpr const char* suites_of_tls1_3 =
    "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";

int verify_nothing(X509_STORE_CTX* store, void* argument) {
  static_cast<void>(store);
  static_cast<void>(argument);
  return 1;
}

// As Go does: every file of the folder that is made of certificates.
void trust_folder(const std::string& folder, SSL_CTX* context) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    const kit::Result<std::string> text = kit::read_file(entry.path().string());
    if (text) {
      [[maybe_unused]] const auto added = internal::add_authorities(*text, context);
    }
  }
}

// All but the system's own file, which is read later.
kit::Result<void> trust_system(const TlsClientOptions& options, SSL_CTX* context) {
  if (options.system_folders.empty()) {
    SSL_CTX_set_default_verify_dir(context);
  }
  for (const std::string& folder : options.system_folders) {
    trust_folder(folder, context);
  }
  if (options.system_file.empty()) {
    return {};
  }
  const kit::Result<std::string> text = kit::read_file(options.system_file);
  if (!text) {
    return std::unexpected(text.error());
  }
  if (auto added = internal::add_authorities(*text, context); !added) {
    return kit::failure_of(added, options.system_file);
  }
  return {};
}

// `trust` must live as long as the context.
kit::Result<void> apply_trust(const TlsClientOptions& options, internal::SystemTrust& trust,
                              SSL_CTX* context) {
  if (!options.verifies) {
    SSL_CTX_set_verify(context, SSL_VERIFY_NONE, nullptr);
    // Else OpenSSL verifies all the same and ignores what it found.
    SSL_CTX_set_cert_verify_callback(context, &verify_nothing, nullptr);
    return {};
  }
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  const bool reads_system_file = options.trusts_system && options.system_file.empty();
  SSL_CTX_set_cert_verify_callback(context, &internal::verify_collecting,
                                   reads_system_file ? &trust : nullptr);
  // A certificate that is trusted by itself needs no authority above it.
  X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context),
                              X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_TRUSTED_FIRST);
  if (options.trusts_system) {
    if (auto trusted = trust_system(options, context); !trusted) {
      return trusted;
    }
  }
  if (options.authorities_pem.empty()) {
    return {};
  }
  return internal::add_authorities(options.authorities_pem, context);
}

}  // namespace

std::string_view name_of(TlsVersion version) {
  switch (version) {
    case TlsVersion::tls1_0: return "tls1.0";
    case TlsVersion::tls1_1: return "tls1.1";
    case TlsVersion::tls1_2: return "tls1.2";
    case TlsVersion::tls1_3: return "tls1.3";
  }
  return "tls1.3";
}

kit::Result<std::unique_ptr<TlsClientContext>> TlsClientContext::make(
    const TlsClientOptions& options) {
  SslContext ssl_context(SSL_CTX_new(TLS_client_method()));
  SSL_CTX* context = ssl_context.get();
  SSL_CTX_set_ciphersuites(context, suites_of_tls1_3);
  SSL_CTX_set_tlsext_status_type(context, TLSEXT_STATUSTYPE_ocsp);
  const internal::TlsSettings settings{.version_min = options.version_min,
                                       .version_max = options.version_max,
                                       .resumes = options.resumes};
  if (auto applied = internal::apply(settings, context); !applied) {
    return kit::failure_of(applied, "TLS settings");
  }
  auto trust = std::make_unique<internal::SystemTrust>();
  if (auto trusted = apply_trust(options, *trust, context); !trusted) {
    return kit::failure_of(trusted, "TLS authorities");
  }
  if (auto allowed = internal::allow_suites(options.cipher_suites, context); !allowed) {
    return kit::failure_of(allowed, "TLS settings");
  }
  auto certificates = internal::ClientCertificates::read(options.certificates);
  if (!certificates) {
    return kit::failure_of(certificates);
  }
  if (const std::string protocols = internal::alpn_text(options.application_protocols);
      !protocols.empty()) {
    SSL_CTX_set_alpn_protos(context, reinterpret_cast<const unsigned char*>(protocols.data()),
                            static_cast<unsigned>(protocols.size()));
  }
  auto client = std::make_shared<const internal::ClientState>(
      internal::ClientState{.certificates = std::move(*certificates),
                            .key_log = options.key_log,
                            .trust = std::move(trust)});
  return std::unique_ptr<TlsClientContext>(new TlsClientContext(
      std::make_unique<internal::TlsContext>(std::move(ssl_context), std::move(client))));
}

std::unique_ptr<TlsClientContext> TlsClientContext::for_another_worker() const {
  return std::unique_ptr<TlsClientContext>(new TlsClientContext(context_->for_another_worker()));
}

TlsClientContext::TlsClientContext(std::unique_ptr<internal::TlsContext> context)
    : context_(std::move(context)) {}

TlsClientContext::~TlsClientContext() = default;

kit::Result<std::unique_ptr<TlsServerContext>> TlsServerContext::make(
    const TlsServerOptions& options) {
  auto context =
      std::make_unique<internal::TlsContext>(SslContext(SSL_CTX_new(TLS_server_method())));
  const internal::TlsSettings settings{.version_min = options.version_min,
                                       .version_max = options.version_max,
                                       .resumes = options.resumes};
  if (auto applied = internal::apply(settings, context->get()); !applied) {
    return kit::failure_of(applied, "TLS settings");
  }
  auto chain = internal::CertificateChain::read(options.certificate_pem, options.key_pem, {});
  auto used = chain ? chain->use_for(context->get()) : kit::failure_of(chain);
  if (!used) {
    return kit::failure_of(used, "TLS settings");
  }
  if (!options.client_authorities_pem.empty()) {
    SSL_CTX_set_verify(context->get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    if (auto trusted = internal::add_authorities(options.client_authorities_pem, context->get());
        !trusted) {
      return kit::failure_of(trusted, "TLS authorities");
    }
    internal::name_authorities(options.client_authorities_pem, context->get());
  }
  context->accept_protocols(options.application_protocols);
  if (!options.ocsp_response.empty()) {
    context->staple(options.ocsp_response);
  }
  return std::unique_ptr<TlsServerContext>(new TlsServerContext(std::move(context)));
}

TlsServerContext::TlsServerContext(std::unique_ptr<internal::TlsContext> context)
    : context_(std::move(context)) {}

TlsServerContext::~TlsServerContext() = default;

Outcome<std::unique_ptr<Transport>> start_tls(std::unique_ptr<Transport> transport,
                                              TlsClientContext& context, const TlsPeer& peer,
                                              kit::Instant deadline) {
  auto tls = std::make_unique<internal::TlsTransport>(std::move(transport), context.internals());
  tls->be_client(peer);
  if (Outcome<void> shaken = tls->shake_hands(deadline); !shaken) {
    return failed(shaken);
  }
  return tls;
}

Outcome<std::unique_ptr<Transport>> accept_tls(std::unique_ptr<Transport> transport,
                                               TlsServerContext& context, kit::Instant deadline) {
  auto tls = std::make_unique<internal::TlsTransport>(std::move(transport), context.internals());
  tls->be_server();
  if (Outcome<void> shaken = tls->shake_hands(deadline); !shaken) {
    return failed(shaken);
  }
  return tls;
}

}  // namespace headroom::net
