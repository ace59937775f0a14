#include "net/ip_range.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

#include "kit/assert.h"
#include "kit/number.h"
#include "kit/text_pieces.h"

namespace headroom::net {

namespace {

__extension__ using Number = unsigned __int128;

constexpr std::uint64_t count_max = std::numeric_limits<std::uint64_t>::max();

Number number_of(const Address& address) {
  Number number = 0;
  for (const char byte : address.bytes()) {
    number = (number << 8) | static_cast<unsigned char>(byte);
  }
  return number;
}

template <std::size_t size>
std::array<std::uint8_t, size> bytes_of(Number number) {
  std::array<std::uint8_t, size> bytes{};
  for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte) {
    *byte = static_cast<std::uint8_t>(number);
    number >>= 8;
  }
  return bytes;
}

Address address_of(Number number, Address::Family family) {
  return family == Address::Family::ipv4 ? Address::ipv4(bytes_of<4>(number), 0)
                                         : Address::ipv6(bytes_of<16>(number), 0);
}

int bits_of(const Address& address) {
  return static_cast<int>(address.bytes().size()) * 8;
}

// Ones where addresses of a network may differ.
Number host_mask(const Address& address, int prefix_bits) {
  const int free_bits = bits_of(address) - prefix_bits;
  return free_bits >= 128 ? ~Number{0} : (Number{1} << free_bits) - 1;
}

std::string_view trimmed(std::string_view text) {
  return kit::trimmed(text, " ");
}

std::optional<Address> parse_plain(std::string_view text) {
  const bool is_plain = text.find_first_of("[%") == std::string_view::npos;
  return is_plain ? Address::parse_ip(text, 0) : std::nullopt;
}

struct Network {
  Address first;
  int prefix_bits = 0;
};

std::optional<Network> parse_network(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) {
    return std::nullopt;
  }
  const std::optional<Address> address = parse_plain(text.substr(0, slash));
  const std::optional<std::int64_t> bits = kit::parse_integer(text.substr(slash + 1));
  if (!address || !bits || *bits < 0 || *bits > bits_of(*address)) {
    return std::nullopt;
  }
  const int prefix_bits = static_cast<int>(*bits);
  const Number number = number_of(*address) & ~host_mask(*address, prefix_bits);
  const Address first = address_of(number, address->family());
  // ::ffff:10.0.0.0/104 is 10.0.0.0/8. A shorter prefix leaves no mapped address behind.
  const Address plain = first.unmapped();
  return Network{.first = plain, .prefix_bits = prefix_bits - bits_of(first) + bits_of(plain)};
}

std::uint64_t clamped(Number count) {
  return count > count_max ? count_max : static_cast<std::uint64_t>(count);
}

}  // namespace

kit::Result<IpRange> IpRange::parse(std::string_view text) {
  const std::optional<Network> network = parse_network(text);
  if (!network) {
    return kit::failure("invalid CIDR address: " + std::string(text) +
                        "; write a network such as 10.0.0.0/8, or 10.0.0.1/32 for one address");
  }
  IpRange range;
  range.first_ = network->first;
  range.prefix_bits_ = network->prefix_bits;
  return range;
}

bool IpRange::contains(const Address& address) const {
  const Address plain = address.unmapped();
  return plain.family() == first_.family() &&
         (number_of(plain) & ~host_mask(plain, prefix_bits_)) == number_of(first_);
}

std::string IpRange::text() const {
  return first_.ip() + "/" + std::to_string(prefix_bits_);
}

kit::Result<AddressPool> AddressPool::parse(std::string_view text) {
  AddressPool pool;
  text = trimmed(text);
  while (true) {
    const std::size_t comma = std::min(text.find(','), text.size());
    kit::Result<Block> block = parse_block(trimmed(text.substr(0, comma)));
    if (!block) {
      return kit::failure_of(block);
    }
    pool.count_ = clamped(Number{pool.count_} + block->count);
    pool.blocks_.push_back(std::move(*block));
    if (comma == text.size()) {
      return pool;
    }
    text.remove_prefix(comma + 1);
  }
}

kit::Result<AddressPool::Block> AddressPool::parse_block(std::string_view text) {
  if (const std::optional<Network> network = parse_network(text)) {
    const Number count = host_mask(network->first, network->prefix_bits) + 1;
    const bool has_reserved = network->first.family() == Address::Family::ipv4 && count > 2;
    const Number first = number_of(network->first) + (has_reserved ? 1 : 0);
    // The whole of IPv6 wraps to 0.
    return Block{.first = address_of(first, network->first.family()),
                 .count = count == 0 ? count_max : clamped(count - (has_reserved ? 2 : 0))};
  }
  const std::size_t dash = text.find('-');
  std::optional<Address> first = parse_plain(trimmed(text.substr(0, dash)));
  std::optional<Address> last =
      dash == std::string_view::npos ? first : parse_plain(trimmed(text.substr(dash + 1)));
  if (first && last) {
    first = first->unmapped();
    last = last->unmapped();
  }
  if (!first || !last || first->family() != last->family()) {
    return kit::failure("'" + std::string(text) +
                        "' is not an IP address, range or CIDR; write one such as 10.0.0.1, "
                        "10.0.0.1-10.0.0.9 or 10.0.0.0/24");
  }
  if (number_of(*last) < number_of(*first)) {
    return kit::failure("negative IP range: " + std::string(text) +
                        "; write the lower address first");
  }
  return Block{.first = *first, .count = clamped(number_of(*last) - number_of(*first) + 1)};
}

Address AddressPool::at(std::uint64_t index) const {
  HEADROOM_ASSERT(count_ > 0);
  index %= count_;
  for (const Block& block : blocks_) {
    if (index < block.count) {
      return address_of(number_of(block.first) + index, block.first.family());
    }
    index -= block.count;
  }
  HEADROOM_ASSERT(false);  // the counts add up
}

}  // namespace headroom::net
