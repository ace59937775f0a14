// OpenSSL's objects as owning pointers, and its last error as text.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <openssl/ssl.h>

#include "kit/result.h"

namespace headroom::net::internal {

template <auto free>
struct FreeWith {
  template <typename T>
  void operator()(T* pointer) const {
    free(pointer);
  }
};

inline void free_certificates(STACK_OF(X509) * certificates) {
  sk_X509_pop_free(certificates, X509_free);
}

using Bio = std::unique_ptr<BIO, FreeWith<BIO_free>>;
using Certificate = std::unique_ptr<X509, FreeWith<X509_free>>;
using Certificates = std::unique_ptr<STACK_OF(X509), FreeWith<free_certificates>>;
using Key = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;
using Ssl = std::unique_ptr<SSL, FreeWith<SSL_free>>;
using SslContext = std::unique_ptr<SSL_CTX, FreeWith<SSL_CTX_free>>;

// Reads from `text`, which must outlive it.
Bio bio_of(const std::string& text);

// OpenSSL's reason for the last error of this thread.
std::string openssl_reason();
// "key: bad decrypt"; clears OpenSSL's queue of errors.
std::unexpected<kit::Error> refused_by_openssl(std::string_view what);

}  // namespace headroom::net::internal
