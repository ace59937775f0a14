#include "net/destination_rules.h"

#include <gtest/gtest.h>

namespace headroom::net {
namespace {

TEST(HostPattern, IsAHostNameWithAnOptionalStarInFront) {
  for (const char* text :
       {"example.com", "*.example.com", "*example.com", "*", "a-b.c", "1.2.3.4"}) {
    EXPECT_TRUE(HostPattern::parse(text)) << text;
  }
  for (const char* text : {"", "ex*ample.com", "example.com.", "-a.com", "a-.com", "a..b", "*..a",
                           "example.com:80", "a_b.com", "::1"}) {
    EXPECT_FALSE(HostPattern::parse(text)) << text;
  }
  EXPECT_TRUE(HostPattern::parse("*.example.com:443", HostPattern::Port::allowed));
  EXPECT_FALSE(HostPattern::parse("example.com:", HostPattern::Port::allowed));
  EXPECT_FALSE(HostPattern::parse("example.com:123456", HostPattern::Port::allowed));
  EXPECT_EQ(
      HostPattern::parse("a b").error().text(),
      "invalid hostname pattern 'a b'; write a name, or * and how names end, as *.example.com");
}

TEST(DestinationRules, BlockHostsByTheMostTellingPattern) {
  DestinationRules rules;
  for (const char* text : {"*.com", "*.Example.com", "exact.example.com", "*suffix.org"}) {
    rules.blocked_hosts.push_back(HostPattern::parse(text).value());
  }
  const auto blocking = [&](const char* host) {
    const HostPattern* pattern = rules.blocking_pattern(host);
    return pattern == nullptr ? std::string("none") : pattern->text();
  };

  EXPECT_EQ(blocking("exact.example.com"), "exact.example.com");
  EXPECT_EQ(blocking("other.EXAMPLE.com"), "*.example.com");
  EXPECT_EQ(blocking("example.com"), "*.com");
  EXPECT_EQ(blocking("com"), "none");
  EXPECT_EQ(blocking("suffix.org"), "*suffix.org");
  EXPECT_EQ(blocking("a-suffix.org"), "*suffix.org");
  EXPECT_EQ(blocking("suffix.org.uk"), "none");
}

TEST(DestinationRules, AStarBlocksNamesButNoLiteral) {
  DestinationRules rules;
  rules.blocked_hosts.push_back(HostPattern::parse("*").value());

  EXPECT_NE(rules.blocking_pattern("localhost"), nullptr);
  EXPECT_EQ(rules.blocking_pattern("127.0.0.1"), nullptr);
  EXPECT_EQ(rules.blocking_pattern("::1"), nullptr);
}

TEST(DestinationRules, OverrideHostsWithAndWithoutPorts) {
  DestinationRules rules;
  const std::pair<const char*, const char*> overrides[] = {
      {"Example.com", "1.2.3.4"},         {"example.com:443", "3.4.5.6:8443"},
      {"*.example.com", "10.0.0.1"},      {"deep.example.com", "[::1]:8080"},
      {"*.port.com:80", "10.0.0.2:8080"}, {"six.com", "fd00::1"}};
  for (const auto& [pattern, address] : overrides) {
    rules.overrides.push_back(HostOverride::parse(pattern, address).value());
  }
  const auto target = [&](const char* host, int port) {
    const std::optional<Address> address = rules.override_of(host, port);
    return address ? address->text() : std::string("none");
  };

  EXPECT_EQ(target("EXAMPLE.com", 80), "1.2.3.4:80");
  EXPECT_EQ(target("example.com", 443), "3.4.5.6:8443");
  EXPECT_EQ(target("a.example.com", 81), "10.0.0.1:81");
  EXPECT_EQ(target("deep.example.com", 81), "[::1]:8080");
  EXPECT_EQ(target("a.port.com", 80), "10.0.0.2:8080");
  EXPECT_EQ(target("a.port.com", 81), "none");
  EXPECT_EQ(target("six.com", 443), "[fd00::1]:443");
  EXPECT_EQ(target("other.com", 80), "none");
}

TEST(DestinationRules, RefuseOverridesThatAreNoAddress) {
  for (const char* address : {"", "localhost", "1.2.3.4:", "1.2.3.4:0", "1.2.3.4:65536", "1.2.3"}) {
    EXPECT_FALSE(HostOverride::parse("a.com", address)) << address;
  }
  EXPECT_FALSE(HostOverride::parse("a b", "1.2.3.4"));
}

TEST(DestinationRules, BlockRangesOfAddresses) {
  DestinationRules rules;
  rules.blocked_ranges.push_back(IpRange::parse("10.0.0.0/8").value());
  rules.blocked_ranges.push_back(IpRange::parse("::1/24").value());

  EXPECT_EQ(rules.blocking_range(*Address::parse_ip("10.1.2.3", 80))->text(), "10.0.0.0/8");
  EXPECT_EQ(rules.blocking_range(*Address::parse_ip("::1", 80))->text(), "::/24");
  EXPECT_EQ(rules.blocking_range(Address::loopback(80)), nullptr);
  EXPECT_EQ(rules.blocking_range(Address::unix_socket("/x")), nullptr);
}

}  // namespace
}  // namespace headroom::net
