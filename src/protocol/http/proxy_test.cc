#include "protocol/http/proxy.h"

#include <gtest/gtest.h>

namespace headroom::protocol::http {
namespace {

using Environment = std::map<std::string, std::string>;

Origin origin_of(const char* text) {
  const Url url = Url::parse(text).value();
  return {
      .is_tls = url.scheme == "https", .port = url.port(), .host = std::string(url.host_name())};
}

std::string proxy_of(const Environment& environment, const char* url) {
  const ProxyRules rules = ProxyRules::from_environment(environment).value();
  const Proxy* proxy = rules.proxy_for(origin_of(url));
  return proxy == nullptr ? "direct"
                          : (proxy->origin.is_tls ? "https://" : "http://") + proxy->origin.host +
                                ":" + std::to_string(proxy->origin.port);
}

TEST(ProxyRules, ReadTheVariablesOfEachScheme) {
  struct Row {
    Environment environment;
    const char* url;
    const char* proxy;
  };
  const Row rows[] = {
      {{}, "http://example.com", "direct"},
      {{{"HTTP_PROXY", "http://p:8080"}}, "http://example.com", "http://p:8080"},
      {{{"HTTP_PROXY", "http://p:8080"}}, "https://example.com", "direct"},
      {{{"HTTPS_PROXY", "http://p:8080"}}, "https://example.com", "http://p:8080"},
      {{{"http_proxy", "http://p"}}, "http://example.com", "http://p:80"},
      {{{"http_proxy", "http://small"}, {"HTTP_PROXY", "http://large"}},
       "http://example.com",
       "http://large:80"},
      {{{"http_proxy", "http://small"}, {"HTTP_PROXY", ""}},
       "http://example.com",
       "http://small:80"},
      {{{"https_proxy", "https://p"}}, "https://example.com", "https://p:443"},
      {{{"HTTP_PROXY", "p:3128"}}, "http://example.com", "http://p:3128"},
      {{{"HTTP_PROXY", "10.0.0.1:3128"}}, "http://example.com", "http://10.0.0.1:3128"},
      {{{"HTTP_PROXY", "p"}}, "http://example.com", "http://p:80"},
      {{{"HTTP_PROXY", "http://[::2]:1"}}, "http://example.com", "http://::2:1"},
      {{{"HTTP_PROXY", "p"}}, "http://localhost:80", "direct"},
      {{{"HTTP_PROXY", "p"}}, "http://127.9.9.9", "direct"},
      {{{"HTTP_PROXY", "p"}}, "http://[::1]", "direct"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(proxy_of(row.environment, row.url), row.proxy) << row.url;
  }
}

TEST(ProxyRules, LeaveOutWhatNoProxyNames) {
  struct Row {
    const char* no_proxy;
    const char* url;
    bool is_direct;
  };
  const Row rows[] = {
      {"", "http://example.com", false},
      {"*", "http://example.com", true},
      {"other.com, *", "http://example.com", true},
      {"example.com", "http://example.com", true},
      {"EXAMPLE.com ", "http://Example.COM:8080", true},
      {"example.com", "http://a.b.example.com", true},
      {"example.com", "http://notexample.com", false},
      {".example.com", "http://example.com", false},
      {".example.com", "http://a.example.com", true},
      {"*.example.com", "http://example.com", false},
      {"*.example.com", "http://a.example.com", true},
      {"example.com:8080", "http://example.com:8080", true},
      {"example.com:8080", "http://example.com", false},
      {"example.com:80", "http://example.com", true},
      {"example.com:x", "http://example.com", false},
      {"10.0.0.1", "http://10.0.0.1:99", true},
      {"10.0.0.1:98", "http://10.0.0.1:99", false},
      {"10.0.0.0/8", "http://10.9.9.9", true},
      {"10.0.0.0/8", "http://11.9.9.9", false},
      {"10.0.0.0/8", "http://a.example.com", false},
      {"fd00::/8", "http://[fd00::1]", true},
      {"fd00::1", "http://[fd00::1]", true},
      {"[fd00::1]:80", "http://[fd00::1]", true},
      {"[fd00::1]:81", "http://[fd00::1]", false},
      {":80,,.,example.com", "http://example.com", true},
      {":80", "http://example.com", false},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(proxy_of({{"http_proxy", "p"}, {"no_proxy", row.no_proxy}}, row.url) == "direct",
              row.is_direct)
        << row.no_proxy << " " << row.url;
  }
}

TEST(ProxyRules, MakeTheAuthorizationFromTheProxysUserAndPassword) {
  const auto authorization = [](const char* url) {
    const ProxyRules rules = ProxyRules::from_environment({{"http_proxy", url}}).value();
    return rules.proxy_for(origin_of("http://example.com"))->authorization;
  };

  EXPECT_EQ(authorization("http://p"), "");
  EXPECT_EQ(authorization("http://user:pass@p"), "Basic dXNlcjpwYXNz");
  EXPECT_EQ(authorization("http://u%40x:p%3Aw@p"), "Basic dUB4OnA6dw==");
  EXPECT_EQ(authorization("http://u@p"), "Basic dTo=");
  EXPECT_EQ(authorization("user:pw@p:3128"), "Basic dXNlcjpwdw==");
}

TEST(ProxyRules, KnowSocksProxiesByTheirScheme) {
  const auto proxy_at = [](const char* url) {
    const ProxyRules rules = ProxyRules::from_environment({{"http_proxy", url}}).value();
    return *rules.proxy_for(origin_of("http://example.com"));
  };

  EXPECT_EQ(proxy_at("http://p").kind, ProxyKind::http);
  for (const std::string scheme : {"socks5", "socks5h"}) {
    const Proxy proxy = proxy_at((scheme + "://u%40x:p%3Aw@p").c_str());
    EXPECT_EQ(proxy.kind, ProxyKind::socks);
    EXPECT_EQ(proxy.origin, (Origin{.port = 1080, .host = "p"}));
    EXPECT_EQ(proxy.user + " " + proxy.password, "u@x p:w");
    EXPECT_TRUE(proxy.has_user);
    EXPECT_EQ(proxy.authorization, "");
    EXPECT_FALSE(proxy_at((scheme + "://p:9").c_str()).has_user);
  }
}

TEST(ProxyRules, RefuseTheVariableThatCgiClientsSet) {
  struct Row {
    Environment environment;
    const char* url;
    bool is_refused;
  };
  const Row rows[] = {
      {{{"HTTP_PROXY", "p"}}, "http://a", false},
      {{{"HTTP_PROXY", "p"}, {"REQUEST_METHOD", ""}}, "http://a", false},
      {{{"HTTP_PROXY", "p"}, {"REQUEST_METHOD", "GET"}}, "http://a", true},
      {{{"HTTP_PROXY", "p"}, {"REQUEST_METHOD", "GET"}}, "http://localhost", true},
      {{{"HTTP_PROXY", "p"}, {"REQUEST_METHOD", "GET"}}, "https://a", false},
      {{{"HTTPS_PROXY", "p"}, {"REQUEST_METHOD", "GET"}}, "https://a", false},
      {{{"HTTPS_PROXY", "p"}, {"REQUEST_METHOD", "GET"}}, "http://a", false},
  };
  for (const Row& row : rows) {
    const ProxyRules rules = ProxyRules::from_environment(row.environment).value();
    EXPECT_EQ(!rules.refusal_for(origin_of(row.url)).empty(), row.is_refused) << row.url;
  }
}

TEST(ProxyRules, RefuseWhatIsNoProxy) {
  struct Row {
    Environment environment;
    const char* error;
  };
  const Row rows[] = {
      {{{"HTTP_PROXY", "http://a b/"}},
       "HTTP_PROXY: not the address of a proxy: write it as http://host:port"},
      {{{"HTTPS_PROXY", "http://"}},
       "HTTPS_PROXY: not the address of a proxy: write it as http://host:port"},
      // Without the password.
      {{{"HTTPS_PROXY", "http://me:secret@p:99999"}},
       "HTTPS_PROXY: not the address of a proxy: write it as http://host:port"},
      {{{"HTTPS_PROXY", "socks4://p:1080"}},
       "HTTPS_PROXY: there are no socks4 proxies; use one of http, https, socks5 and socks5h"},
  };
  for (const Row& row : rows) {
    const auto rules = ProxyRules::from_environment(row.environment);
    ASSERT_FALSE(rules) << row.error;
    EXPECT_EQ(rules.error().text(), row.error);
  }
}

}  // namespace
}  // namespace headroom::protocol::http
