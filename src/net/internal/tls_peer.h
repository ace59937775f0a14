// What OpenSSL's callbacks must know of the connection they are called for: the
// app data of every SSL.
#pragma once

#include <string>

#include <openssl/ssl.h>

#include "net/internal/tls_failure.h"

namespace headroom::net {
class TlsSessions;
}

namespace headroom::net::internal {

struct TlsPeerState {
  Verification verification = {};
  std::string host = {};            // a client's: in lower case, without a final dot
  std::string server = {};          // a client's: the key of its sessions
  TlsSessions* sessions = nullptr;  // null: nothing is remembered
};

inline TlsPeerState& peer_of(const SSL* ssl) {
  return *static_cast<TlsPeerState*>(SSL_get_app_data(ssl));
}

}  // namespace headroom::net::internal
