#include "net/ocsp.h"

#include <gtest/gtest.h>

#include "net/ocsp_fake.h"

namespace headroom::net {
namespace {

const CertificatePair& certificate() {
  static const CertificatePair made = make_self_signed({"localhost"}).value();
  return made;
}

OcspFacts facts_of(const FakeOcspResponse& fake) {
  return parse_ocsp_response(make_ocsp_response(fake));
}

TEST(OcspResponse, SaysThatACertificateIsGood) {
  const OcspFacts facts = facts_of({.certificate = certificate(),
                                    .this_update_unix_s = 1'700'000'000,
                                    .next_update_unix_s = 1'700'086'400});

  EXPECT_EQ(facts.status, OcspStatus::good);
  EXPECT_EQ(facts.this_update_unix_s, 1'700'000'000);
  EXPECT_EQ(facts.next_update_unix_s, 1'700'086'400);
  EXPECT_GT(facts.produced_at_unix_s, 1'700'000'000);
  EXPECT_EQ(facts.revoked_at_unix_s, std::nullopt);
  EXPECT_EQ(facts.revocation_reason, 0);
}

TEST(OcspResponse, SaysWhenAndWhyACertificateWasRevoked) {
  FakeOcspResponse fake{.certificate = certificate(),
                        .status = V_OCSP_CERTSTATUS_REVOKED,
                        .reason = OCSP_REVOKED_STATUS_KEYCOMPROMISE,
                        .revoked_at_unix_s = 1'600'000'000,
                        .this_update_unix_s = 1'700'000'000};
  const OcspFacts facts = facts_of(fake);

  EXPECT_EQ(facts.status, OcspStatus::revoked);
  EXPECT_EQ(facts.revocation_reason, 1);
  EXPECT_EQ(facts.revoked_at_unix_s, 1'600'000'000);
  EXPECT_EQ(facts.next_update_unix_s, std::nullopt);

  fake.reason = OCSP_REVOKED_STATUS_NOSTATUS;
  EXPECT_EQ(facts_of(fake).revocation_reason, 0);
}

TEST(OcspResponse, MayKnowNothing) {
  EXPECT_EQ(facts_of({.certificate = certificate(), .status = V_OCSP_CERTSTATUS_UNKNOWN}).status,
            OcspStatus::unknown);
}

TEST(OcspResponse, IsNoneWhenItCannotBeBelieved) {
  EXPECT_EQ(parse_ocsp_response("").status, OcspStatus::none);
  EXPECT_EQ(parse_ocsp_response("rubbish").status, OcspStatus::none);
  // "Try later", which has no answer in it.
  EXPECT_EQ(parse_ocsp_response("\x30\x03\x0a\x01\x03").status, OcspStatus::none);
  EXPECT_EQ(facts_of({.certificate = certificate(), .answer_count = 2}).status, OcspStatus::none);
  EXPECT_EQ(facts_of({.certificate = certificate(), .is_forged = true}).status, OcspStatus::none);
}

TEST(OcspResponse, IsBelievedWithoutACertificateToCheckItBy) {
  EXPECT_EQ(facts_of({.certificate = certificate(), .has_certificate = false}).status,
            OcspStatus::good);
}

}  // namespace
}  // namespace headroom::net
