// The options about connections: hosts, dns, blacklistIPs, blockHostnames,
// localIPs, tlsVersion and tlsAuth.
#include <algorithm>
#include <array>

#include "document/json.h"
#include "k6/exit_code.h"
#include "k6/option_readers.h"
#include "kit/duration_text.h"
#include "kit/number.h"

namespace headroom::k6 {

namespace {

using document::Value;

template <typename T>
kit::Result<T> valid(kit::Result<T> value, std::string_view what) {
  if (!value) {
    return std::unexpected(std::move(value).error().during(what).with_code(exit_invalid_config));
  }
  return value;
}

// Each text of an array, parsed.
template <typename T, typename Parse>
kit::Result<std::vector<T>> read_each(const Value& value, std::string_view what,
                                      const Parse& parse) {
  auto texts = read_texts(value, what);
  if (!texts) {
    return kit::failure_of(texts);
  }
  std::vector<T> parsed;
  for (const std::string& text : *texts) {
    kit::Result<T> one = valid<T>(parse(text), what);
    if (!one) {
      return kit::failure_of(one);
    }
    parsed.push_back(std::move(*one));
  }
  return parsed;
}

template <typename T, std::size_t count>
kit::Result<T> read_named(const Value& value, std::string_view what,
                          const std::array<std::pair<std::string_view, T>, count>& names) {
  std::string known;
  for (const auto& [name, meaning] : names) {
    if (value.is_string() && value.as_string() == name) {
      return meaning;
    }
    known.append(known.empty() ? "one of " : ", ").append(name);
  }
  return unexpected_value(what, known, value);
}

// "inf", "0", "5m", or a bare number of milliseconds.
kit::Result<kit::Duration> read_ttl(const Value& value, std::string_view what) {
  Value plain = value;
  if (value.is_string()) {
    if (value.as_string() == "inf") {
      return kit::Duration::max();
    }
    if (const auto milliseconds = kit::parse_decimal(value.as_string())) {
      plain = Value(*milliseconds);
    }
  }
  auto ttl = read_duration(plain, what);
  if (ttl && *ttl < kit::Duration()) {
    return unexpected_value(what, "a duration of 0 or more", value);
  }
  return ttl;
}

constexpr std::array<std::pair<std::string_view, net::AddressChoice>, 3> choices{
    {{"first", net::AddressChoice::first},
     {"random", net::AddressChoice::random},
     {"roundRobin", net::AddressChoice::round_robin}}};

constexpr std::array<std::pair<std::string_view, net::AddressPolicy>, 5> policies{
    {{"preferIPv4", net::AddressPolicy::prefer_ipv4},
     {"preferIPv6", net::AddressPolicy::prefer_ipv6},
     {"onlyIPv4", net::AddressPolicy::only_ipv4},
     {"onlyIPv6", net::AddressPolicy::only_ipv6},
     {"any", net::AddressPolicy::any}}};

constexpr std::array<std::pair<std::string_view, net::TlsVersion>, 4> versions{
    {{"tls1.0", net::TlsVersion::tls1_0},
     {"tls1.1", net::TlsVersion::tls1_1},
     {"tls1.2", net::TlsVersion::tls1_2},
     {"tls1.3", net::TlsVersion::tls1_3}}};

template <typename T, std::size_t count>
std::string_view name_among(const std::array<std::pair<std::string_view, T>, count>& names,
                            T meaning) {
  return std::ranges::find(names, meaning, &std::pair<std::string_view, T>::second)->first;
}

kit::Result<void> read_dns_field(DnsOptions& dns, std::string_view field, const Value& value,
                                 std::string_view what) {
  if (value.is_null()) {
    return {};
  }
  const std::string name = std::string(what) + ": " + std::string(field);
  if (field == "ttl") {
    return store(read_ttl(value, name), dns.ttl);
  }
  if (field == "select") {
    return store(read_named(value, name, choices), dns.select);
  }
  if (field == "policy") {
    return store(read_named(value, name, policies), dns.policy);
  }
  return invalid_option(std::string(what) + ": unknown field '" + std::string(field) +
                        "'; write ttl, select or policy");
}

kit::Result<Value> dns_of_text(const std::string& text, std::string_view what) {
  std::vector<Value::Member> members;
  for (const std::string& part : split(text, ',')) {
    const std::size_t equals = part.find('=');
    if (equals == std::string::npos || equals + 1 == part.size()) {
      return invalid_option(std::string(what) + ": no value for key " + part +
                            "; write fields such as ttl=5m,select=random,policy=preferIPv4");
    }
    members.emplace_back(part.substr(0, equals), Value(part.substr(equals + 1)));
  }
  return Value(std::move(members));
}

// Missing, null and "" leave it open.
kit::Result<std::optional<net::TlsVersion>> read_version(const Value* value,
                                                         std::string_view what) {
  const bool is_open =
      value == nullptr || value->is_null() || (value->is_string() && value->as_string().empty());
  if (is_open) {
    return std::nullopt;
  }
  auto version = read_named(*value, what, versions);
  if (!version) {
    return kit::failure_of(version);
  }
  return *version;
}

// What there was instead is not told: it may be somebody's key.
constexpr const char* wanted_fields = "{cert, key, password, domains}";

kit::Result<net::ClientCertificate> read_certificate(const Value& value, std::string_view what) {
  if (!value.is_object()) {
    return invalid_option(std::string(what) + ": expected " + wanted_fields);
  }
  net::ClientCertificate certificate;
  struct Field {
    std::string_view name;
    std::string& text;
  };
  for (const Field& field :
       {Field{"cert", certificate.certificate_pem}, Field{"key", certificate.key_pem},
        Field{"password", certificate.key_password}}) {
    const Value* text = value.find(field.name);
    if (text == nullptr || text->is_null()) {
      continue;
    }
    if (!text->is_string()) {
      return invalid_option(std::string(what) + ": " + std::string(field.name) +
                            ": expected a string");
    }
    field.text = text->as_string();
  }
  const Value* domains = value.find("domains");
  if (domains != nullptr && !domains->is_null()) {
    if (auto read =
            store(read_texts(*domains, std::string(what) + ": domains"), certificate.domains);
        !read) {
      return kit::failure_of(read);
    }
  }
  if (certificate.certificate_pem.empty() || certificate.key_pem.empty()) {
    return invalid_option(std::string(what) + ": both cert and key are needed, as PEM text");
  }
  return certificate;
}

}  // namespace

kit::Result<std::vector<net::HostOverride>> read_hosts(const Value& value, std::string_view what) {
  auto pairs = read_pairs(value, what);
  if (!pairs) {
    return kit::failure_of(pairs);
  }
  std::vector<net::HostOverride> overrides;
  for (const auto& [pattern, address] : *pairs) {
    auto parsed = valid(net::HostOverride::parse(pattern, address), what);
    if (!parsed) {
      return kit::failure_of(parsed);
    }
    overrides.push_back(std::move(*parsed));
  }
  return overrides;
}

std::string_view name_of(net::AddressChoice choice) {
  return name_among(choices, choice);
}

std::string_view name_of(net::AddressPolicy policy) {
  return name_among(policies, policy);
}

kit::Result<DnsOptions> read_dns(const Value& value, std::string_view what) {
  kit::Result<Value> fields = value;
  if (value.is_string()) {
    fields = dns_of_text(value.as_string(), what);
  }
  if (!fields) {
    return kit::failure_of(fields);
  }
  if (!fields->is_object()) {
    return unexpected_value(what, "an object {ttl, select, policy}", value);
  }
  DnsOptions dns;
  for (const auto& [field, member] : fields->members()) {
    if (auto read = read_dns_field(dns, field, member, what); !read) {
      return kit::failure_of(read);
    }
  }
  return dns;
}

kit::Result<std::vector<net::IpRange>> read_ranges(const Value& value, std::string_view what) {
  return read_each<net::IpRange>(value, what, net::IpRange::parse);
}

kit::Result<std::vector<net::HostPattern>> read_patterns(const Value& value,
                                                         std::string_view what) {
  return read_each<net::HostPattern>(
      value, what, [](std::string_view text) { return net::HostPattern::parse(text); });
}

kit::Result<net::AddressPool> read_pool(const Value& value, std::string_view what) {
  auto text = read_text(value, what);
  if (!text) {
    return kit::failure_of(text);
  }
  return valid(net::AddressPool::parse(*text), what);
}

kit::Result<TlsVersionRange> read_tls_version(const Value& value, std::string_view what) {
  if (!value.is_string() && !value.is_object()) {
    return unexpected_value(what, "a version such as \"tls1.2\" or an object {min, max}", value);
  }
  const bool is_range = value.is_object();
  const auto min = read_version(is_range ? value.find("min") : &value, what);
  const auto max = read_version(is_range ? value.find("max") : &value, what);
  if (!min || !max) {
    return std::unexpected(min ? max.error() : min.error());
  }
  TlsVersionRange range;
  range.max = max->value_or(range.max);
  range.min = min->value_or(std::min(range.min, range.max));
  if (range.min > range.max) {
    return invalid_option(std::string(what) + ": min is above max");
  }
  return range;
}

kit::Result<std::vector<net::ClientCertificate>> read_tls_auth(const Value& value,
                                                               std::string_view what) {
  if (!value.is_array()) {
    return invalid_option(std::string(what) + ": expected an array of " + wanted_fields);
  }
  std::vector<net::ClientCertificate> certificates;
  for (const Value& element : value.elements()) {
    const std::string name =
        std::string(what) + ": certificate " + std::to_string(certificates.size() + 1);
    auto certificate = read_certificate(element, name);
    if (!certificate) {
      return kit::failure_of(certificate);
    }
    certificates.push_back(std::move(*certificate));
  }
  return certificates;
}

}  // namespace headroom::k6
