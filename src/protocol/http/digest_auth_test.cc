#include "protocol/http/digest_auth.h"

#include <gtest/gtest.h>

namespace headroom::protocol::http {
namespace {

constexpr std::string_view nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
constexpr std::string_view client_nonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

// The example of RFC 7616, section 3.9.1.
DigestRequest rfc_request() {
  return {.method = "GET",
          .target = "/dir/index.html",
          .body = "a=b",
          .user_name = "Mufasa",
          .password = "Circle of Life",
          .client_nonce = client_nonce};
}

std::string rfc_challenge(std::string_view parameters) {
  return "Digest realm=\"http-auth@example.org\", nonce=\"" + std::string(nonce) + "\"" +
         std::string(parameters);
}

std::string answer_to(std::string_view challenge, const DigestRequest& request) {
  return digest_authorization(parse_digest_challenge(challenge).value(), request);
}

std::string response_in(std::string_view field) {
  constexpr std::string_view start = "response=\"";
  const std::size_t at = field.find(start) + start.size();
  return std::string(field.substr(at, field.find('"', at) - at));
}

TEST(DigestAuth, AnswersAsInRfc7616) {
  const std::string start =
      "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", nonce=\"" + std::string(nonce) +
      "\", uri=\"/dir/index.html\"";
  const std::string end = ", qop=auth, nc=00000001, cnonce=\"" + std::string(client_nonce) +
                          "\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
  const std::string offered =
      ", qop=\"auth, auth-int\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

  EXPECT_EQ(answer_to(rfc_challenge(offered + ", algorithm=MD5"), rfc_request()),
            start + ", algorithm=MD5, response=\"8ca523f5e9506fed4657c9700eebdbec\"" + end);
  EXPECT_EQ(answer_to(rfc_challenge(offered + ", algorithm=SHA-256"), rfc_request()),
            start +
                ", algorithm=SHA-256, response="
                "\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\"" +
                end);
}

TEST(DigestAuth, AnswersAsInRfc2617) {
  const DigestRequest request{.method = "GET",
                              .target = "/dir/index.html",
                              .user_name = "Mufasa",
                              .password = "Circle Of Life",
                              .client_nonce = "0a4f113b"};

  EXPECT_EQ(answer_to("Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\", "
                      "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", "
                      "opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"",
                      request),
            "Digest username=\"Mufasa\", realm=\"testrealm@host.com\", "
            "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir/index.html\", "
            "response=\"6629fae49393a05397450978507c4ef1\", qop=auth, nc=00000001, "
            "cnonce=\"0a4f113b\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"");
}

TEST(DigestAuth, KnowsAllAlgorithmsAndKindsOfProtection) {
  struct Row {
    std::string_view parameters;
    std::string_view response;
  };
  const Row rows[] = {
      {"", "7b2cc3b30e75b4777ea31027084363fd"},
      {", qop=auth", "8ca523f5e9506fed4657c9700eebdbec"},
      {", qop=auth-int", "36448d124c958a4c09a8aad9d1e4536a"},
      {", algorithm=MD5-sess", "37a7f42db2090a3fcac4e26e747d4fc8"},
      {", algorithm=MD5-sess, qop=auth", "e783283f46242139c486a698fec7211d"},
      {", algorithm=MD5-sess, qop=auth-int", "0b720fab9432bc8d8f72e10a415227e4"},
      {", algorithm=SHA-256", "a1306b0595a6c7fe96c448631fb5cfbd5107bd1fe1da729d978dd7446b812363"},
      {", algorithm=SHA-256, qop=auth-int",
       "0b5f63b30abc14cb06b1e59686a2b8c9b7964ed159929341ea94b823c368ee41"},
      {", algorithm=SHA-256-sess",
       "30bc0742357e535c85094121d22cf826b794be0667e19537beb7b28f2251c274"},
      {", algorithm=SHA-256-sess, qop=auth",
       "2fd51b3a77ad75bad6afad6003e818d767133c46d9e2749e7f5232ae1ea3efd7"},
      {", algorithm=SHA-256-sess, qop=auth-int",
       "c0d560d95463ca16b128d3601cf2a0ea5de79f5aaa0977086d4c86a6a04b49b5"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(response_in(answer_to(rfc_challenge(row.parameters), rfc_request())), row.response)
        << row.parameters;
  }
}

TEST(DigestAuth, WithoutProtectionSendsNoCountAndNoNonceOfItsOwn) {
  const DigestRequest request{
      .method = "GET", .target = "/", .user_name = "u", .client_nonce = "c"};

  const std::string plain = answer_to("Digest nonce=n", request);
  EXPECT_TRUE(plain.ends_with("response=\"" + response_in(plain) + "\"")) << plain;
  const std::string session = answer_to("Digest nonce=n, algorithm=md5-SESS", request);
  EXPECT_TRUE(session.ends_with("\", cnonce=\"c\"")) << "a session needs it: " << session;
}

TEST(DigestAuth, QuotesAndCounts) {
  const DigestRequest request{.method = "GET",
                              .target = "/",
                              .user_name = "a\"b\\",
                              .password = "p",
                              .client_nonce = "c",
                              .nonce_count = 31};

  EXPECT_EQ(answer_to("Digest realm=\"r\\\"q\", nonce=\"n\", qop=\"auth\", opaque=\"\"", request),
            "Digest username=\"a\\\"b\\\\\", realm=\"r\\\"q\", nonce=\"n\", uri=\"/\", "
            "response=\"058224d12d1f98f721051190f2c57000\", qop=auth, nc=0000001f, cnonce=\"c\", "
            "opaque=\"\"");
}

TEST(DigestChallenge, IsTakenApart) {
  const auto challenge = parse_digest_challenge(
      "digest Realm=\"a, \\\"b\\\"\" ,NONCE = \"n=\" , qop=\"AUTH-INT,token\", stale=True, "
      "charset=UTF-8, userhash=true, domain=\"/a /b\", algorithm=sha-256, opaque=o");

  ASSERT_TRUE(challenge);
  EXPECT_EQ(challenge->realm, "a, \"b\"");
  EXPECT_EQ(challenge->nonce, "n=");
  EXPECT_EQ(challenge->opaque, "o");
  EXPECT_EQ(challenge->algorithm, DigestAlgorithm::sha256);
  EXPECT_FALSE(challenge->offers_auth);
  EXPECT_TRUE(challenge->offers_auth_int);
  EXPECT_TRUE(challenge->is_stale);
}

TEST(DigestChallenge, MaySayNoMoreThanANonce) {
  const auto challenge = parse_digest_challenge("Digest nonce=n");

  ASSERT_TRUE(challenge);
  EXPECT_EQ(challenge->realm, "");
  EXPECT_EQ(challenge->opaque, std::nullopt);
  EXPECT_EQ(challenge->algorithm, std::nullopt);
  EXPECT_FALSE(challenge->offers_auth);
  EXPECT_FALSE(challenge->offers_auth_int);
  EXPECT_FALSE(challenge->is_stale);
}

TEST(DigestChallenge, IsTheFirstThatCanBeAnswered) {
  struct Row {
    std::string_view value;
    std::string_view nonce;  // empty: none
    std::string_view reason;
  };
  const Row rows[] = {
      {"Digest nonce=a, Digest nonce=b", "a", "two"},
      {"Digest algorithm=SHA-512-256, nonce=a, Digest algorithm=MD5, nonce=b", "b",
       "an unknown algorithm first"},
      {"Digest nonce=a, qop=other, Digest nonce=b", "b", "an unknown protection first"},
      {"Digest realm=x, Digest nonce=b", "b", "no nonce first"},
      {"Basic realm=\"x\", Digest nonce=b", "b", "another scheme first"},
      {"Digest nonce=b, Basic realm=\"x\", nonce=c", "b", "another scheme behind"},
      {"Negotiate YII/+a==, Digest nonce=b", "b", "one with a word of its own"},
      {"NTLM,Digest nonce=b", "b", "one with nothing"},
      {"Digest realm=\"Digest nonce=a\", nonce=b", "b", "one inside quotes"},
      {"Digest realm=\"x\" nonce=\"b\"", "b", "no comma between"},
      {",, ,Digest nonce=b,,", "b", "empty parts"},
      {"Digest nonce=\"b", "b", "no quote at the end"},
      {"Digest nonce=a, nonce=b", "b", "the last of the same name"},
      {"Basic realm=\"x\"", "", "only another scheme"},
      {"Basic nonce=a", "", "which may have a nonce"},
      {"nonce=a", "", "no scheme"},
      {"Digest", "", "no parameters"},
      {"Digest nonce=\"\"", "", "an empty nonce"},
      {"Digest nonce", "", "no ="},
      {"Digest nonce=a, algorithm=x", "", "only an unknown algorithm"},
      {"Digest \"nonce=a\"", "", "a quoted string alone"},
      {"Digest , =a, =, nonce=b", "b", "values without a name"},
      {"", "", "nothing"},
  };
  for (const Row& row : rows) {
    const auto challenge = parse_digest_challenge(row.value);
    ASSERT_EQ(challenge.has_value(), !row.nonce.empty()) << row.reason;
    if (challenge) {
      EXPECT_EQ(challenge->nonce, row.nonce) << row.reason;
    }
  }
}

TEST(DigestChallenge, IsLookedForInAllFields) {
  const auto challenge =
      digest_challenge_of(http1::Fields("WWW-Authenticate: Basic realm=x\r\nX: Digest "
                                        "nonce=a\r\nwww-authenticate: Digest nonce=b\r\n"));

  ASSERT_TRUE(challenge);
  EXPECT_EQ(challenge->nonce, "b");
  EXPECT_FALSE(digest_challenge_of(http1::Fields("")));
}

}  // namespace
}  // namespace headroom::protocol::http
