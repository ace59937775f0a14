// HTTP Digest (RFC 7616, and RFC 2617 before it): the challenge in a 401, and the field
// that answers it. For clients whose script asks for it. MD5 and SHA-256, each also in its
// session form; user names go in the clear (no userhash), and nonces are the caller's to keep.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/http1/field.h"

namespace headroom::protocol::http {

enum class DigestAlgorithm : std::uint8_t { md5, md5_session, sha256, sha256_session };

struct DigestChallenge {
  std::string realm;
  std::string nonce;
  std::optional<std::string> opaque;         // goes back as it came
  std::optional<DigestAlgorithm> algorithm;  // none named: MD5
  // The kinds of protection (qop). With neither, the answer has the older form of RFC 2069.
  bool offers_auth = false;
  bool offers_auth_int = false;
  bool is_stale = false;  // the nonce was too old; the password may be right
};

// The first challenge of a WWW-Authenticate value that can be answered here. None when there
// is none without a nonce, or only unknown algorithms and kinds of protection.
std::optional<DigestChallenge> parse_digest_challenge(std::string_view value);

// The same, over all WWW-Authenticate fields of a response.
std::optional<DigestChallenge> digest_challenge_of(const http1::Fields& fields);

struct DigestRequest {
  std::string_view method;
  std::string_view target;  // as in the request line
  std::string_view body;    // counts only where nothing but auth-int is offered
  std::string_view user_name;
  std::string_view password;
  std::string_view client_nonce;  // not to be guessed, new for each nonce at least
  std::uint32_t nonce_count = 1;  // how often this nonce was used, this time included
};

// Sixteen hexadecimal digits that nobody can guess.
std::string random_client_nonce();

// The value of the Authorization field.
std::string digest_authorization(const DigestChallenge& challenge, const DigestRequest& request);

}  // namespace headroom::protocol::http
