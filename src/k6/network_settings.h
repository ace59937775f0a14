// How virtual users make their connections, from the options and the process's
// environment: names, forbidden destinations, local addresses, proxies, TLS. Made
// once, then read by every worker.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "k6/options.h"
#include "kit/result.h"
#include "net/destination_rules.h"
#include "net/ip_range.h"
#include "net/key_log.h"
#include "net/resolver.h"
#include "net/tls.h"
#include "protocol/http/connector.h"
#include "protocol/http/proxy.h"

namespace headroom::k6 {

struct NetworkSettings {
  net::ResolverOptions resolver = {};
  net::DestinationRules destinations = {};
  std::optional<net::AddressPool> local_addresses = {};
  protocol::http::ProxyRules proxies = {};
  std::unique_ptr<net::KeyLog> key_log = {};  // null: none
  net::TlsClientOptions tls = {};             // borrows key_log
};

// `environment` has HTTP_PROXY, HTTPS_PROXY, NO_PROXY, SSLKEYLOGFILE, SSL_CERT_FILE
// and SSL_CERT_DIR, where they are set.
kit::Result<NetworkSettings> make_network_settings(
    const Options& options, const std::map<std::string, std::string>& environment);

// What the sessions of one virtual user connect with; `sessions` is its own and
// outlives its connections. The one without a number connects as the first does.
protocol::http::ConnectSettings connect_settings_of(const NetworkSettings& settings,
                                                    std::uint64_t vu_id,
                                                    net::TlsSessions& sessions);

}  // namespace headroom::k6
