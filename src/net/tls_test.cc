#include "net/tls.h"

#include <gtest/gtest.h>

#include "net/listener.h"
#include "net/pipe.h"
#include "net/tls_fixture.h"

namespace headroom::net {
namespace {

using namespace kit::literals;
constexpr kit::Instant never = kit::Instant::never();

class TlsTest : public TlsFixture {};

TEST_F(TlsTest, CarriesBytesBothWays) {
  Meeting meeting = this->meeting(good_);
  meeting.as_client = [](Transport& client) {
    EXPECT_TRUE(client.write("ping", never));
    EXPECT_EQ(read_some(client), "pong");
    EXPECT_GT(client.wire_bytes_read(), 500U);
    EXPECT_GT(client.wire_bytes_written(), 200U);
    EXPECT_EQ(client.tls()->version, TlsVersion::tls1_3);
    EXPECT_EQ(client.tls()->cipher, "TLS_AES_128_GCM_SHA256");
    EXPECT_EQ(client.tls()->application_protocol, "");
  };
  meeting.as_server = [](Transport& server) {
    EXPECT_EQ(read_some(server), "ping");
    EXPECT_TRUE(server.write("pong", never));
    EXPECT_EQ(read_some(server), "closed");
  };

  EXPECT_TRUE(meet(meeting));
  EXPECT_TRUE(server_outcome_);
}

TEST_F(TlsTest, MovesMoreThanARecordBothWays) {
  const std::string body(1 << 20, 'x');
  std::size_t received = 0;
  Meeting meeting = this->meeting(good_);
  meeting.as_client = [&](Transport& client) { EXPECT_TRUE(client.write(body, never)); };
  meeting.as_server = [&](Transport& server) {
    char buffer[1000];  // less than a record, so some of it stays within TLS
    while (auto count = server.read(buffer, never)) {
      received += *count;
    }
  };

  EXPECT_TRUE(meet(meeting));
  EXPECT_EQ(received, body.size());
}

TEST_F(TlsTest, AgreesOnVersionsAndProtocols) {
  Meeting meeting = this->meeting(good_);
  meeting.client.version_max = TlsVersion::tls1_2;
  meeting.client.cipher_suites = {"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"};
  meeting.client.application_protocols = {"h2", "http/1.1"};
  meeting.server.application_protocols = {"http/1.1"};
  TlsFacts facts;
  meeting.as_client = [&](Transport& client) { facts = *client.tls(); };

  EXPECT_TRUE(meet(meeting));

  EXPECT_EQ(name_of(facts.version), "tls1.2");
  EXPECT_EQ(facts.cipher, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
  EXPECT_EQ(facts.application_protocol, "http/1.1");
}

TEST_F(TlsTest, RefusesACertificateOfAnUnknownAuthority) {
  EXPECT_EQ(kind_of(meet(meeting(*make_self_signed({"localhost"})))),
            FailureKind::tls_unknown_authority);
  EXPECT_EQ(kind_of(server_outcome_), FailureKind::tls_alert);
  EXPECT_EQ(server_outcome_.error().text, "unknown certificate authority");
}

TEST_F(TlsTest, RefusesACertificateForAnotherHost) {
  EXPECT_EQ(kind_of(meet(meeting(signed_for("example.com")))), FailureKind::tls_hostname);
  Meeting by_address = meeting(good_);
  by_address.host = "127.0.0.1";
  EXPECT_EQ(kind_of(meet(by_address)), FailureKind::tls_hostname);
}

TEST_F(TlsTest, RefusesAnExpiredCertificate) {
  const CertificatePair expired = *make_certificate({.names = {"localhost"},
                                                     .valid_from = -20_s,
                                                     .valid_until = -10_s,
                                                     .authority = &authority_});

  const Outcome<void> outcome = meet(meeting(expired));

  EXPECT_EQ(kind_of(outcome), FailureKind::tls_expired);
  EXPECT_NE(outcome.error().text.find("current time 2027-01-15T08:00:00Z is after 20"),
            std::string::npos)
      << outcome.error().text;
}

TEST_F(TlsTest, AcceptsAddressesWildcardsAndCertificatesTrustedByThemselves) {
  Meeting by_address = meeting(signed_for("::1"));
  by_address.host = "[::1]";
  EXPECT_TRUE(meet(by_address));
  Meeting wildcard = meeting(signed_for("*.example.com"));
  wildcard.host = "www.example.com";
  EXPECT_TRUE(meet(wildcard));
  wildcard.host = "a.b.example.com";
  EXPECT_EQ(kind_of(meet(wildcard)), FailureKind::tls_hostname);
  Meeting self_signed = meeting(*make_self_signed({"localhost"}));
  self_signed.client.authorities_pem = self_signed.server.certificate_pem;
  EXPECT_TRUE(meet(self_signed));
}

TEST_F(TlsTest, AcceptsAnythingWhenToldNotToVerify) {
  Meeting meeting = this->meeting(*make_self_signed({"example.com"}));
  meeting.client.verifies = false;
  EXPECT_TRUE(meet(meeting));
}

TEST_F(TlsTest, NamesTheAlertOfThePeer) {
  Meeting meeting = this->meeting(good_);
  meeting.client.version_min = TlsVersion::tls1_3;
  meeting.server.version_max = TlsVersion::tls1_2;

  const Outcome<void> outcome = meet(meeting);

  EXPECT_EQ(kind_of(outcome), FailureKind::tls_alert);
  EXPECT_EQ(outcome.error().text, "protocol version not supported");
  EXPECT_EQ(outcome.error().error_number, 70);
}

TEST_F(TlsTest, ShowsTheClientsCertificateToAServerThatAsks) {
  const CertificatePair own = signed_for("client");
  Meeting meeting = this->meeting(good_);
  meeting.server.client_authorities_pem = authority_.certificate_pem;
  meeting.as_client = [](Transport& client) {
    Outcome<std::size_t> count;
    char byte = 0;
    count = client.read(std::span(&byte, 1), never);
    EXPECT_EQ(count.error().kind, FailureKind::tls_alert);
    EXPECT_EQ(count.error().text, "certificate required");
  };
  EXPECT_TRUE(meet(meeting));
  EXPECT_FALSE(server_outcome_);

  meeting.client.certificates = {{.certificate_pem = own.certificate_pem, .key_pem = own.key_pem}};
  meeting.as_client = [](Transport&) {};
  EXPECT_TRUE(meet(meeting));
  EXPECT_TRUE(server_outcome_);
}

TEST_F(TlsTest, KnowsWhetherAKeptConnectionIsUsable) {
  Meeting meeting = this->meeting(good_);
  meeting.as_client = [this](Transport& client) {
    EXPECT_TRUE(client.is_idle_usable());
    EXPECT_TRUE(client.write("x", never));
    reactor_->sleep(1_ms);
    EXPECT_FALSE(client.is_idle_usable());
  };
  meeting.as_server = [](Transport& server) { EXPECT_EQ(read_some(server), "x"); };
  EXPECT_TRUE(meet(meeting));
}

TEST_F(TlsTest, SaysThatThePeerDoesNotSpeakTls) {
  auto context = TlsClientContext::make({.verifies = false});
  for (const std::string& answer :
       {std::string("HTTP/1.1 400 Bad Request\r\n\r\n"), std::string(64, '\0'), std::string("x")}) {
    auto [left, right] = make_pipe(*reactor_);
    reactor_->spawn([&, left = std::move(left)]() mutable {
      auto client = start_tls(std::move(left), **context, "localhost", never);
      ASSERT_FALSE(client);
      EXPECT_EQ(client.error().kind, FailureKind::tls_not_tls);
      EXPECT_EQ(client.error().text, "first record does not look like a TLS handshake");
    });
    reactor_->spawn([&, right = std::move(right)] { EXPECT_TRUE(right->write(answer, never)); });
    reactor_->run();
  }
}

TEST_F(TlsTest, SaysThatThePeerClosedOrStalledDuringTheHandshake) {
  auto context = TlsClientContext::make({.verifies = false});
  auto [left, right] = make_pipe(*reactor_);
  right.reset();
  auto [quiet, other] = make_pipe(*reactor_);
  reactor_->spawn([&, left = std::move(left), quiet = std::move(quiet)]() mutable {
    auto closed = start_tls(std::move(left), **context, "localhost", never);
    EXPECT_EQ(closed.error().kind, FailureKind::broken_pipe);
    auto stalled = start_tls(std::move(quiet), **context, "localhost", reactor_->now() + 2_s);
    EXPECT_EQ(stalled.error().kind, FailureKind::timeout);
  });
  reactor_->run();
}

TEST_F(TlsTest, RefusesSettingsThatMakeNoSense) {
  EXPECT_NE(TlsClientContext::make({.cipher_suites = {"NO_SUCH"}}).error().text().find("NO_SUCH"),
            std::string::npos);
  EXPECT_FALSE(TlsClientContext::make({.authorities_pem = "rubbish"}));
  EXPECT_FALSE(TlsServerContext::make({.certificate_pem = "rubbish", .key_pem = "rubbish"}));
  EXPECT_FALSE(TlsServerContext::make(
      {.certificate_pem = good_.certificate_pem, .key_pem = authority_.key_pem}));
  EXPECT_FALSE(make_self_signed({"a,URI:b"}));
}

TEST_F(TlsTest, WorksOverSocketsAndFromTwoContextsOfOneSetting) {
  auto reactor = *fiber::Reactor::make_system();
  auto first = TlsClientContext::make(
      {.authorities_pem = authority_.certificate_pem, .trusts_system = false});
  const std::unique_ptr<TlsClientContext> second = (*first)->for_another_worker();
  auto server_context =
      TlsServerContext::make({.certificate_pem = good_.certificate_pem, .key_pem = good_.key_pem});
  auto listener = Listener::listen(*reactor, Address::loopback(0));
  reactor->spawn([&] {
    for (int i = 0; i < 2; ++i) {
      auto server = accept_tls(std::move(*(*listener)->accept()), **server_context, never);
      ASSERT_TRUE(server);
      EXPECT_EQ(read_some(**server), "ping");
      EXPECT_TRUE((*server)->write("pong", never));
    }
  });
  reactor->spawn([&] {
    for (TlsClientContext* context : {first->get(), second.get()}) {
      auto socket = dial(*reactor, (*listener)->local(), never);
      auto client = start_tls(std::move(*socket), *context, "localhost", never);
      ASSERT_TRUE(client) << client.error().text;
      EXPECT_TRUE((*client)->write("ping", never));
      EXPECT_EQ(read_some(**client), "pong");
      EXPECT_EQ(read_some(**client), "closed");
    }
  });
  reactor->run();
}

}  // namespace
}  // namespace headroom::net
