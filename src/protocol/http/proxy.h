// Whether requests to an origin go through a proxy, by the rules of Go's
// httpproxy: HTTP_PROXY, HTTPS_PROXY and NO_PROXY. A value, made once from the
// environment and read by every worker; connecting is the connector's work.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/result.h"
#include "net/address.h"
#include "net/ip_range.h"
#include "protocol/http/message.h"

namespace headroom::protocol::http {

enum class ProxyKind : std::uint8_t { http, socks };

struct Proxy {
  ProxyKind kind = ProxyKind::http;
  Origin origin;              // where it listens; is_tls for https://
  std::string authorization;  // of Proxy-Authorization: "Basic dTpw"; empty: none
  // What is shown to a SOCKS proxy that asks.
  bool has_user = false;
  std::string user;
  std::string password;
};

class ProxyRules {
 public:
  ProxyRules() = default;  // never a proxy
  // The names in capitals come before those in small letters. What is not the address of
  // an http, https or SOCKS 5 proxy is an error.
  static kit::Result<ProxyRules> from_environment(
      const std::map<std::string, std::string>& environment);

  // Null: connect directly. Localhost and loopback addresses never have a proxy.
  const Proxy* proxy_for(const Origin& origin) const;
  // Why requests to the origin must not be made at all; empty: they may.
  std::string_view refusal_for(const Origin& origin) const;

 private:
  // An entry of NO_PROXY: a network, an address, or a domain.
  struct Exception {
    std::optional<net::IpRange> range;
    std::optional<net::Address> address;
    std::string domain;       // with a dot in front
    bool takes_name = false;  // also the domain itself, not only what is below
    int port = 0;             // 0: any
  };

  void add_exception(std::string_view text);
  bool is_excepted(const Origin& origin) const;

  std::optional<Proxy> plain_;
  std::optional<Proxy> secure_;
  std::vector<Exception> exceptions_;
  bool excepts_all_ = false;
  bool is_in_cgi_ = false;
};

}  // namespace headroom::protocol::http
