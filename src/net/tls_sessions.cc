#include "net/tls_sessions.h"

#include <openssl/ssl.h>

namespace headroom::net {

namespace {

// A server of TLS 1.3 sends about two with each connection.
constexpr std::size_t sessions_per_server_max = 4;

}  // namespace

void TlsSessions::keep(const std::string& server, ssl_session_st* session) {
  std::vector<ssl_session_st*>& kept = sessions_[server];
  if (kept.size() == sessions_per_server_max) {
    SSL_SESSION_free(kept.front());
    kept.erase(kept.begin());
  }
  kept.push_back(session);
}

ssl_session_st* TlsSessions::take(const std::string& server) {
  const auto found = sessions_.find(server);
  if (found == sessions_.end() || found->second.empty()) {
    return nullptr;
  }
  ssl_session_st* session = found->second.back();
  if (SSL_SESSION_get_protocol_version(session) == TLS1_3_VERSION) {
    found->second.pop_back();
  } else {
    SSL_SESSION_up_ref(session);
  }
  return session;
}

void TlsSessions::clear() {
  for (const auto& [server, kept] : sessions_) {
    for (ssl_session_st* session : kept) {
      SSL_SESSION_free(session);
    }
  }
  sessions_.clear();
}

std::size_t TlsSessions::count() const {
  std::size_t count = 0;
  for (const auto& [server, kept] : sessions_) {
    count += kept.size();
  }
  return count;
}

}  // namespace headroom::net
