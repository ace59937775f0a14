// What OpenSSL says went wrong, sorted into kinds of failure.
#pragma once

#include <string>
#include <string_view>

#include <openssl/ssl.h>

#include "kit/time.h"
#include "net/failure.h"

namespace headroom::net::internal {

// What the verification of the peer's certificate found. All of it is collected,
// and then the most telling is chosen in the order in which Go would meet it:
// expired, other host, unknown authority.
struct Verification {
  int chosen = X509_V_OK;
  std::string valid_until_text;  // of the expired certificate: RFC 3339
  bool is_too_early = false;     // not expired but not valid yet
};

// To be given to SSL_CTX_set_cert_verify_callback(); the connection's app data
// must be its TlsPeerState, the argument a SystemTrust or null.
int verify_collecting(X509_STORE_CTX* store, void* argument);

// The failure of a handshake, a read or a write that gave SSL_ERROR_SSL. Clears
// OpenSSL's queue of errors.
Failure failure_of_openssl(const Verification& verification, kit::WallTime now);

// Could these be the first bytes of a TLS stream? True while there are too few.
bool looks_like_tls(std::string_view first_bytes);

}  // namespace headroom::net::internal
