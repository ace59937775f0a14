#include "net/destination_rules.h"

#include <algorithm>
#include <cctype>
#include <functional>

#include "kit/number.h"

namespace headroom::net {

namespace {

constexpr int port_max = 65535;

std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char letter) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  });
  return lower;
}

bool is_alphanumeric(char letter) {
  return std::isalnum(static_cast<unsigned char>(letter)) != 0;
}

// Letters, digits, and dashes between them.
bool is_label(std::string_view label) {
  return !label.empty() && is_alphanumeric(label.front()) && is_alphanumeric(label.back()) &&
         std::ranges::all_of(label,
                             [](char letter) { return is_alphanumeric(letter) || letter == '-'; });
}

bool is_dotted_name(std::string_view name) {
  for (;;) {
    const std::size_t dot = std::min(name.find('.'), name.size());
    if (!is_label(name.substr(0, dot))) {
      return false;
    }
    if (dot == name.size()) {
      return true;
    }
    name.remove_prefix(dot + 1);
  }
}

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 &&
         std::ranges::all_of(text, [](char digit) { return digit >= '0' && digit <= '9'; });
}

bool is_pattern(std::string_view text, HostPattern::Port port) {
  if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
    if (port == HostPattern::Port::refused || !is_port(text.substr(colon + 1))) {
      return false;
    }
    text = text.substr(0, colon);
  }
  if (text.starts_with('*')) {
    text.remove_prefix(text.starts_with("*.") ? 2 : 1);
    if (text.empty()) {
      return true;
    }
  }
  return is_dotted_name(text);
}

// The one that says most: a whole name before a wildcard, a long one before a short one.
template <typename Rules, typename PatternOf>
auto best_match(const Rules& rules, std::string_view host, const PatternOf& pattern_of)
    -> decltype(rules.data()) {
  decltype(rules.data()) best = nullptr;
  for (const auto& rule : rules) {
    const HostPattern& pattern = pattern_of(rule);
    if (!pattern.matches(host)) {
      continue;
    }
    if (!pattern.has_wildcard()) {
      return &rule;
    }
    if (best == nullptr || pattern.text().size() > pattern_of(*best).text().size()) {
      best = &rule;
    }
  }
  return best;
}

}  // namespace

kit::Result<HostPattern> HostPattern::parse(std::string_view text, Port port) {
  if (!is_pattern(text, port)) {
    return kit::failure("invalid hostname pattern '" + std::string(text) +
                        "'; write a name, or * and how names end, as *.example.com");
  }
  HostPattern pattern;
  pattern.text_ = in_lower_case(text);
  return pattern;
}

bool HostPattern::matches(std::string_view host) const {
  return has_wildcard() ? host.ends_with(std::string_view(text_).substr(1)) : host == text_;
}

kit::Result<HostOverride> HostOverride::parse(std::string_view pattern, std::string_view address) {
  kit::Result<HostPattern> read = HostPattern::parse(pattern, HostPattern::Port::allowed);
  if (!read) {
    return kit::failure_of(read);
  }
  std::optional<Address> target = Address::parse_ip(address, 0);
  const std::size_t colon = address.rfind(':');
  if (!target && colon != std::string_view::npos) {
    const std::optional<std::int64_t> port = kit::parse_integer(address.substr(colon + 1));
    if (port && *port > 0 && *port <= port_max) {
      target = Address::parse_ip(address.substr(0, colon), static_cast<int>(*port));
    }
  }
  if (!target) {
    return kit::failure("'" + std::string(address) +
                        "' is not an IP address, with or without a port; write one such as "
                        "10.0.0.1 or 10.0.0.1:8080");
  }
  return HostOverride{.pattern = std::move(*read), .address = *target};
}

const HostPattern* DestinationRules::blocking_pattern(std::string_view host) const {
  if (blocked_hosts.empty() || Address::parse_ip(host, 0)) {
    return nullptr;
  }
  return best_match(blocked_hosts, in_lower_case(host), std::identity());
}

std::optional<Address> DestinationRules::override_of(std::string_view host, int port) const {
  if (overrides.empty()) {
    return std::nullopt;
  }
  const auto pattern_of = [](const HostOverride& rule) -> const HostPattern& {
    return rule.pattern;
  };
  const std::string name = in_lower_case(host);
  const HostOverride* found = best_match(overrides, name + ":" + std::to_string(port), pattern_of);
  if (found == nullptr) {
    found = best_match(overrides, name, pattern_of);
  }
  if (found == nullptr) {
    return std::nullopt;
  }
  Address address = found->address;
  if (address.port() == 0) {
    address.set_port(port);
  }
  return address;
}

const IpRange* DestinationRules::blocking_range(const Address& address) const {
  const auto found = std::ranges::find_if(
      blocked_ranges, [&](const IpRange& range) { return range.contains(address); });
  return found == blocked_ranges.end() ? nullptr : &*found;
}

}  // namespace headroom::net
