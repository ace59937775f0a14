// What a stapled OCSP response (RFC 6960) says of a server's certificate, as Go's
// parser has it: told to scripts, not acted upon. Who signed it is not asked, only
// whether the signature is that of a certificate that came with it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace headroom::net {

enum class OcspStatus : std::uint8_t { none, good, revoked, unknown };

// "good", "unknown"; none is unknown too, as scripts see it.
std::string_view name_of(OcspStatus status);

struct OcspFacts {
  OcspStatus status = OcspStatus::none;
  int revocation_reason = 0;  // RFC 5280's CRLReason; 0, unspecified, when none is given
  std::int64_t produced_at_unix_s = 0;
  std::int64_t this_update_unix_s = 0;
  std::optional<std::int64_t> next_update_unix_s = std::nullopt;
  std::optional<std::int64_t> revoked_at_unix_s = std::nullopt;
};

// Of a response in DER about one certificate. Status none: it is no such response.
OcspFacts parse_ocsp_response(std::string_view der);

}  // namespace headroom::net
