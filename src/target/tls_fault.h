// How a server with TLS can go wrong before there is a request: certificates
// that must not be believed, versions that do not meet, and no handshake at all.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/result.h"
#include "net/certificate.h"
#include "net/tls.h"
#include "target/fault.h"

namespace headroom::target {

enum class TlsFault {
  none,
  not_tls,
  zeros,
  close,
  reset,
  stall,
  expired,
  not_yet_valid,
  wrong_host,
  unknown_authority,
  tls12_only,
  tls13_only,
};

// "wrong-host"; none when there is no such fault.
std::optional<TlsFault> tls_fault_named(std::string_view name);
std::vector<std::string_view> tls_fault_names();
std::string_view tls_fault_meaning(std::string_view name);

// What a server presents and agrees to.
struct TlsIdentity {
  net::TlsServerOptions options;
  // What a client is to trust so that nothing but the fault is wrong. That of
  // unknown-authority vouches for another server.
  std::string trusted_pem;
};

// `names` are those the server is reached by.
kit::Result<TlsIdentity> make_tls_identity(const std::vector<std::string>& names, TlsFault fault);

// What is played instead of a handshake, once the client has begun one; none
// when there is to be one.
std::optional<std::vector<FaultStep>> handshake_fault(TlsFault fault);

}  // namespace headroom::target
