#include "net/ip_range.h"

#include <gtest/gtest.h>

namespace headroom::net {
namespace {

TEST(IpRange, ContainsTheAddressesOfItsNetworkAndFamily) {
  struct Row {
    const char* range;
    const char* address;
    bool is_inside;
  };
  const Row rows[] = {
      {"10.0.0.0/8", "10.255.0.1", true},
      {"10.0.0.0/8", "11.0.0.0", false},
      {"10.1.2.3/8", "10.9.9.9", true},
      {"127.0.0.1/32", "127.0.0.1", true},
      {"127.0.0.1/32", "127.0.0.2", false},
      {"0.0.0.0/0", "1.2.3.4", true},
      {"0.0.0.0/0", "::1", false},
      {"10.0.0.0/8", "::ffff:10.1.1.1", true},
      {"::ffff:10.0.0.0/104", "10.1.1.1", true},
      {"::ffff:10.0.0.0/104", "::ffff:10.1.1.1", true},
      {"::ffff:10.0.0.0/104", "11.0.0.0", false},
      {"::ffff:0:0/96", "1.2.3.4", true},
      {"::ffff:0:0/96", "::1", false},
      {"::ffff:10.0.0.0/95", "10.0.0.0", false},  // no longer only mapped addresses
      {"::/0", "fe80::1", true},
      {"fd00::/8", "fd12::1", true},
      {"fd00::/8", "fe00::1", false},
      {"::1/128", "::1", true},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(IpRange::parse(row.range).value().contains(*Address::parse_ip(row.address, 80)),
              row.is_inside)
        << row.range << " " << row.address;
  }
}

TEST(IpRange, IsWrittenWithoutTheBitsBehindThePrefix) {
  EXPECT_EQ(IpRange::parse("10.1.2.3/8")->text(), "10.0.0.0/8");
  EXPECT_EQ(IpRange::parse("::1/24")->text(), "::/24");
  EXPECT_EQ(IpRange::parse("::ffff:10.1.2.3/104")->text(), "10.0.0.0/8");
}

TEST(IpRange, RefusesWhatIsNoNetwork) {
  for (const char* text : {"", "10.0.0.1", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0.0/x",
                           "/8", "example.com/8", "[::1]/64"}) {
    EXPECT_FALSE(IpRange::parse(text)) << text;
  }
  EXPECT_EQ(IpRange::parse("x/8").error().text(),
            "invalid CIDR address: x/8; write a network such as 10.0.0.0/8, or 10.0.0.1/32 for one "
            "address");
}

TEST(AddressPool, HandsOutAddressesInOrderAndBeginsAnew) {
  struct Row {
    const char* pool;
    std::uint64_t index;
    const char* address;
  };
  const Row rows[] = {
      {"10.0.0.5", 0, "10.0.0.5"},
      {"10.0.0.5", 7, "10.0.0.5"},
      {"10.0.0.5-10.0.0.7", 2, "10.0.0.7"},
      {"10.0.0.5-10.0.0.7", 3, "10.0.0.5"},
      {"10.0.0.254-10.0.1.1", 2, "10.0.1.0"},
      {"192.168.0.0/29", 0, "192.168.0.1"},  // the network's own address is left out
      {"192.168.0.0/29", 5, "192.168.0.6"},
      {"192.168.0.0/29", 6, "192.168.0.1"},  // and its broadcast address
      {"192.168.0.0/31", 0, "192.168.0.0"},  // unless there is no other
      {"192.168.0.0/31", 1, "192.168.0.1"},
      {"10.0.0.1,10.0.0.3 - 10.0.0.4, fd00::/127", 1, "10.0.0.3"},
      {"10.0.0.1,10.0.0.3-10.0.0.4,fd00::/127", 3, "fd00::"},
      {"10.0.0.1,10.0.0.3-10.0.0.4,fd00::/127", 5, "10.0.0.1"},
      {"fd00::ffff:ffff-fd00::1:0:0", 1, "fd00::1:0:0"},
      {"::/0", 3, "::3"},
      {"::ffff:10.0.0.5-::ffff:10.0.0.7", 2, "10.0.0.7"},
      {"::ffff:10.0.0.5", 4, "10.0.0.5"},
      {"::ffff:192.168.0.0/125", 6, "192.168.0.1"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(AddressPool::parse(row.pool).value().at(row.index).ip(), row.address)
        << row.pool << " " << row.index;
  }
}

TEST(AddressPool, RefusesWhatIsNoRange) {
  for (const char* text :
       {"", "10.0.0.5-", "10.0.0.5-10.0.0.4", "10.0.0.1-::1", "host", "10.0.0.1,", "10.0.0.0/33"}) {
    EXPECT_FALSE(AddressPool::parse(text)) << text;
  }
}

}  // namespace
}  // namespace headroom::net
