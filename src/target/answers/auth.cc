#include "target/answers/auth.h"

#include <algorithm>

#include "kit/base64.h"
#include "protocol/http1/field.h"
#include "target/answers/digest.h"
#include "target/json_object.h"
#include "target/set_cookie.h"

namespace headroom::target {

namespace {

namespace http1 = protocol::http1;

constexpr std::string_view kept_cookie = "fake_value";

Answer challenge_answer(std::string challenge) {
  Answer answer{.status = 401, .content_type = html_type};
  answer.headers.emplace_back("WWW-Authenticate", std::move(challenge));
  return answer;
}

Answer welcome_answer(std::string_view name, std::string_view value) {
  JsonObject json;
  json.add_json("authenticated", "true").add(name, value);
  return json_answer(std::move(json).line());
}

// Does the client know the user and the password that its path has?
bool has_basic_credentials(const Question& question, const PathValues& values) {
  constexpr std::string_view scheme = "basic ";
  const std::string_view text = header_of(question, "authorization").value_or("");
  if (!http1::equals_ignoring_case(text.substr(0, scheme.size()), scheme)) {
    return false;
  }
  const auto credentials = kit::base64_decoded(http1::trimmed(text.substr(scheme.size())));
  return credentials &&
         *credentials == percent_decoded(values[0]) + ":" + percent_decoded(values[1]);
}

// --- digest

// What /digest-auth/QOP/USER/PASSWORD/ALGORITHM/STALE_AFTER asks for.
struct DigestTerms {
  std::string_view qop;
  std::string user;
  std::string password;
  DigestAlgorithm algorithm = DigestAlgorithm::md5;
  std::string stale_after = "never";  // so many requests a nonce is good for
  bool must_keep_cookies = false;
};

DigestTerms digest_terms(const Question& question, const PathValues& values) {
  const Pairs arguments = arguments_of(question);
  const std::string_view cookie = value_of(arguments, "require-cookie").value_or("");
  const bool is_known = values[0] == "auth" || values[0] == "auth-int";
  DigestTerms terms{.qop = is_known ? values[0] : "",
                    .user = percent_decoded(values[1]),
                    .password = percent_decoded(values[2]),
                    .algorithm = digest_algorithm_named(values[3]),
                    .must_keep_cookies = cookie == "1" ||
                                         http1::equals_ignoring_case(cookie, "t") ||
                                         http1::equals_ignoring_case(cookie, "true")};
  if (!values[4].empty()) {
    terms.stale_after = percent_decoded(values[4]);
  }
  return terms;
}

void add_cookie(Answer& answer, std::string_view name, std::string_view value) {
  answer.headers.emplace_back("Set-Cookie", set_cookie_text(name, value));
}

// The client that fails is told to remember which nonce it used up.
Answer digest_challenge(const Question& question, const DigestTerms& terms,
                        const DigestCredentials* credentials, bool is_stale) {
  kit::Random random(question.seed);
  Answer answer = challenge_answer(challenge_text(
      {.qop = terms.qop, .algorithm = terms.algorithm, .is_stale = is_stale}, random));
  add_cookie(answer, "stale_after", terms.stale_after);
  if (credentials != nullptr) {
    add_cookie(answer, "last_nonce", credentials->nonce);
  }
  add_cookie(answer, "fake", kept_cookie);
  return answer;
}

std::string one_less(std::string_view count) {
  const auto number = parse_count(count);
  return number && *number > 0 ? std::to_string(*number - 1) : "never";
}

}  // namespace

Answer basic_auth_answer(const Question& question, const PathValues& values) {
  return has_basic_credentials(question, values)
             ? welcome_answer("user", percent_decoded(values[0]))
             : challenge_answer("Basic realm=\"Fake Realm\"");
}

Answer hidden_basic_auth_answer(const Question& question, const PathValues& values) {
  return has_basic_credentials(question, values)
             ? welcome_answer("user", percent_decoded(values[0]))
             : Answer{.status = 404, .content_type = html_type};
}

Answer bearer_answer(const Question& question, const PathValues&) {
  constexpr std::string_view scheme = "Bearer ";
  const std::string_view text = header_of(question, "authorization").value_or("");
  return text.starts_with(scheme) ? welcome_answer("token", text.substr(scheme.size()))
                                  : challenge_answer("Bearer");
}

Answer digest_auth_answer(const Question& question, const PathValues& values) {
  const DigestTerms terms = digest_terms(question, values);
  const auto credentials = parse_digest(header_of(question, "authorization").value_or(""));
  const bool has_cookies = header_of(question, "cookie").has_value();
  if (!credentials || (terms.must_keep_cookies && !has_cookies)) {
    return digest_challenge(question, terms, nullptr, false);
  }
  const Pairs cookies = cookies_of(question);
  if (terms.must_keep_cookies && value_of(cookies, "fake") != kept_cookie) {
    Answer answer = json_answer("{\"errors\":[\"missing cookie set on challenge\"]}\n");
    answer.status = 403;
    add_cookie(answer, "fake", kept_cookie);
    return answer;
  }
  const auto stale_after = value_of(cookies, "stale_after");
  if (value_of(cookies, "last_nonce") == credentials->nonce || stale_after == "0") {
    return digest_challenge(question, terms, &*credentials, true);
  }
  const DigestRequest request{.user = terms.user,
                              .password = terms.password,
                              .method = question.method,
                              .target = question.target,
                              .body = question.body};
  if (!proves_password(*credentials, request, terms.algorithm)) {
    return digest_challenge(question, terms, &*credentials, false);
  }
  Answer answer = welcome_answer("user", terms.user);
  add_cookie(answer, "fake", kept_cookie);
  if (stale_after) {
    add_cookie(answer, "stale_after", one_less(*stale_after));
  }
  return answer;
}

}  // namespace headroom::target
