// The options about connections and requests, from scripts, flags and variables.
#include <gtest/gtest.h>

#include "document/json.h"
#include "k6/exit_code.h"
#include "k6/options.h"

namespace headroom::k6 {
namespace {

kit::Result<Options> read(const std::string& json) {
  std::vector<std::string> warnings;
  auto options = parse_script_options(document::parse_json(json).value(), warnings);
  EXPECT_TRUE(warnings.empty()) << warnings.front();
  return options;
}

TEST(NetworkOptions, AreReadFromScripts) {
  const auto options = read(R"({
    "maxRedirects": 3, "batch": 5, "batchPerHost": 0, "rps": 12.5, "httpDebug": "full",
    "noCookiesReset": true, "systemTags": ["url", "vu"], "tlsResume": true,
    "hosts": {"a.test": "10.0.0.1", "*.b.test:443": "[::1]:8443"},
    "dns": {"ttl": "2m", "select": "roundRobin", "policy": "onlyIPv6"},
    "blacklistIPs": ["10.0.0.0/8", "::/64"], "blockHostnames": ["*.Bad.test"],
    "tlsVersion": {"min": "tls1.0", "max": "tls1.2"},
    "tlsCipherSuites": ["TLS_RSA_WITH_AES_128_GCM_SHA256"],
    "tlsAuth": [{"cert": "C", "key": "K", "password": "P", "domains": ["*.a.test"]},
                {"cert": "C2", "key": "K2"}]})");

  ASSERT_TRUE(options) << options.error().text();
  EXPECT_EQ(options->max_redirects, 3);
  EXPECT_EQ(options->batch, 5);
  EXPECT_EQ(options->batch_per_host, 0);
  EXPECT_EQ(options->rps, 12.5);
  EXPECT_EQ(options->http_debug, "full");
  EXPECT_EQ(options->no_cookies_reset, true);
  EXPECT_EQ(options->tls_resume, true);
  EXPECT_EQ(options->system_tags, (std::vector<std::string>{"url", "vu"}));
  EXPECT_EQ(options->hosts->at(1).pattern.text(), "*.b.test:443");
  EXPECT_EQ(options->hosts->at(1).address.text(), "[::1]:8443");
  EXPECT_EQ(options->dns.ttl, kit::Duration::seconds(120));
  EXPECT_EQ(options->dns.select, net::AddressChoice::round_robin);
  EXPECT_EQ(options->dns.policy, net::AddressPolicy::only_ipv6);
  EXPECT_EQ(options->blacklist_ips->at(1).text(), "::/64");
  EXPECT_EQ(options->block_hostnames->at(0).text(), "*.bad.test");
  EXPECT_EQ(options->tls_version->min, net::TlsVersion::tls1_0);
  EXPECT_EQ(options->tls_version->max, net::TlsVersion::tls1_2);
  EXPECT_EQ(options->tls_cipher_suites->size(), 1U);
  EXPECT_EQ(options->tls_auth->at(0).key_password, "P");
  EXPECT_EQ(options->tls_auth->at(0).domains, std::vector<std::string>{"*.a.test"});
  EXPECT_EQ(options->tls_auth->at(1).certificate_pem, "C2");
}

TEST(NetworkOptions, AreReadFromVariables) {
  const auto options = parse_environment_options({{"K6_MAX_REDIRECTS", "0"},
                                                  {"K6_BATCH", "7"},
                                                  {"K6_BATCH_PER_HOST", "2"},
                                                  {"K6_RPS", "100"},
                                                  {"K6_HTTP_DEBUG", "headers"},
                                                  {"K6_NO_COOKIES_RESET", "true"},
                                                  {"K6_SYSTEM_TAGS", "url,status"},
                                                  {"K6_HOSTS", R"({"a.test":"10.0.0.1"})"},
                                                  {"K6_DNS", "ttl=0"},
                                                  {"K6_BLACKLIST_IPS", "10.0.0.0/8,11.0.0.0/8"},
                                                  {"K6_BLOCK_HOSTNAMES", "a.com,b.com"},
                                                  {"K6_LOCAL_IPS", "10.0.0.0/29,10.1.0.1"},
                                                  {"K6_TLS_CIPHER_SUITES", "A,B"},
                                                  {"K6_TLSAUTH", R"([{"cert":"C","key":"K"}])"},
                                                  {"HEADROOM_TLS_RESUME", "1"}});

  ASSERT_TRUE(options) << options.error().text();
  EXPECT_EQ(options->max_redirects, 0);
  EXPECT_EQ(options->batch, 7);
  EXPECT_EQ(options->batch_per_host, 2);
  EXPECT_EQ(options->rps, 100);
  EXPECT_EQ(options->http_debug, "headers");
  EXPECT_EQ(options->no_cookies_reset, true);
  EXPECT_EQ(options->system_tags, (std::vector<std::string>{"url", "status"}));
  EXPECT_EQ(options->hosts->at(0).address.ip(), "10.0.0.1");
  EXPECT_EQ(options->dns.ttl, kit::Duration());
  EXPECT_EQ(options->blacklist_ips->size(), 2U);
  EXPECT_EQ(options->block_hostnames->size(), 2U);
  EXPECT_EQ(options->local_ips->at(6).ip(), "10.1.0.1");
  EXPECT_EQ(options->tls_cipher_suites, (std::vector<std::string>{"A", "B"}));
  EXPECT_EQ(options->tls_auth->at(0).key_pem, "K");
  EXPECT_EQ(options->tls_resume, true);
}

TEST(NetworkOptions, LocalIpsAreUnknownInScripts) {
  std::vector<std::string> warnings;
  const auto options =
      parse_script_options(document::parse_json(R"({"localIPs": "10.0.0.1"})").value(), warnings);

  ASSERT_TRUE(options) << options.error().text();
  EXPECT_FALSE(options->local_ips);
  EXPECT_EQ(warnings,
            std::vector<std::string>{
                "There were unknown fields in the options exported in the script: \"localIPs\""});
}

TEST(NetworkOptions, LocalIpsMayBeEmptyButNotWrong) {
  const auto open = parse_environment_options({{"K6_LOCAL_IPS", ""}});
  ASSERT_TRUE(open) << open.error().text();
  EXPECT_FALSE(open->local_ips);

  struct Row {
    const char* pool;
    const char* error;
  };
  const Row rows[] = {
      {"x",
       "K6_LOCAL_IPS: localIPs: 'x' is not an IP address, range or CIDR; write one such as "
       "10.0.0.1, 10.0.0.1-10.0.0.9 or 10.0.0.0/24"},
      {"10.0.0.9-10.0.0.1",
       "K6_LOCAL_IPS: localIPs: negative IP range: 10.0.0.9-10.0.0.1; write the lower address "
       "first"},
  };
  for (const Row& row : rows) {
    const auto wrong = parse_environment_options({{"K6_LOCAL_IPS", row.pool}});
    ASSERT_FALSE(wrong) << row.pool;
    EXPECT_EQ(wrong.error().text(), row.error);
    EXPECT_EQ(wrong.error().code(), exit_invalid_config);
  }
}

TEST(NetworkOptions, TheTimeToLiveOfNamesIsADurationInfOrMilliseconds) {
  struct Row {
    const char* dns;
    kit::Duration ttl;
  };
  const Row rows[] = {
      {R"({"ttl":"5m"})", kit::Duration::seconds(300)},
      {R"({"ttl":"1500"})", kit::Duration::milliseconds(1500)},
      {R"({"ttl":1500})", kit::Duration::milliseconds(1500)},
      {R"({"ttl":"0"})", kit::Duration()},
      {R"({"ttl":0})", kit::Duration()},
      {R"({"ttl":"inf"})", kit::Duration::max()},
      {R"("ttl=inf,select=first")", kit::Duration::max()},
  };
  for (const Row& row : rows) {
    const auto options = read(std::string(R"({"dns":)") + row.dns + "}");
    ASSERT_TRUE(options) << options.error().text();
    EXPECT_EQ(options->dns.ttl, row.ttl) << row.dns;
  }
}

TEST(NetworkOptions, ATlsVersionIsOneOrARange) {
  using enum net::TlsVersion;
  struct Row {
    const char* version;
    net::TlsVersion min;
    net::TlsVersion max;
  };
  const Row rows[] = {
      {R"("tls1.1")", tls1_1, tls1_1},
      {R"("tls1.3")", tls1_3, tls1_3},
      {R"({"min":"tls1.1"})", tls1_1, tls1_3},
      {R"({"max":"tls1.2"})", tls1_2, tls1_2},
      {R"({"max":"tls1.0"})", tls1_0, tls1_0},
      {R"({"min":"","max":null})", tls1_2, tls1_3},
      {R"("")", tls1_2, tls1_3},
  };
  for (const Row& row : rows) {
    const auto options = read(std::string(R"({"tlsVersion":)") + row.version + "}");
    ASSERT_TRUE(options) << options.error().text();
    EXPECT_EQ(options->tls_version->min, row.min) << row.version;
    EXPECT_EQ(options->tls_version->max, row.max) << row.version;
  }
}

TEST(NetworkOptions, BadValuesAreNamed) {
  struct Row {
    const char* json;
    const char* error;
  };
  const Row rows[] = {
      {R"({"maxRedirects":-1})", "maxRedirects: expected a whole number of 0 or more, got -1"},
      {R"({"batch":1.5})", "batch: expected a whole number, got 1.5"},
      {R"({"rps":"fast"})", "rps: expected a number of 0 or more, got \"fast\""},
      {R"({"httpDebug":true})", "httpDebug: expected a string, got true"},
      {R"({"hosts":{"a.test":"b.test"}})",
       "hosts: 'b.test' is not an IP address, with or without a port; write one such as 10.0.0.1 "
       "or "
       "10.0.0.1:8080"},
      {R"({"hosts":{"a b":"10.0.0.1"}})",
       "hosts: invalid hostname pattern 'a b'; write a name, or * and how names end, as "
       "*.example.com"},
      {R"({"dns":{"ttl":"-1s"}})", "dns: ttl: expected a duration of 0 or more, got \"-1s\""},
      {R"({"dns":{"select":"last"}})",
       "dns: select: expected one of first, random, roundRobin, got \"last\""},
      {R"({"dns":{"policy":4}})",
       "dns: policy: expected one of preferIPv4, preferIPv6, onlyIPv4, onlyIPv6, any, got 4"},
      {R"({"dns":{"server":"x"}})", "dns: unknown field 'server'; write ttl, select or policy"},
      {R"({"dns":"ttl"})",
       "dns: no value for key ttl; write fields such as ttl=5m,select=random,policy=preferIPv4"},
      {R"({"dns":7})", "dns: expected an object {ttl, select, policy}, got 7"},
      {R"({"blacklistIPs":["10.0.0.1"]})",
       "blacklistIPs: invalid CIDR address: 10.0.0.1; write a network such as 10.0.0.0/8, or "
       "10.0.0.1/32 for one address"},
      {R"({"blockHostnames":["a_b"]})",
       "blockHostnames: invalid hostname pattern 'a_b'; write a name, or * and how names end, as "
       "*.example.com"},
      {R"({"tlsVersion":"ssl3.0"})",
       "tlsVersion: expected one of tls1.0, tls1.1, tls1.2, tls1.3, got \"ssl3.0\""},
      {R"({"tlsVersion":{"min":"tls1.3","max":"tls1.2"}})", "tlsVersion: min is above max"},
      {R"({"tlsVersion":1})",
       "tlsVersion: expected a version such as \"tls1.2\" or an object {min, max}, got 1"},
      {R"({"tlsAuth":{"cert":"C","key":"SECRET"}})",
       "tlsAuth: expected an array of {cert, key, password, domains}"},
      {R"({"tlsAuth":[{"cert":"C"}]})",
       "tlsAuth: certificate 1: both cert and key are needed, as PEM text"},
      {R"({"tlsAuth":[{"cert":"C","key":"K"},"SECRET"]})",
       "tlsAuth: certificate 2: expected {cert, key, password, domains}"},
      {R"({"tlsAuth":[{"cert":"C","key":"K","password":1234}]})",
       "tlsAuth: certificate 1: password: expected a string"},
      {R"({"tlsAuth":[{"cert":"C","key":"K","domains":"a.test"}]})",
       "tlsAuth: certificate 1: domains: expected an array of strings, got \"a.test\""},
  };
  for (const Row& row : rows) {
    const auto options = read(row.json);
    ASSERT_FALSE(options) << row.json;
    EXPECT_EQ(options.error().text(), row.error);
    EXPECT_EQ(options.error().code(), exit_invalid_config) << row.json;
  }
}

}  // namespace
}  // namespace headroom::k6
