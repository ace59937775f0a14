#include "protocol/http/digest_auth.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <initializer_list>

#include <openssl/rand.h>

#include "kit/assert.h"
#include "kit/hex.h"
#include "protocol/http/digest_hash.h"

namespace headroom::protocol::http {

namespace {

using http1::equals_ignoring_case;

struct AlgorithmRow {
  DigestAlgorithm algorithm;
  std::string_view name;
  const char* hash;  // in OpenSSL
  bool is_session;
};

// In the order of the enumeration.
constexpr std::array<AlgorithmRow, 4> algorithms = {{
    {DigestAlgorithm::md5, "MD5", "MD5", false},
    {DigestAlgorithm::md5_session, "MD5-sess", "MD5", true},
    {DigestAlgorithm::sha256, "SHA-256", "SHA256", false},
    {DigestAlgorithm::sha256_session, "SHA-256-sess", "SHA256", true},
}};

const AlgorithmRow& row_of(const DigestChallenge& challenge) {
  return algorithms[static_cast<std::size_t>(challenge.algorithm.value_or(DigestAlgorithm::md5))];
}

// What a quoted string says; takes it off the front, with its quotes. A missing quote at the
// end is forgiven.
std::string take_quoted(std::string_view& rest) {
  std::string text;
  std::size_t at = 1;
  for (; at < rest.size() && rest[at] != '"'; ++at) {
    const bool is_escape = rest[at] == '\\' && at + 1 < rest.size();
    at += is_escape ? 1 : 0;
    text += rest[at];
  }
  rest.remove_prefix(std::min(at + 1, rest.size()));
  return text;
}

std::string quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c == '"' || c == '\\' ? "\\" : "";
    quoted += c;
  }
  return quoted + '"';
}

std::string_view take_up_to(std::string_view& rest, std::string_view ends) {
  const std::string_view part = rest.substr(0, rest.find_first_of(ends));
  rest.remove_prefix(part.size());
  return part;
}

void skip_any_of(std::string_view& rest, std::string_view skipped) {
  rest.remove_prefix(std::min(rest.find_first_not_of(skipped), rest.size()));
}

// A challenge being read, of any scheme, and whether it can be answered.
struct Draft {
  bool is_digest = false;
  bool has_known_algorithm = true;
  bool has_qop = false;
  DigestChallenge challenge;

  void set(std::string_view name, const std::string& value) {
    if (equals_ignoring_case(name, "realm")) {
      challenge.realm = value;
    } else if (equals_ignoring_case(name, "nonce")) {
      challenge.nonce = value;
    } else if (equals_ignoring_case(name, "opaque")) {
      challenge.opaque = value;
    } else if (equals_ignoring_case(name, "stale")) {
      challenge.is_stale = equals_ignoring_case(value, "true");
    } else if (equals_ignoring_case(name, "qop")) {
      has_qop = true;
      challenge.offers_auth = http1::contains_token(value, "auth");
      challenge.offers_auth_int = http1::contains_token(value, "auth-int");
    } else if (equals_ignoring_case(name, "algorithm")) {
      set_algorithm(value);
    }
  }

  void set_algorithm(std::string_view value) {
    const auto row = std::ranges::find_if(algorithms, [&](const AlgorithmRow& each) {
      return equals_ignoring_case(each.name, value);
    });
    has_known_algorithm = row != algorithms.end();
    if (has_known_algorithm) {
      challenge.algorithm = row->algorithm;
    }
  }

  bool is_answerable() const {
    const bool has_known_qop = !has_qop || challenge.offers_auth || challenge.offers_auth_int;
    return is_digest && !challenge.nonce.empty() && has_known_algorithm && has_known_qop &&
           DigestHash::make(row_of(challenge).hash).has_value();
  }
};

std::string_view qop_of(const DigestChallenge& challenge) {
  if (challenge.offers_auth) {
    return "auth";
  }
  return challenge.offers_auth_int ? "auth-int" : "";
}

std::string count_text(std::uint32_t count) {
  std::array<char, 9> text{};
  std::snprintf(text.data(), text.size(), "%08x", count);
  return text.data();
}

// RFC 7616, section 3.4.1 and on.
std::string response_to(const DigestChallenge& challenge, const DigestRequest& request) {
  const AlgorithmRow& algorithm = row_of(challenge);
  const std::optional<DigestHash> made = DigestHash::make(algorithm.hash);
  HEADROOM_ASSERT(made.has_value());
  const auto hash = [&](std::initializer_list<std::string_view> parts) { return made->of(parts); };
  std::string who = hash({request.user_name, challenge.realm, request.password});
  if (algorithm.is_session) {
    who = hash({who, challenge.nonce, request.client_nonce});
  }
  const std::string_view qop = qop_of(challenge);
  const std::string what = qop == "auth-int"
                               ? hash({request.method, request.target, hash({request.body})})
                               : hash({request.method, request.target});
  if (qop.empty()) {
    return hash({who, challenge.nonce, what});
  }
  return hash(
      {who, challenge.nonce, count_text(request.nonce_count), request.client_nonce, qop, what});
}

}  // namespace

// Schemes and their parameters stand in one list with commas: "Basic realm=a, Digest nonce=b,
// qop=c". A word that no "=" follows begins the next challenge.
std::optional<DigestChallenge> parse_digest_challenge(std::string_view value) {
  Draft draft;
  for (skip_any_of(value, " \t,"); !value.empty(); skip_any_of(value, " \t,")) {
    if (value.starts_with('"')) {
      take_quoted(value);
      continue;
    }
    const std::string_view name = take_up_to(value, " \t,=\"");
    skip_any_of(value, " \t");
    if (value.starts_with('=')) {
      value.remove_prefix(1);
      skip_any_of(value, " \t");
      draft.set(name, value.starts_with('"') ? take_quoted(value)
                                             : std::string(take_up_to(value, " \t,")));
      continue;
    }
    if (draft.is_answerable()) {
      break;
    }
    draft = Draft{.is_digest = equals_ignoring_case(name, "Digest")};
  }
  return draft.is_answerable() ? std::optional(std::move(draft.challenge)) : std::nullopt;
}

std::optional<DigestChallenge> digest_challenge_of(const http1::Fields& fields) {
  for (const http1::Field& field : fields) {
    if (!equals_ignoring_case(field.name, "WWW-Authenticate")) {
      continue;
    }
    if (auto challenge = parse_digest_challenge(field.value)) {
      return challenge;
    }
  }
  return std::nullopt;
}

std::string random_client_nonce() {
  std::array<unsigned char, 8> bytes{};
  HEADROOM_ASSERT(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1);
  return kit::hex_of({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::string digest_authorization(const DigestChallenge& challenge, const DigestRequest& request) {
  const AlgorithmRow& algorithm = row_of(challenge);
  const std::string_view qop = qop_of(challenge);
  std::string field = "Digest username=" + quoted(request.user_name);
  const auto add = [&](std::string_view name, std::string_view value) {
    field.append(", ").append(name).append("=").append(value);
  };
  add("realm", quoted(challenge.realm));
  add("nonce", quoted(challenge.nonce));
  add("uri", quoted(request.target));
  if (challenge.algorithm) {
    add("algorithm", algorithm.name);
  }
  add("response", quoted(response_to(challenge, request)));
  if (!qop.empty()) {
    add("qop", qop);
    add("nc", count_text(request.nonce_count));
  }
  if (!qop.empty() || algorithm.is_session) {
    add("cnonce", quoted(request.client_nonce));
  }
  if (challenge.opaque) {
    add("opaque", quoted(*challenge.opaque));
  }
  return field;
}

}  // namespace headroom::protocol::http
