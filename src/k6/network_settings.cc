#include "k6/network_settings.h"

#include "k6/option_readers.h"

namespace headroom::k6 {

namespace {

using Environment = std::map<std::string, std::string>;

// Empty when it is not set.
std::string variable(const Environment& environment, const std::string& name) {
  const auto found = environment.find(name);
  return found == environment.end() ? std::string() : found->second;
}

kit::Result<std::unique_ptr<net::KeyLog>> open_key_log(const Environment& environment) {
  const std::string path = variable(environment, "SSLKEYLOGFILE");
  if (path.empty()) {
    return nullptr;
  }
  auto log = net::KeyLog::open(path);
  if (!log) {
    return kit::failure_of(log, "SSLKEYLOGFILE");
  }
  return log;
}

net::TlsClientOptions tls_options(const Options& options, const Environment& environment) {
  const TlsVersionRange versions = options.tls_version.value_or(TlsVersionRange());
  net::TlsClientOptions tls;
  tls.verifies = !options.insecure_skip_tls_verify.value_or(false);
  tls.system_file = variable(environment, "SSL_CERT_FILE");
  tls.system_folders = split(variable(environment, "SSL_CERT_DIR"), ':');
  tls.version_min = versions.min;
  tls.version_max = versions.max;
  tls.cipher_suites = options.tls_cipher_suites.value_or(std::vector<std::string>());
  tls.certificates = options.tls_auth.value_or(std::vector<net::ClientCertificate>());
  tls.resumes = options.tls_resume.value_or(false);
  return tls;
}

}  // namespace

kit::Result<NetworkSettings> make_network_settings(const Options& options,
                                                   const Environment& environment) {
  auto proxies = protocol::http::ProxyRules::from_environment(environment);
  if (!proxies) {
    return kit::failure_of(proxies);
  }
  auto key_log = open_key_log(environment);
  if (!key_log) {
    return kit::failure_of(key_log);
  }
  NetworkSettings settings;
  settings.resolver.ttl = options.dns.ttl.value_or(defaults::dns_ttl);
  settings.resolver.choice = options.dns.select.value_or(net::AddressChoice::random);
  settings.resolver.policy = options.dns.policy.value_or(net::AddressPolicy::prefer_ipv4);
  settings.destinations = {
      .blocked_hosts = options.block_hostnames.value_or(std::vector<net::HostPattern>()),
      .blocked_ranges = options.blacklist_ips.value_or(std::vector<net::IpRange>()),
      .overrides = options.hosts.value_or(std::vector<net::HostOverride>())};
  settings.local_addresses = options.local_ips;
  settings.proxies = std::move(*proxies);
  settings.tls = tls_options(options, environment);
  settings.key_log = std::move(*key_log);
  settings.tls.key_log = settings.key_log.get();
  return settings;
}

protocol::http::ConnectSettings connect_settings_of(const NetworkSettings& settings,
                                                    std::uint64_t vu_id,
                                                    net::TlsSessions& sessions) {
  protocol::http::ConnectSettings result;
  if (settings.local_addresses) {
    result.local = settings.local_addresses->at(vu_id == 0 ? 0 : vu_id - 1);
  }
  result.tls_sessions = settings.tls.resumes ? &sessions : nullptr;
  return result;
}

}  // namespace headroom::k6
