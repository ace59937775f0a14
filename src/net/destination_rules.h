// Which destinations a run may call, and which are reached elsewhere than their
// names say: k6's options hosts, blockHostnames and blacklistIPs. Values, set
// once and then read by all workers; whoever connects asks them in this order:
// blocking_pattern, override_of, a look-up, blocking_range.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/result.h"
#include "net/address.h"
#include "net/ip_range.h"

namespace headroom::net {

// A host name, or with a leading "*" every name that ends so; case does not matter.
class HostPattern {
 public:
  enum class Port { refused, allowed };

  // "example.com", "*.example.com", "*"; with Port::allowed also "example.com:443".
  static kit::Result<HostPattern> parse(std::string_view text, Port port = Port::refused);

  // `host` is in lower case.
  bool matches(std::string_view host) const;
  // In lower case, as written otherwise.
  const std::string& text() const { return text_; }
  bool has_wildcard() const { return text_.starts_with('*'); }

  bool operator==(const HostPattern&) const = default;

 private:
  std::string text_;
};

// "pattern": "ip" or "ip:port"
struct HostOverride {
  static kit::Result<HostOverride> parse(std::string_view pattern, std::string_view address);

  HostPattern pattern;
  Address address;  // port 0: the port asked for

  bool operator==(const HostOverride&) const = default;
};

struct DestinationRules {
  std::vector<HostPattern> blocked_hosts = {};
  std::vector<IpRange> blocked_ranges = {};
  std::vector<HostOverride> overrides = {};

  // The pattern that forbids the host; null when none does. An IP literal is not
  // a host name.
  const HostPattern* blocking_pattern(std::string_view host) const;
  // Where to connect instead; none: where the name leads.
  std::optional<Address> override_of(std::string_view host, int port) const;
  // The range that forbids the address; null when none does.
  const IpRange* blocking_range(const Address& address) const;
};

}  // namespace headroom::net
