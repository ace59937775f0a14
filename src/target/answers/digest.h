// HTTP Digest authentication by RFC 7616, the server's side: the challenge, and
// whether a client's response proves that it knows the password. Keeps nothing:
// a nonce is not remembered, so one may be used again.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kit/random.h"

namespace headroom::target {

enum class DigestAlgorithm { md5, sha256, sha512 };

// "MD5", "SHA-256", "SHA-512"; MD5 for all else.
DigestAlgorithm digest_algorithm_named(std::string_view name);
std::string_view name_of(DigestAlgorithm algorithm);
// In hexadecimal.
std::string digest_of(std::string_view text, DigestAlgorithm algorithm);

struct DigestChallenge {
  std::string_view qop;  // "auth", "auth-int"; empty offers both
  DigestAlgorithm algorithm = DigestAlgorithm::md5;
  bool is_stale = false;
};

// The value of WWW-Authenticate.
std::string challenge_text(const DigestChallenge& challenge, kit::Random& random);

// What a client says in Authorization.
struct DigestCredentials {
  std::string user;
  std::string realm;
  std::string nonce;
  std::string uri;
  std::string response;
  std::string qop;  // these three: empty when it says none
  std::string count;
  std::string client_nonce;
};

// None unless it is "Digest ..." with all that a response needs.
std::optional<DigestCredentials> parse_digest(std::string_view authorization);

struct DigestRequest {
  std::string_view user;
  std::string_view password;
  std::string_view method;
  std::string_view target;  // path and query
  std::string_view body;
};

// Is it the right answer to a challenge of ours for this very request?
bool proves_password(const DigestCredentials& credentials, const DigestRequest& request,
                     DigestAlgorithm algorithm);

}  // namespace headroom::target
