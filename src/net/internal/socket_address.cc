#include "net/internal/socket_address.h"

#include <cstddef>
#include <cstring>

#include <netinet/in.h>
#include <sys/un.h>

namespace headroom::net::internal {

namespace {

template <typename Kernel>
SocketAddress stored(const Kernel& address, std::size_t length) {
  SocketAddress result;
  std::memcpy(&result.storage, &address, sizeof address);
  result.length = static_cast<socklen_t>(length);
  return result;
}

template <typename Kernel>
Kernel loaded(const sockaddr* address, socklen_t length) {
  Kernel result{};
  std::memcpy(&result, address, length < sizeof result ? length : sizeof result);
  return result;
}

}  // namespace

std::optional<SocketAddress> to_socket_address(const Address& address) {
  const std::string_view bytes = address.bytes();
  switch (address.family()) {
    case Address::Family::none: return std::nullopt;
    case Address::Family::ipv4: {
      sockaddr_in kernel{};
      kernel.sin_family = AF_INET;
      kernel.sin_port = htons(static_cast<std::uint16_t>(address.port()));
      std::memcpy(&kernel.sin_addr, bytes.data(), bytes.size());
      return stored(kernel, sizeof kernel);
    }
    case Address::Family::ipv6: {
      sockaddr_in6 kernel{};
      kernel.sin6_family = AF_INET6;
      kernel.sin6_port = htons(static_cast<std::uint16_t>(address.port()));
      kernel.sin6_scope_id = address.scope();
      std::memcpy(&kernel.sin6_addr, bytes.data(), bytes.size());
      return stored(kernel, sizeof kernel);
    }
    case Address::Family::unix_path: break;
  }
  sockaddr_un kernel{};
  const std::string& path = address.path();
  if (path.empty() || path.size() >= sizeof kernel.sun_path) {
    return std::nullopt;
  }
  kernel.sun_family = AF_UNIX;
  std::memcpy(kernel.sun_path, path.c_str(), path.size() + 1);
  return stored(kernel, offsetof(sockaddr_un, sun_path) + path.size() + 1);
}

Address from_socket_address(const sockaddr* address, socklen_t length) {
  if (address->sa_family == AF_INET) {
    const auto kernel = loaded<sockaddr_in>(address, length);
    std::array<std::uint8_t, 4> bytes{};
    std::memcpy(bytes.data(), &kernel.sin_addr, bytes.size());
    return Address::ipv4(bytes, ntohs(kernel.sin_port));
  }
  if (address->sa_family == AF_INET6) {
    const auto kernel = loaded<sockaddr_in6>(address, length);
    std::array<std::uint8_t, 16> bytes{};
    std::memcpy(bytes.data(), &kernel.sin6_addr, bytes.size());
    Address result = Address::ipv6(bytes, ntohs(kernel.sin6_port));
    result.set_scope(kernel.sin6_scope_id);
    return result;
  }
  if (address->sa_family == AF_UNIX) {
    const auto kernel = loaded<sockaddr_un>(address, length);
    return Address::unix_socket(
        std::string(kernel.sun_path, strnlen(kernel.sun_path, sizeof kernel.sun_path)));
  }
  return {};
}

Address local_address_of(int descriptor) {
  SocketAddress address;
  address.length = sizeof address.storage;
  if (getsockname(descriptor, address.pointer(), &address.length) != 0) {
    return {};
  }
  return from_socket_address(address.pointer(), address.length);
}

}  // namespace headroom::net::internal
