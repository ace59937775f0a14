#include "k6/option_table.h"

#include <array>

namespace headroom::k6 {

namespace {

using enum OptionShape;
using enum Support;

// Source: k6 v2.2.0 `run --help` and its documented variables.
constexpr std::array rows{
    OptionRow{"vus", "vus", 'u', "K6_VUS", value, full, "virtual users to run at once"},
    OptionRow{"duration", "duration", 'd', "K6_DURATION", value, full,
              "how long to run, as 30s or 5m"},
    OptionRow{"iterations", "iterations", 'i', "K6_ITERATIONS", value, full,
              "iterations in total, shared among the virtual users"},
    OptionRow{"stages", "stage", 's', "K6_STAGES", list, full,
              "ramp to TARGET virtual users over DURATION"},
    OptionRow{"scenarios", "", 0, "", json, full, ""},
    OptionRow{"executionSegment", "execution-segment", 0, "", value, full,
              "part of the test to run here, as 1/3:2/3, 10% or 0.2:2/3"},
    OptionRow{"executionSegmentSequence", "execution-segment-sequence", 0, "", value, full,
              "ends of all parts of the test, as 0,1/3,2/3,1"},
    OptionRow{"thresholds", "", 0, "K6_THRESHOLDS", json, full, ""},
    OptionRow{"", "env", 'e', "", list, full, "NAME=value for __ENV"},
    OptionRow{"tags", "tag", 0, "K6_TAGS", list, full, "NAME=value tag for every sample"},
    OptionRow{"userAgent", "user-agent", 0, "K6_USER_AGENT", value, full,
              "User-Agent header; empty for none"},
    OptionRow{"maxRedirects", "max-redirects", 0, "K6_MAX_REDIRECTS", value, full,
              "redirects to follow (default 10)"},
    OptionRow{"batch", "batch", 0, "K6_BATCH", value, full,
              "requests of one batch() at a time (default 20)"},
    OptionRow{"batchPerHost", "batch-per-host", 0, "K6_BATCH_PER_HOST", value, full,
              "of them to one host (default 6)"},
    OptionRow{"rps", "rps", 0, "K6_RPS", value, full,
              "limit of requests per second, over all virtual users"},
    OptionRow{"httpDebug", "http-debug", 0, "K6_HTTP_DEBUG", optional_value, full,
              "log requests and responses; =full with bodies", "headers"},
    OptionRow{"noCookiesReset", "", 0, "K6_NO_COOKIES_RESET", flag, full, ""},
    OptionRow{"systemTags", "system-tags", 0, "K6_SYSTEM_TAGS", list, full,
              "tags that samples get by themselves: status,method,url"},
    OptionRow{"hosts", "", 0, "K6_HOSTS", json, full, ""},
    OptionRow{"dns", "dns", 0, "K6_DNS", value, full,
              "how names are looked up (default ttl=5m,select=random,policy=preferIPv4)"},
    OptionRow{"blacklistIPs", "blacklist-ip", 0, "K6_BLACKLIST_IPS", list, full,
              "network that may not be called, as 10.0.0.0/8"},
    OptionRow{"blockHostnames", "block-hostnames", 0, "K6_BLOCK_HOSTNAMES", list, full,
              "host that may not be called, as *.example.com"},
    OptionRow{"localIPs", "local-ips", 0, "K6_LOCAL_IPS", value, full,
              "addresses, ranges and networks to call from, one for each virtual user", "",
              Reach::outside_scripts},
    OptionRow{"tlsVersion", "", 0, "", value, full, ""},
    OptionRow{"tlsCipherSuites", "", 0, "K6_TLS_CIPHER_SUITES", list, full, ""},
    OptionRow{"tlsAuth", "", 0, "K6_TLSAUTH", json, full, ""},
    OptionRow{"tlsResume", "tls-resume", 0, "HEADROOM_TLS_RESUME", flag, full,
              "resume TLS sessions, as browsers do (Headroom's own)"},
    OptionRow{"insecureSkipTLSVerify", "insecure-skip-tls-verify", 0, "K6_INSECURE_SKIP_TLS_VERIFY",
              flag, full, "accept any TLS certificate"},
    OptionRow{"discardResponseBodies", "discard-response-bodies", 0, "K6_DISCARD_RESPONSE_BODIES",
              flag, full, "read response bodies but do not keep them"},
    OptionRow{"throw", "throw", 'w', "K6_THROW", flag, full, "failed requests throw"},
    OptionRow{"minIterationDuration", "min-iteration-duration", 0, "K6_MIN_ITERATION_DURATION",
              value, full, "pad shorter iterations to this"},
    OptionRow{"noConnectionReuse", "no-connection-reuse", 0, "K6_NO_CONNECTION_REUSE", flag, full,
              "a new connection for every request"},
    OptionRow{"noVUConnectionReuse", "no-vu-connection-reuse", 0, "K6_NO_VU_CONNECTION_REUSE", flag,
              full, "new connections for every iteration"},
    OptionRow{"noSetup", "no-setup", 0, "K6_NO_SETUP", flag, full, "do not run setup()"},
    OptionRow{"noTeardown", "no-teardown", 0, "K6_NO_TEARDOWN", flag, full,
              "do not run teardown()"},
    OptionRow{"setupTimeout", "", 0, "K6_SETUP_TIMEOUT", value, full, ""},
    OptionRow{"teardownTimeout", "", 0, "K6_TEARDOWN_TIMEOUT", value, full, ""},
    OptionRow{"handleSummaryTimeout", "", 0, "K6_HANDLE_SUMMARY_TIMEOUT", value, full, ""},
    OptionRow{"failOnDropped", "fail-on-dropped", 0, "HEADROOM_FAIL_ON_DROPPED", value, full,
              "fail when more iterations of arrival rates are dropped: 1% or 100 (Headroom's own)"},
    OptionRow{"", "no-thresholds", 0, "K6_NO_THRESHOLDS", flag, full, "do not evaluate thresholds"},
    OptionRow{"summaryTrendStats", "summary-trend-stats", 0, "K6_SUMMARY_TREND_STATS", list, full,
              "columns of trends in the summary: avg,min,med,max,p(95),count"},
    OptionRow{"summaryTimeUnit", "summary-time-unit", 0, "K6_SUMMARY_TIME_UNIT", value, full,
              "unit of times in the summary: s, ms or us"},
    OptionRow{
        "summaryBy", "summary-by", 0, "HEADROOM_SUMMARY_BY", list, full,
        "rows of the summary for each value of these tags: name,method+status (Headroom's own)"},
    OptionRow{"", "summary-mode", 0, "K6_SUMMARY_MODE", value, full,
              "compact, full (also by scenario and group) or disabled"},
    OptionRow{"", "summary-export", 0, "K6_SUMMARY_EXPORT", value, full,
              "file for the summary as JSON"},
    OptionRow{"", "new-machine-readable-summary", 0, "K6_NEW_MACHINE_READABLE_SUMMARY", flag, full,
              "k6's newer JSON, in that file and for handleSummary()"},
    OptionRow{"", "include-system-env-vars", 0, "K6_INCLUDE_SYSTEM_ENV_VARS", flag, full,
              "give the environment to __ENV (default true)"},
    OptionRow{"", "no-color", 0, "K6_NO_COLOR", flag, full, "no colours"},
    OptionRow{"", "quiet", 'q', "", flag, full, "no banner and no progress"},
    OptionRow{"", "verbose", 'v', "", flag, full, "log at debug level"},
    OptionRow{"", "log-format", 0, "K6_LOG_FORMAT", value, full, "text, json or raw"},
    OptionRow{"", "console-output", 0, "K6_CONSOLE_OUTPUT", value, full,
              "file for the script's console"},
    OptionRow{"", "no-usage-report", 0, "K6_NO_USAGE_REPORT", flag, accepted,
              "accepted: there is nothing to report"},

    OptionRow{"paused", "paused", 'p', "K6_PAUSED", flag, later, ""},
    OptionRow{"metricSamplesBufferSize", "", 0, "K6_METRIC_SAMPLES_BUFFER_SIZE", value, accepted,
              ""},
    OptionRow{"cloud", "", 0, "", value, accepted, ""},
    OptionRow{"ext", "", 0, "", value, accepted, ""},
    OptionRow{"features", "features", 0, "K6_FEATURES", list, full,
              "k6's experimental features: merge-run-tags,freeze-env"},
    OptionRow{"", "compatibility-mode", 0, "K6_COMPATIBILITY_MODE", value, full,
              "extended, or base: without `global`"},
    OptionRow{"", "type", 't', "K6_TYPE", value, full, "js; an archive cannot be run yet"},
    OptionRow{"", "traces-output", 0, "K6_TRACES_OUTPUT", value, later, ""},
    OptionRow{"", "out", 'o', "K6_OUT", list, later, ""},
    OptionRow{"", "linger", 'l', "K6_LINGER", flag, later, ""},
    OptionRow{"", "address", 'a', "K6_ADDRESS", value, later, ""},
    OptionRow{"", "config", 'c', "K6_CONFIG", value, full,
              "JSON file with options, below those of the script"},
    OptionRow{"", "log-output", 0, "K6_LOG_OUTPUT", value, full,
              "stderr, stdout, none or file=PATH[,level=LEVEL]"},
    OptionRow{"", "profiling-enabled", 0, "K6_PROFILING_ENABLED", flag, later, ""},
    OptionRow{"", "secret-source", 0, "K6_SECRET_SOURCE", list, later, ""},
    OptionRow{"", "", 0, "K6_WEB_DASHBOARD", flag, later, ""},
};

}  // namespace

std::span<const OptionRow> option_rows() {
  return rows;
}

const OptionRow* find_option_by_key(std::string_view key) {
  for (const OptionRow& row : rows) {
    if (!key.empty() && row.key == key) {
      return &row;
    }
  }
  return nullptr;
}

const OptionRow* find_option_by_flag(std::string_view flag) {
  for (const OptionRow& row : rows) {
    if (!flag.empty() && row.flag == flag) {
      return &row;
    }
  }
  return nullptr;
}

}  // namespace headroom::k6
