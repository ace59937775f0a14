#include "target/answers/digest.h"

#include <gtest/gtest.h>

namespace headroom::target {
namespace {

constexpr DigestRequest request{.user = "user",
                                .password = "secret",
                                .method = "GET",
                                .target = "/digest-auth/x/user/secret",
                                .body = "hello"};

std::string authorization(std::string_view qop, std::string_view response) {
  std::string text = "Digest username=\"user\", realm=\"headroom target\", nonce=\"n0nce\", ";
  text += "uri=\"/digest-auth/x/user/secret\", response=\"" + std::string(response) + "\"";
  if (!qop.empty()) {
    text += ", qop=" + std::string(qop) + ", nc=00000001, cnonce=\"c\"";
  }
  return text;
}

// The responses are Python's hashlib's, put together as RFC 7616 says.
TEST(Digest, IsThatOfTheRfc) {
  const struct {
    DigestAlgorithm algorithm;
    const char* qop;
    const char* response;
  } rows[] = {
      {DigestAlgorithm::md5, "", "6985571d058a7a5a72743455bd5d1aa3"},
      {DigestAlgorithm::md5, "auth", "e2a4388eb65585c8cf66d3a0e2283cab"},
      {DigestAlgorithm::md5, "auth-int", "9c07cca54c652eb3414ef62db0a2febe"},
      {DigestAlgorithm::sha256, "",
       "b72f31ee6012c146462af3e4f25db2fff8f45f8046f0aaae75819eda14c30ea7"},
      {DigestAlgorithm::sha256, "auth",
       "f0d8c8fa425669811a822c826b36db9e0f71b06755ed99efc8be80ab4ae16a35"},
      {DigestAlgorithm::sha256, "auth-int",
       "534d766bfd7bd944a240331a495ad0c7a4ff780bf6d2e51552b53ee3181e049f"},
      {DigestAlgorithm::sha512, "auth",
       "10f71fd62770f4c9e6bb1f5339e51556dff933d735b381aa9aed0efd31fb852695edbea895bb13a9ed59545c"
       "50515ec7d71d720e4a576a62bf5a64ec9eab61bd"},
  };
  for (const auto& row : rows) {
    const auto credentials = parse_digest(authorization(row.qop, row.response));
    ASSERT_TRUE(credentials) << row.qop;
    EXPECT_TRUE(proves_password(*credentials, request, row.algorithm))
        << name_of(row.algorithm) << " " << row.qop;

    DigestRequest other = request;
    other.password = "guess";
    EXPECT_FALSE(proves_password(*credentials, other, row.algorithm));
    other = request;
    other.method = "POST";
    EXPECT_FALSE(proves_password(*credentials, other, row.algorithm));
    other = request;
    other.body = "bye";
    EXPECT_EQ(proves_password(*credentials, other, row.algorithm),
              row.qop != std::string_view("auth-int"));
  }
}

TEST(Digest, IsForThisUserRealmAndTarget) {
  const auto good = parse_digest(authorization("auth", "e2a4388eb65585c8cf66d3a0e2283cab"));
  ASSERT_TRUE(good);
  DigestRequest with_query = request;
  with_query.target = "/digest-auth/x/user/secret?a=1";
  EXPECT_TRUE(proves_password(*good, with_query, DigestAlgorithm::md5))
      << "a uri without its query";

  for (const auto& [member, value] :
       {std::pair(&DigestCredentials::user, "other"), std::pair(&DigestCredentials::realm, "x"),
        std::pair(&DigestCredentials::uri, "/get"), std::pair(&DigestCredentials::qop, "x"),
        std::pair(&DigestCredentials::nonce, "x"), std::pair(&DigestCredentials::count, "2")}) {
    DigestCredentials other = *good;
    other.*member = value;
    EXPECT_FALSE(proves_password(other, request, DigestAlgorithm::md5)) << value;
  }
}

TEST(Digest, CredentialsAreReadLeniently) {
  const auto credentials = parse_digest(
      "dIgEsT  USERNAME = \"a\\\"b\" ,realm=r,nonce=n , uri=\"/x,y\" , algorithm=MD5,, response=1");
  ASSERT_TRUE(credentials);
  EXPECT_EQ(credentials->user, "a\"b");
  EXPECT_EQ(credentials->realm, "r");
  EXPECT_EQ(credentials->nonce, "n");
  EXPECT_EQ(credentials->uri, "/x,y");
  EXPECT_EQ(credentials->qop, "");
}

TEST(Digest, CredentialsThatLackSomethingAreNone) {
  for (const char* text : {"", "Digest", "Basic dXNlcjpzZWNyZXQ=", "Digest nonce=a, uri=b",
                           "Digest nonce=a, response=c", "Digest uri=b, response=c",
                           "Digest nonce=a, uri=b, response=c, qop=auth",
                           "Digest nonce=a, uri=b, response=c, qop=auth, nc=1",
                           "Digest nonce=\"a, uri=b, response=c"}) {
    EXPECT_FALSE(parse_digest(text)) << text;
  }
}

TEST(Digest, ChallengesSayWhatIsOffered) {
  kit::Random random(1);
  const std::string both = challenge_text({}, random);
  EXPECT_TRUE(both.starts_with("Digest realm=\"headroom target\", nonce=\"")) << both;
  EXPECT_NE(both.find("\", qop=\"auth, auth-int\", opaque=\""), both.npos) << both;
  EXPECT_TRUE(both.ends_with("\", algorithm=MD5, stale=FALSE")) << both;
  EXPECT_NE(both, challenge_text({}, random)) << "the nonce is another one";

  const std::string one = challenge_text(
      {.qop = "auth", .algorithm = DigestAlgorithm::sha256, .is_stale = true}, random);
  EXPECT_NE(one.find("qop=\"auth\""), one.npos);
  EXPECT_TRUE(one.ends_with("algorithm=SHA-256, stale=TRUE")) << one;
}

}  // namespace
}  // namespace headroom::target
