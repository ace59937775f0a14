// Readers of one option's value: from JSON to the type it is kept in. Shared by
// the files that read options; `what` names the option in the error, whose exit
// code is that of an invalid configuration.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "document/value.h"
#include "k6/options.h"
#include "kit/result.h"
#include "kit/time.h"

namespace headroom::k6 {

std::unexpected<kit::Error> invalid_option(std::string text);
// "vus: expected a whole number, got true"
std::unexpected<kit::Error> unexpected_value(std::string_view what, std::string_view expected,
                                             const document::Value& value);

// The option whose key is `name`; one without effect here is left alone.
kit::Result<void> read_option(Options& options, std::string_view name,
                              const document::Value& value);

kit::Result<std::int64_t> read_integer(const document::Value& value, std::string_view what);
// A bare number is milliseconds, as everywhere in k6.
kit::Result<kit::Duration> read_duration(const document::Value& value, std::string_view what);
kit::Result<bool> read_flag(const document::Value& value, std::string_view what);
// "true", "1", "F" and their kin, as Go reads them.
kit::Result<bool> read_truth(std::string_view text, std::string_view what);
kit::Result<std::string> read_text(const document::Value& value, std::string_view what);
kit::Result<std::vector<std::string>> read_texts(const document::Value& value,
                                                 std::string_view what);
// 0 or more.
kit::Result<std::int64_t> read_count(const document::Value& value, std::string_view what);
kit::Result<double> read_rate(const document::Value& value, std::string_view what);
// "1%" or "100"; a bare number is a count.
kit::Result<run::DroppedLimit> read_dropped_limit(const document::Value& value,
                                                  std::string_view what);
using Pairs = std::vector<std::pair<std::string, std::string>>;
kit::Result<Pairs> read_pairs(const document::Value& value, std::string_view what);

// [{duration: "30s", target: 10}]; each may be the text of a flag, "30s:10".
kit::Result<std::vector<StageOptions>> read_stages(const document::Value& value,
                                                   std::string_view what);
kit::Result<std::vector<ScenarioOptions>> read_scenarios(const document::Value& value,
                                                         std::string_view what);
using Thresholds = std::vector<std::pair<std::string, std::vector<ThresholdOptions>>>;
kit::Result<Thresholds> read_thresholds(const document::Value& value, std::string_view what);

kit::Result<std::vector<net::HostOverride>> read_hosts(const document::Value& value,
                                                       std::string_view what);
// An object, or a flag's text: "ttl=5m,select=random,policy=preferIPv4".
kit::Result<DnsOptions> read_dns(const document::Value& value, std::string_view what);
// As read_dns() reads them: "roundRobin", "preferIPv4".
std::string_view name_of(net::AddressChoice choice);
std::string_view name_of(net::AddressPolicy policy);
kit::Result<std::vector<net::IpRange>> read_ranges(const document::Value& value,
                                                   std::string_view what);
kit::Result<std::vector<net::HostPattern>> read_patterns(const document::Value& value,
                                                         std::string_view what);
kit::Result<net::AddressPool> read_pool(const document::Value& value, std::string_view what);
kit::Result<TlsVersionRange> read_tls_version(const document::Value& value, std::string_view what);
kit::Result<std::vector<net::ClientCertificate>> read_tls_auth(const document::Value& value,
                                                               std::string_view what);

std::vector<std::string> split(std::string_view text, char separator);

template <typename T, typename Field>
kit::Result<void> store(kit::Result<T> value, Field& field) {
  if (!value) {
    return kit::failure_of(value);
  }
  field = std::move(*value);
  return {};
}

}  // namespace headroom::k6
