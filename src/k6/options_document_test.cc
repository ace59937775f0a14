#include "k6/options_document.h"

#include <gtest/gtest.h>

#include "document/json.h"
#include "kit/assert.h"

namespace headroom::k6 {
namespace {

Options read(const std::string& json) {
  std::vector<std::string> warnings;
  auto options = parse_script_options(document::parse_json(json).value(), warnings);
  HEADROOM_ASSERT(options.has_value());
  return *options;
}

std::string shown(const Options& options, std::string_view key) {
  const document::Value all = options_document(options);
  const document::Value* value = all.find(key);
  return value == nullptr ? "absent" : document::to_json(*value);
}

TEST(OptionsDocument, HasEveryOptionAsScriptsWriteIt) {
  const Options options = read(R"({
    "maxRedirects": 3, "batch": 5, "rps": 12.5, "httpDebug": "full", "noCookiesReset": true,
    "systemTags": ["url", "vu"], "tags": {"a": "b"}, "setupTimeout": 90000,
    "hosts": {"a.test": "10.0.0.1", "*.b.test:443": "[::1]:8443"},
    "dns": {"ttl": "inf", "select": "roundRobin", "policy": "onlyIPv6"},
    "blacklistIPs": ["10.1.2.3/8"], "blockHostnames": ["*.bad.test"], "tlsVersion": "tls1.3",
    "tlsAuth": [{"cert": "C", "key": "K", "domains": ["*.a.test"]}],
    "thresholds": {"checks": ["rate>0.9",
      {"threshold": "rate>0.5", "abortOnFail": true, "delayAbortEval": "10s"}]},
    "summaryTrendStats": ["avg"], "minIterationDuration": "1.5s"})");
  struct Row {
    const char* key;
    const char* json;
  };
  const Row rows[] = {
      {"maxRedirects", "3"},
      {"batch", "5"},
      {"rps", "12.5"},
      {"httpDebug", R"("full")"},
      {"noCookiesReset", "true"},
      {"systemTags", R"(["url","vu"])"},
      {"tags", R"({"a":"b"})"},
      {"setupTimeout", R"("1m30s")"},
      {"minIterationDuration", R"("1.5s")"},
      {"hosts", R"({"a.test":"10.0.0.1","*.b.test:443":"[::1]:8443"})"},
      {"dns", R"({"ttl":"inf","select":"roundRobin","policy":"onlyIPv6"})"},
      {"blacklistIPs", R"(["10.0.0.0/8"])"},
      {"blockHostnames", R"(["*.bad.test"])"},
      {"tlsVersion", R"({"min":"tls1.3","max":"tls1.3"})"},
      {"tlsAuth", R"([{"domains":["*.a.test"],"cert":"C","key":"K"}])"},
      {"thresholds",
       R"({"checks":["rate>0.9",{"threshold":"rate>0.5","abortOnFail":true,"delayAbortEval":"10s"}]})"},
      {"summaryTrendStats", R"(["avg"])"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(shown(options, row.key), row.json) << row.key;
  }
}

TEST(OptionsDocument, HasNullOrADefaultForWhatWasNotSaid) {
  const Options options;
  for (const char* key : {"batch", "thresholds", "tags", "hosts", "noSetup", "tlsAuth", "paused"}) {
    EXPECT_EQ(shown(options, key), "null") << key;
  }
  EXPECT_EQ(shown(options, "teardownTimeout"), R"("1m0s")");
  EXPECT_EQ(shown(options, "dns"), R"({"ttl":"5m0s","select":"random","policy":"preferIPv4"})");
  EXPECT_EQ(shown(options, "summaryTrendStats"), R"-(["avg","min","med","max","p(90)","p(95)"])-");
}

TEST(OptionsDocument, ShowsShortcutsAsTheScenarioTheyMean) {
  const Options options = read(R"({"vus": 2, "stages": [{"duration": "10s", "target": 5}]})");

  EXPECT_EQ(shown(options, "scenarios"),
            R"({"default":{"executor":"ramping-vus","startTime":"0s","gracefulStop":"30s",)"
            R"("env":null,"exec":"default","tags":null,"startVUs":2,)"
            R"("stages":[{"duration":"10s","target":5}]}})");
  for (const char* key : {"vus", "stages", "duration", "iterations"}) {
    EXPECT_EQ(shown(options, key), "absent") << key;
  }
}

}  // namespace
}  // namespace headroom::k6
