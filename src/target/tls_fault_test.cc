// What our own client makes of each TLS fault: the errors that scripts rely on.
#include "target/tls_fault.h"

#include <thread>

#include <gtest/gtest.h>

#include "fiber/reactor.h"
#include "net/transport.h"
#include "target/server.h"

namespace headroom::target {
namespace {

// What a client meets that trusts what the server says it should: the failure's
// kind and text, or none.
struct Met {
  std::optional<net::FailureKind> kind;
  std::string text;
};

Met met(TlsFault fault, const net::TlsClientOptions& options) {
  auto server = Server::listen({.tls_fault = fault});
  EXPECT_TRUE(server) << server.error().text();
  std::thread serving([&] { (*server)->run(); });
  net::TlsClientOptions trusting = options;
  trusting.authorities_pem = (*server)->certificate_pem();
  trusting.trusts_system = false;
  auto context = net::TlsClientContext::make(trusting);
  auto reactor = fiber::Reactor::make_system();
  Met result;
  (*reactor)->spawn([&] {
    const kit::Instant deadline = (*reactor)->now() + kit::Duration::seconds(20);
    auto plain = net::dial(**reactor, (*server)->local(), deadline);
    ASSERT_TRUE(plain) << plain.error().text;
    const auto stream = net::start_tls(std::move(*plain), **context, "127.0.0.1", deadline);
    if (!stream) {
      result = {.kind = stream.error().kind, .text = stream.error().text};
    }
  });
  (*reactor)->run();
  (*server)->stop();
  serving.join();
  return result;
}

TEST(TlsFault, ShowsOnlyItself) {
  const net::TlsClientOptions any;
  const net::TlsClientOptions old_only{.version_max = net::TlsVersion::tls1_2};
  const net::TlsClientOptions new_only{.version_min = net::TlsVersion::tls1_3};
  using Kind = net::FailureKind;
  const struct {
    const char* name;
    net::TlsClientOptions client;
    std::optional<Kind> kind;
  } rows[] = {
      {"not-tls", any, Kind::tls_not_tls},
      {"zeros", any, Kind::tls_not_tls},
      {"close", any, Kind::closed},
      {"reset", any, Kind::reset},
      {"expired", any, Kind::tls_expired},
      {"not-yet-valid", any, Kind::tls_expired},
      {"wrong-host", any, Kind::tls_hostname},
      {"unknown-authority", any, Kind::tls_unknown_authority},
      {"tls12-only", any, std::nullopt},
      {"tls12-only", old_only, std::nullopt},
      {"tls12-only", new_only, Kind::tls_alert},
      {"tls13-only", any, std::nullopt},
      {"tls13-only", new_only, std::nullopt},
      {"tls13-only", old_only, Kind::tls_alert},
  };
  for (const auto& row : rows) {
    const Met seen = met(*tls_fault_named(row.name), row.client);
    EXPECT_EQ(seen.kind, row.kind) << row.name << ": " << seen.text;
  }
}

TEST(TlsFault, CertificatesThatMustNotBeBelievedAreBelievedByWhoDoesNotLook) {
  for (const TlsFault fault :
       {TlsFault::expired, TlsFault::wrong_host, TlsFault::unknown_authority}) {
    EXPECT_FALSE(met(fault, {.verifies = false}).kind);
  }
}

TEST(TlsFault, AStallHolds) {
  const auto steps = handshake_fault(TlsFault::stall);
  ASSERT_TRUE(steps);
  EXPECT_EQ(steps->front().action, FaultStep::Action::hold);
  EXPECT_FALSE(handshake_fault(TlsFault::expired)) << "it has a handshake";
}

TEST(TlsFault, EveryNameHasAMeaning) {
  for (const std::string_view name : tls_fault_names()) {
    EXPECT_TRUE(tls_fault_named(name)) << name;
    EXPECT_FALSE(tls_fault_meaning(name).empty()) << name;
  }
  EXPECT_FALSE(tls_fault_named("unheard-of"));
  EXPECT_FALSE(tls_fault_named("none"));
}

}  // namespace
}  // namespace headroom::target
