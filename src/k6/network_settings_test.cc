#include "k6/network_settings.h"

#include <gtest/gtest.h>

#include "net/tls_sessions.h"

namespace headroom::k6 {
namespace {

TEST(NetworkSettings, AreK6sDefaultsWithoutOptions) {
  const NetworkSettings settings = make_network_settings({}, {}).value();

  EXPECT_EQ(settings.resolver.ttl, kit::Duration::seconds(300));
  EXPECT_EQ(settings.resolver.choice, net::AddressChoice::random);
  EXPECT_EQ(settings.resolver.policy, net::AddressPolicy::prefer_ipv4);
  EXPECT_FALSE(settings.local_addresses);
  EXPECT_EQ(settings.key_log, nullptr);
  EXPECT_TRUE(settings.tls.verifies);
  EXPECT_FALSE(settings.tls.resumes);
  EXPECT_EQ(settings.proxies.proxy_for({.is_tls = true, .port = 443, .host = "a.test"}), nullptr);
}

TEST(NetworkSettings, TakeTheEnvironmentsProxiesAuthoritiesAndKeyLog) {
  const std::string path = testing::TempDir() + "network_settings_keys";
  const NetworkSettings settings = make_network_settings({}, {{"https_proxy", "http://p:1"},
                                                              {"SSLKEYLOGFILE", path},
                                                              {"SSL_CERT_FILE", "/a.pem"},
                                                              {"SSL_CERT_DIR", "/b:/c"}})
                                       .value();

  EXPECT_EQ(
      settings.proxies.proxy_for({.is_tls = true, .port = 443, .host = "a.test"})->origin.host,
      "p");
  EXPECT_NE(settings.tls.key_log, nullptr);
  EXPECT_EQ(settings.tls.key_log, settings.key_log.get());
  EXPECT_EQ(settings.tls.system_file, "/a.pem");
  EXPECT_EQ(settings.tls.system_folders, (std::vector<std::string>{"/b", "/c"}));
}

TEST(NetworkSettings, NameTheVariableThatMakesNoSense) {
  EXPECT_EQ(make_network_settings({}, {{"SSLKEYLOGFILE", "/nonexistent/x"}}).error().text(),
            "SSLKEYLOGFILE: /nonexistent/x: No such file or directory");
  EXPECT_TRUE(make_network_settings({}, {{"HTTP_PROXY", "socks4://p"}})
                  .error()
                  .text()
                  .starts_with("HTTP_PROXY: "));
}

TEST(NetworkSettings, GiveEachVirtualUserItsAddress) {
  Options options;
  options.local_ips = net::AddressPool::parse("10.0.0.1-10.0.0.3").value();
  const NetworkSettings settings = make_network_settings(options, {}).value();
  net::TlsSessions sessions;
  const auto local = [&](std::uint64_t id) {
    return connect_settings_of(settings, id, sessions).local.ip();
  };

  EXPECT_EQ(local(0), "10.0.0.1");
  EXPECT_EQ(local(1), "10.0.0.1");
  EXPECT_EQ(local(3), "10.0.0.3");
  EXPECT_EQ(local(4), "10.0.0.1");
}

TEST(NetworkSettings, ResumeOnlyWhenTold) {
  net::TlsSessions sessions;
  EXPECT_EQ(connect_settings_of(make_network_settings({}, {}).value(), 1, sessions).tls_sessions,
            nullptr);
  Options options;
  options.tls_resume = true;
  EXPECT_EQ(
      connect_settings_of(make_network_settings(options, {}).value(), 1, sessions).tls_sessions,
      &sessions);
}

}  // namespace
}  // namespace headroom::k6
