#include "target/answers/digest.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "kit/assert.h"
#include "protocol/http/digest_hash.h"
#include "protocol/http1/field.h"

namespace headroom::target {

namespace {

namespace http1 = protocol::http1;

constexpr std::string_view our_realm = "headroom target";

protocol::http::DigestHash hash_of(DigestAlgorithm algorithm) {
  const auto name = [algorithm] {
    switch (algorithm) {
      case DigestAlgorithm::sha256: return "SHA256";
      case DigestAlgorithm::sha512: return "SHA512";
      case DigestAlgorithm::md5: break;
    }
    return "MD5";
  }();
  auto made = protocol::http::DigestHash::make(name);
  HEADROOM_ASSERT(made.has_value());
  return std::move(*made);
}

// "a=b, c=\"d\"" piece by piece.
class ParameterReader {
 public:
  explicit ParameterReader(std::string_view text) : text_(text) {}

  // None at the end, and at what is no parameter.
  std::optional<std::pair<std::string_view, std::string>> next() {
    text_.remove_prefix(std::min(text_.find_first_not_of(", \t"), text_.size()));
    const std::size_t equals = text_.find('=');
    if (equals == text_.npos) {
      return std::nullopt;
    }
    const std::string_view name = http1::trimmed(text_.substr(0, equals));
    text_ = http1::trimmed(text_.substr(equals + 1));
    std::string value = text_.starts_with('"') ? take_quoted() : take_plain();
    const std::size_t comma = text_.find(',');
    text_.remove_prefix(comma == text_.npos ? text_.size() : comma + 1);
    return std::pair(name, std::move(value));
  }

 private:
  std::string take_plain() {
    const std::string_view value = text_.substr(0, text_.find(','));
    text_.remove_prefix(value.size());
    return std::string(http1::trimmed(value));
  }

  std::string take_quoted() {
    std::string value;
    for (text_.remove_prefix(1); !text_.empty() && text_.front() != '"'; text_.remove_prefix(1)) {
      if (text_.front() == '\\' && text_.size() > 1) {
        text_.remove_prefix(1);
      }
      value += text_.front();
    }
    text_.remove_prefix(text_.empty() ? 0 : 1);
    return value;
  }

  std::string_view text_;
};

std::string* member_named(DigestCredentials& credentials, std::string_view name) {
  const std::array<std::pair<std::string_view, std::string*>, 8> members{{
      {"username", &credentials.user},
      {"realm", &credentials.realm},
      {"nonce", &credentials.nonce},
      {"uri", &credentials.uri},
      {"response", &credentials.response},
      {"qop", &credentials.qop},
      {"nc", &credentials.count},
      {"cnonce", &credentials.client_nonce},
  }};
  for (const auto& [known, member] : members) {
    if (http1::equals_ignoring_case(known, name)) {
      return member;
    }
  }
  return nullptr;
}

}  // namespace

DigestAlgorithm digest_algorithm_named(std::string_view name) {
  for (const DigestAlgorithm algorithm : {DigestAlgorithm::sha256, DigestAlgorithm::sha512}) {
    if (name_of(algorithm) == name) {
      return algorithm;
    }
  }
  return DigestAlgorithm::md5;
}

std::string_view name_of(DigestAlgorithm algorithm) {
  switch (algorithm) {
    case DigestAlgorithm::sha256: return "SHA-256";
    case DigestAlgorithm::sha512: return "SHA-512";
    case DigestAlgorithm::md5: break;
  }
  return "MD5";
}

std::string digest_of(std::string_view text, DigestAlgorithm algorithm) {
  return hash_of(algorithm).of({text});
}

std::string challenge_text(const DigestChallenge& challenge, kit::Random& random) {
  const auto fresh = [&] { return digest_of(std::to_string(random.next()), challenge.algorithm); };
  std::string text = "Digest realm=\"" + std::string(our_realm) + "\", nonce=\"" + fresh();
  text += "\", qop=\"" + std::string(challenge.qop.empty() ? "auth, auth-int" : challenge.qop);
  text += "\", opaque=\"" + fresh();
  text += "\", algorithm=" + std::string(name_of(challenge.algorithm));
  return text + ", stale=" + (challenge.is_stale ? "TRUE" : "FALSE");
}

std::optional<DigestCredentials> parse_digest(std::string_view authorization) {
  constexpr std::string_view scheme = "digest ";
  if (!http1::equals_ignoring_case(authorization.substr(0, scheme.size()), scheme)) {
    return std::nullopt;
  }
  DigestCredentials credentials;
  ParameterReader reader(authorization.substr(scheme.size()));
  while (auto parameter = reader.next()) {
    if (std::string* const member = member_named(credentials, parameter->first)) {
      *member = std::move(parameter->second);
    }
  }
  const bool has_qop = !credentials.qop.empty();
  const bool lacks_something =
      credentials.nonce.empty() || credentials.uri.empty() || credentials.response.empty() ||
      (has_qop && (credentials.count.empty() || credentials.client_nonce.empty()));
  return lacks_something ? std::nullopt : std::optional(std::move(credentials));
}

bool proves_password(const DigestCredentials& credentials, const DigestRequest& request,
                     DigestAlgorithm algorithm) {
  const std::string_view path = request.target.substr(0, request.target.find('?'));
  const bool is_for_this =
      credentials.user == request.user && credentials.realm == our_realm &&
      (credentials.uri == request.target || credentials.uri == path) &&
      (credentials.qop.empty() || credentials.qop == "auth" || credentials.qop == "auth-int");
  if (!is_for_this) {
    return false;
  }
  const protocol::http::DigestHash hash = hash_of(algorithm);
  const std::string who = hash.of({credentials.user, our_realm, request.password});
  const std::string what = credentials.qop == "auth-int"
                               ? hash.of({request.method, credentials.uri, hash.of({request.body})})
                               : hash.of({request.method, credentials.uri});
  const std::string expected = credentials.qop.empty()
                                   ? hash.of({who, credentials.nonce, what})
                                   : hash.of({who, credentials.nonce, credentials.count,
                                              credentials.client_nonce, credentials.qop, what});
  return http1::equals_ignoring_case(credentials.response, expected);
}

}  // namespace headroom::target
