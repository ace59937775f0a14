// Sets of IP addresses as people write them: a network such as "10.0.0.0/8", and
// a pool of ranges to hand out addresses from. Values; no names are looked up.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kit/result.h"
#include "net/address.h"

namespace headroom::net {

// All addresses that begin with the same bits.
class IpRange {
 public:
  // "10.0.0.0/8", "fd00::/8"; bits behind the prefix do not matter.
  static kit::Result<IpRange> parse(std::string_view text);

  bool contains(const Address& address) const;
  // With the bits behind the prefix cleared: "10.0.0.0/8".
  std::string text() const;

  bool operator==(const IpRange&) const = default;

 private:
  Address first_;
  int prefix_bits_ = 0;
};

// Addresses in order, counted from 0; beyond the last it begins anew.
class AddressPool {
 public:
  // Comma-separated addresses, ranges ("10.0.0.2-10.0.0.9") and networks. As in k6,
  // the first and last address of an IPv4 network are left out when it has others.
  static kit::Result<AddressPool> parse(std::string_view text);

  Address at(std::uint64_t index) const;

  bool operator==(const AddressPool&) const = default;

 private:
  // Saturates: nobody has as many virtual users as an IPv6 network has addresses.
  struct Block {
    Address first;
    std::uint64_t count = 0;

    bool operator==(const Block&) const = default;
  };
  static kit::Result<Block> parse_block(std::string_view text);

  std::vector<Block> blocks_;  // at least one once parsed
  std::uint64_t count_ = 0;
};

}  // namespace headroom::net
