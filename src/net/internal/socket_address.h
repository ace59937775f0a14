// Address to the kernel's socket addresses and back.
#pragma once

#include <optional>

#include <sys/socket.h>

#include "net/address.h"

namespace headroom::net::internal {

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t length = 0;

  sockaddr* pointer() { return reinterpret_cast<sockaddr*>(&storage); }
  const sockaddr* pointer() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

// None when the address has no family or its path is too long for a socket.
std::optional<SocketAddress> to_socket_address(const Address& address);
Address from_socket_address(const sockaddr* address, socklen_t length);

// The address that getsockname() tells of; no family when it fails.
Address local_address_of(int descriptor);

}  // namespace headroom::net::internal
