// TLS sessions that servers have offered to resume: what a virtual user that is
// told to resume remembers between its connections. One thread's; it must
// outlive the connections that were started with it.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

struct ssl_session_st;  // NOLINT(readability-identifier-naming): the library's name

namespace headroom::net {

class TlsSessions {
 public:
  TlsSessions() = default;
  ~TlsSessions() { clear(); }
  TlsSessions(const TlsSessions&) = delete;
  TlsSessions& operator=(const TlsSessions&) = delete;

  // Takes ownership. Of each server the latest few are kept.
  void keep(const std::string& server, ssl_session_st* session);
  // The latest session with the server, for the caller to free; null when there is
  // none. A ticket of TLS 1.3 is for one use and leaves; one of TLS 1.2 stays too.
  ssl_session_st* take(const std::string& server);
  void clear();
  std::size_t count() const;

 private:
  std::unordered_map<std::string, std::vector<ssl_session_st*>> sessions_;  // oldest first
};

}  // namespace headroom::net
