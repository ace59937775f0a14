// Where a stream leads: an IPv4 or IPv6 address with a port, or a Unix socket's
// path. Names are the resolver's business, not of this value.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace headroom::net {

class Address {
 public:
  enum class Family : std::uint8_t { none, ipv4, ipv6, unix_path };

  // Of no family: what a pipe's end has.
  Address() = default;
  static Address ipv4(std::array<std::uint8_t, 4> bytes, int port);
  static Address ipv6(std::array<std::uint8_t, 16> bytes, int port);
  static Address unix_socket(std::string path);
  // 127.0.0.1; port 0 lets the kernel choose one for a listener.
  static Address loopback(int port) { return ipv4({127, 0, 0, 1}, port); }
  // A literal such as "10.0.0.1", "::1", "[::1]" or "fe80::1%2"; none for anything else.
  static std::optional<Address> parse_ip(std::string_view text, int port);

  Family family() const { return family_; }
  bool is_ip() const { return family_ == Family::ipv4 || family_ == Family::ipv6; }
  // "10.0.0.1:80", "[::1]:80", "unix:/run/x.sock"; empty for no family.
  std::string text() const;
  // "10.0.0.1", "::1"; empty unless it is an IP address.
  std::string ip() const;
  int port() const { return port_; }
  const std::string& path() const { return path_; }
  // In network order: 4 bytes of IPv4, 16 of IPv6.
  std::string_view bytes() const;
  std::uint32_t scope() const { return scope_; }
  // IPv4 where IPv6 only wraps it: ::ffff:10.0.0.1 is 10.0.0.1. Others as they are.
  Address unmapped() const;
  void set_port(int port) { port_ = static_cast<std::uint16_t>(port); }
  void set_scope(std::uint32_t scope) { scope_ = scope; }

  bool operator==(const Address&) const = default;

 private:
  Family family_ = Family::none;
  std::uint16_t port_ = 0;
  std::uint32_t scope_ = 0;  // the interface of a link-local IPv6 address
  std::array<char, 16> bytes_{};
  std::string path_;
};

}  // namespace headroom::net
