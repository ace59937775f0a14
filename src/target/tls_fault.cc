#include "target/tls_fault.h"

#include <algorithm>
#include <array>

namespace headroom::target {

namespace {

using Action = FaultStep::Action;

struct NamedFault {
  TlsFault fault = TlsFault::none;
  std::string_view name;
  std::string_view meaning;
};

constexpr std::array faults{
    NamedFault{TlsFault::not_tls, "not-tls", "answers the handshake in plain HTTP"},
    NamedFault{TlsFault::zeros, "zeros", "answers the handshake with zeros"},
    NamedFault{TlsFault::close, "close", "closes the connection during the handshake"},
    NamedFault{TlsFault::reset, "reset", "resets it during the handshake"},
    NamedFault{TlsFault::stall, "stall", "never answers the handshake"},
    NamedFault{TlsFault::expired, "expired", "has a certificate that was valid until yesterday"},
    NamedFault{TlsFault::not_yet_valid, "not-yet-valid",
               "has a certificate that is valid from tomorrow"},
    NamedFault{TlsFault::wrong_host, "wrong-host", "has a certificate for another host's name"},
    NamedFault{TlsFault::unknown_authority, "unknown-authority",
               "has a certificate of an authority that nobody knows"},
    NamedFault{TlsFault::tls12_only, "tls12-only", "knows TLS 1.2 only"},
    NamedFault{TlsFault::tls13_only, "tls13-only", "knows TLS 1.3 only"},
};

constexpr kit::Duration day = kit::Duration::seconds(86400);
// Longer than any client's patience.
constexpr kit::Duration hold_max = kit::Duration::seconds(300);

net::CertificateOptions certificate_options(const std::vector<std::string>& names, TlsFault fault) {
  net::CertificateOptions options{.names = names};
  if (fault == TlsFault::wrong_host) {
    options.names = {"another-host.invalid"};
  }
  if (fault == TlsFault::expired) {
    options.valid_from = day * -30;
    options.valid_until = -day;
  }
  if (fault == TlsFault::not_yet_valid) {
    options.valid_from = day;
  }
  return options;
}

}  // namespace

std::optional<TlsFault> tls_fault_named(std::string_view name) {
  const auto* const found = std::ranges::find(faults, name, &NamedFault::name);
  return found == faults.end() ? std::nullopt : std::optional(found->fault);
}

std::vector<std::string_view> tls_fault_names() {
  std::vector<std::string_view> names;
  names.reserve(faults.size());
  for (const NamedFault& fault : faults) {
    names.push_back(fault.name);
  }
  return names;
}

std::string_view tls_fault_meaning(std::string_view name) {
  const auto* const found = std::ranges::find(faults, name, &NamedFault::name);
  return found == faults.end() ? "" : found->meaning;
}

kit::Result<TlsIdentity> make_tls_identity(const std::vector<std::string>& names, TlsFault fault) {
  net::CertificateOptions options = certificate_options(names, fault);
  // Signs for nobody else, and is forgotten.
  auto authority = net::make_certificate({});
  if (!authority) {
    return kit::failure_of(authority);
  }
  options.authority = fault == TlsFault::unknown_authority ? &*authority : nullptr;
  auto pair = net::make_certificate(options);
  auto trusted = fault == TlsFault::unknown_authority ? net::make_self_signed(names) : pair;
  if (!pair || !trusted) {
    return kit::failure_of(pair ? trusted : pair);
  }
  TlsIdentity identity{
      .options = {.certificate_pem = pair->certificate_pem, .key_pem = pair->key_pem},
      .trusted_pem = trusted->certificate_pem};
  if (fault == TlsFault::tls12_only) {
    identity.options.version_max = net::TlsVersion::tls1_2;
  }
  if (fault == TlsFault::tls13_only) {
    identity.options.version_min = net::TlsVersion::tls1_3;
  }
  return identity;
}

std::optional<std::vector<FaultStep>> handshake_fault(TlsFault fault) {
  using Steps = std::vector<FaultStep>;
  switch (fault) {
    case TlsFault::not_tls:
      return Steps{{.action = Action::write,
                    .bytes = "HTTP/1.0 400 Bad Request\r\n\r\nThis is plain HTTP.\n"}};
    case TlsFault::zeros: return Steps{{.action = Action::write, .bytes = std::string(512, '\0')}};
    case TlsFault::close: return Steps{};
    case TlsFault::reset: return Steps{{.action = Action::reset}};
    case TlsFault::stall: return Steps{{.action = Action::hold, .span = hold_max}};
    default: return std::nullopt;
  }
}

}  // namespace headroom::target
