// The options of one test: what the script exports, what K6_* variables and
// flags say, and how the tiers combine. Values only; turning them into
// scenarios is scenarios.h.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "document/value.h"
#include "kit/result.h"
#include "kit/time.h"
#include "load/segment.h"
#include "net/destination_rules.h"
#include "net/ip_range.h"
#include "net/resolver.h"
#include "net/tls.h"
#include "run/dropped_limit.h"

namespace headroom::k6 {

struct StageOptions {
  std::optional<kit::Duration> duration;
  std::optional<std::int64_t> target;

  bool operator==(const StageOptions&) const = default;
};

// One scenario as written; which fields its executor takes is checked when read.
struct ScenarioOptions {
  std::string name;
  std::string executor;
  std::string exec = "default";
  kit::Duration start_time;
  kit::Duration graceful_stop = kit::Duration::seconds(30);
  std::vector<std::pair<std::string, std::string>> env;
  std::vector<std::pair<std::string, std::string>> tags;
  std::optional<std::int64_t> vus;
  std::optional<std::int64_t> iterations;
  std::optional<kit::Duration> duration;
  std::optional<kit::Duration> max_duration;
  std::optional<std::int64_t> start_vus;
  std::optional<std::vector<StageOptions>> stages;
  std::optional<kit::Duration> graceful_ramp_down;
  std::optional<std::int64_t> start_rate;
  std::optional<std::int64_t> rate;
  std::optional<kit::Duration> time_unit;
  std::optional<std::int64_t> pre_allocated_vus;
  std::optional<std::int64_t> max_vus;

  bool operator==(const ScenarioOptions&) const = default;
};

struct ThresholdOptions {
  std::string source;  // "p(95)<500"
  bool abort_on_fail = false;
  kit::Duration delay_abort_eval;
  // Headroom's own: must hold in every window of so many seconds.
  std::optional<std::int64_t> window_seconds;

  bool operator==(const ThresholdOptions&) const = default;
};

// Option "dns"; what is missing is k6's default.
struct DnsOptions {
  std::optional<kit::Duration> ttl;  // max() for "inf"
  std::optional<net::AddressChoice> select;
  std::optional<net::AddressPolicy> policy;

  bool operator==(const DnsOptions&) const = default;
};

struct TlsVersionRange {
  net::TlsVersion min = net::TlsVersion::tls1_2;
  net::TlsVersion max = net::TlsVersion::tls1_3;

  bool operator==(const TlsVersionRange&) const = default;
};

struct Options {
  std::optional<std::int64_t> vus;
  std::optional<kit::Duration> duration;
  std::optional<std::int64_t> iterations;
  std::optional<std::vector<StageOptions>> stages;
  std::optional<std::vector<ScenarioOptions>> scenarios;
  std::optional<load::Segment> execution_segment;
  std::optional<load::SegmentSequence> execution_segment_sequence;
  // By metric selector ("http_req_duration{name:home}"), in the order written.
  std::optional<std::vector<std::pair<std::string, std::vector<ThresholdOptions>>>> thresholds;
  std::optional<std::vector<std::pair<std::string, std::string>>> tags;
  std::optional<std::string> user_agent;
  // Requests.
  std::optional<std::int64_t> max_redirects;
  std::optional<std::int64_t> batch;
  std::optional<std::int64_t> batch_per_host;
  std::optional<double> rps;  // 0: no limit
  std::optional<std::string> http_debug;
  std::optional<bool> no_cookies_reset;
  std::optional<std::vector<std::string>> system_tags;
  // Connections.
  std::optional<std::vector<net::HostOverride>> hosts;
  DnsOptions dns;
  std::optional<std::vector<net::IpRange>> blacklist_ips;
  std::optional<std::vector<net::HostPattern>> block_hostnames;
  std::optional<net::AddressPool> local_ips;
  std::optional<TlsVersionRange> tls_version;
  std::optional<std::vector<std::string>> tls_cipher_suites;
  std::optional<std::vector<net::ClientCertificate>> tls_auth;
  std::optional<bool> tls_resume;
  std::optional<bool> insecure_skip_tls_verify;
  std::optional<bool> discard_response_bodies;
  std::optional<bool> throw_on_failure;
  std::optional<bool> no_connection_reuse;
  std::optional<bool> no_vu_connection_reuse;
  std::optional<bool> no_setup;
  std::optional<bool> no_teardown;
  std::optional<kit::Duration> min_iteration_duration;
  std::optional<kit::Duration> setup_timeout;
  std::optional<kit::Duration> teardown_timeout;
  std::optional<kit::Duration> handle_summary_timeout;
  std::optional<std::vector<std::string>> summary_trend_stats;
  std::optional<std::string> summary_time_unit;
  std::optional<run::DroppedLimit> fail_on_dropped;
  std::optional<std::vector<std::string>> features;    // of k6, by name
  std::optional<std::vector<std::string>> summary_by;  // tags, or several joined by "+"

  bool operator==(const Options&) const = default;
};

// What holds where nothing was written, k6's.
namespace defaults {
inline constexpr kit::Duration dns_ttl = kit::Duration::seconds(300);
inline constexpr kit::Duration setup_timeout = kit::Duration::seconds(60);
inline constexpr kit::Duration teardown_timeout = kit::Duration::seconds(60);
inline constexpr kit::Duration handle_summary_timeout = kit::Duration::seconds(120);
}  // namespace defaults

// Reads `export const options`. Unknown top-level keys end in `warnings`; keys
// that k6 knows and Headroom does not yet are an error that names them.
kit::Result<Options> parse_script_options(const document::Value& value,
                                          std::vector<std::string>& warnings);

// One option that has a key, as the text of a flag; lists add up.
kit::Result<void> set_option(Options& options, std::string_view key, std::string_view text);

// The K6_* variables among `environment`.
kit::Result<Options> parse_environment_options(
    const std::map<std::string, std::string>& environment);

// `higher` over `lower`, by k6's rule: any execution setting of the higher tier drops
// all those of the lower one, with a warning when scenarios go. `higher_name` is k6's
// word for that tier: "script", "env" or "cli".
Options merged(const Options& lower, const Options& higher, std::string_view higher_name,
               std::vector<std::string>& warnings);

}  // namespace headroom::k6
