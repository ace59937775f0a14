#include "net/address.h"

#include <cstring>

#include <arpa/inet.h>
#include <net/if.h>

#include "kit/number.h"

namespace headroom::net {

Address Address::ipv4(std::array<std::uint8_t, 4> bytes, int port) {
  Address address;
  address.family_ = Family::ipv4;
  std::memcpy(address.bytes_.data(), bytes.data(), bytes.size());
  address.set_port(port);
  return address;
}

Address Address::ipv6(std::array<std::uint8_t, 16> bytes, int port) {
  Address address;
  address.family_ = Family::ipv6;
  std::memcpy(address.bytes_.data(), bytes.data(), bytes.size());
  address.set_port(port);
  return address;
}

Address Address::unix_socket(std::string path) {
  Address address;
  address.family_ = Family::unix_path;
  address.path_ = std::move(path);
  return address;
}

std::optional<Address> Address::parse_ip(std::string_view text, int port) {
  if (text.size() > 2 && text.front() == '[' && text.back() == ']') {
    text = text.substr(1, text.size() - 2);
  }
  const std::size_t percent = text.find('%');
  const std::string literal(text.substr(0, percent));
  std::array<std::uint8_t, 4> four{};
  if (percent == std::string_view::npos && inet_pton(AF_INET, literal.c_str(), four.data()) == 1) {
    return ipv4(four, port);
  }
  std::array<std::uint8_t, 16> sixteen{};
  if (inet_pton(AF_INET6, literal.c_str(), sixteen.data()) != 1) {
    return std::nullopt;
  }
  Address address = ipv6(sixteen, port);
  if (percent != std::string_view::npos) {
    const std::string zone(text.substr(percent + 1));
    const std::optional<std::int64_t> number = kit::parse_integer(zone);
    address.scope_ = number ? static_cast<std::uint32_t>(*number) : if_nametoindex(zone.c_str());
    if (address.scope_ == 0) {
      return std::nullopt;
    }
  }
  return address;
}

std::string Address::text() const {
  switch (family_) {
    case Family::none: return {};
    case Family::ipv4: return ip() + ":" + std::to_string(port_);
    case Family::ipv6: return "[" + ip() + "]:" + std::to_string(port_);
    case Family::unix_path: return "unix:" + path_;
  }
  return {};
}

std::string Address::ip() const {
  char text[INET6_ADDRSTRLEN] = "";
  if (is_ip()) {
    inet_ntop(family_ == Family::ipv4 ? AF_INET : AF_INET6, bytes_.data(), text, sizeof text);
  }
  return text;
}

std::string_view Address::bytes() const {
  switch (family_) {
    case Family::ipv4: return {bytes_.data(), 4};
    case Family::ipv6: return {bytes_.data(), 16};
    default: return {};
  }
}

Address Address::unmapped() const {
  constexpr std::string_view prefix("\0\0\0\0\0\0\0\0\0\0\xff\xff", 12);
  if (family_ != Family::ipv6 || !bytes().starts_with(prefix)) {
    return *this;
  }
  std::array<std::uint8_t, 4> four{};
  std::memcpy(four.data(), bytes_.data() + prefix.size(), four.size());
  return ipv4(four, port_);
}

}  // namespace headroom::net
