#include "target/answers/auth.h"

#include <gtest/gtest.h>

#include "target/answers/answers_fake.h"
#include "target/answers/digest.h"

namespace headroom::target {
namespace {

constexpr std::string_view digest_target = "/digest-auth/auth/user/secret";

// What a client that knows the password says, to whatever nonce.
std::string authorization(std::string_view nonce, std::string_view password = "secret",
                          std::string_view target = digest_target) {
  constexpr DigestAlgorithm md5 = DigestAlgorithm::md5;
  const std::string secret = digest_of("user:headroom target:" + std::string(password), md5);
  const std::string asked = digest_of("GET:" + std::string(target), md5);
  const std::string response =
      digest_of(secret + ":" + std::string(nonce) + ":00000001:c:auth:" + asked, md5);
  return "Digest username=\"user\", realm=\"headroom target\", nonce=\"" + std::string(nonce) +
         "\", uri=\"" + std::string(target) +
         "\", qop=auth, nc=00000001, cnonce=\"c\", response=\"" + response + "\"";
}

TEST(Auth, BasicComparesUserAndPassword) {
  const struct {
    const char* target;
    const char* authorization;
    int status;
  } rows[] = {
      {"/basic-auth/user/secret", "Basic dXNlcjpzZWNyZXQ=", 200},
      {"/basic-auth/user/secret", "basic  dXNlcjpzZWNyZXQ=", 200},
      {"/basic-auth/us%65r/secret", "Basic dXNlcjpzZWNyZXQ=", 200},
      {"/basic-auth/user/other", "Basic dXNlcjpzZWNyZXQ=", 401},
      {"/basic-auth/user/secret", "Basic dXNlcjpvdGhlcg==", 401},
      {"/basic-auth/user/secret", "Bearer dXNlcjpzZWNyZXQ=", 401},
      {"/basic-auth/user/secret", "Basic !", 401},
      {"/basic-auth/user/secret", "", 401},
      {"/hidden-basic-auth/user/secret", "Basic dXNlcjpzZWNyZXQ=", 200},
      {"/hidden-basic-auth/user/secret", "Basic dXNlcjpvdGhlcg==", 404},
  };
  for (const auto& row : rows) {
    const Answer answer = get(row.target, {{"Authorization", row.authorization}});
    EXPECT_EQ(answer.status, row.status) << row.target << " " << row.authorization;
    EXPECT_EQ(answer.body, row.status == 200 ? "{\"authenticated\":true,\"user\":\"user\"}\n" : "");
  }
  EXPECT_EQ(field_of(get("/basic-auth/a/b"), "WWW-Authenticate"), "Basic realm=\"Fake Realm\"");
  EXPECT_TRUE(get("/hidden-basic-auth/a/b").headers.empty());
}

TEST(Auth, BearerTakesAnyToken) {
  EXPECT_EQ(get("/bearer", {{"Authorization", "Bearer t\"1"}}).body,
            "{\"authenticated\":true,\"token\":\"t\\\"1\"}\n");
  for (const Headers& headers : {Headers{}, Headers{{"Authorization", "Basic x"}}}) {
    const Answer answer = get("/bearer", headers);
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(field_of(answer, "WWW-Authenticate"), "Bearer");
  }
}

TEST(Auth, DigestChallengesFirst) {
  const Answer answer = get(digest_target);
  EXPECT_EQ(answer.status, 401);
  EXPECT_NE(field_of(answer, "WWW-Authenticate").find("qop=\"auth\""), std::string::npos);
  EXPECT_EQ(fields_of(answer, "Set-Cookie"),
            (std::vector<std::string>{"stale_after=never; Path=/", "fake=fake_value; Path=/"}));
  EXPECT_NE(field_of(get("/digest-auth/x/user/secret/SHA-512"), "WWW-Authenticate")
                .find("qop=\"auth, auth-int\""),
            std::string::npos);
}

TEST(Auth, DigestWelcomesWhoKnowsThePassword) {
  const std::string right = authorization("n");
  const Answer answer = get(digest_target, {{"Authorization", right}});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "{\"authenticated\":true,\"user\":\"user\"}\n");

  const std::string wrong = authorization("n", "guess");
  const Answer refused = get(digest_target, {{"Authorization", wrong}});
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(fields_of(refused, "Set-Cookie").at(1), "last_nonce=n; Path=/");
}

TEST(Auth, DigestNoncesGrowStale) {
  const std::string right = authorization("n");
  const auto with_cookies = [&](const char* cookies) {
    return get(digest_target, {{"Authorization", right}, {"Cookie", cookies}});
  };

  const Answer fresh = with_cookies("stale_after=2");
  EXPECT_EQ(fresh.status, 200);
  EXPECT_EQ(fields_of(fresh, "Set-Cookie").back(), "stale_after=1; Path=/");
  EXPECT_EQ(fields_of(with_cookies("stale_after=never"), "Set-Cookie").back(),
            "stale_after=never; Path=/");

  for (const char* cookies : {"stale_after=0", "last_nonce=n"}) {
    const Answer stale = with_cookies(cookies);
    EXPECT_EQ(stale.status, 401) << cookies;
    EXPECT_TRUE(field_of(stale, "WWW-Authenticate").ends_with("stale=TRUE")) << cookies;
  }
}

TEST(Auth, DigestCanInsistOnCookies) {
  const std::string target = std::string(digest_target) + "?require-cookie=1";
  const std::string right = authorization("n", "secret", target);
  EXPECT_EQ(get(target, {{"Authorization", right}}).status, 401);
  EXPECT_EQ(get(target, {{"Authorization", right}, {"Cookie", "a=1"}}).status, 403);
  EXPECT_EQ(get(target, {{"Authorization", right}, {"Cookie", "fake=fake_value"}}).status, 200);
}

}  // namespace
}  // namespace headroom::target
