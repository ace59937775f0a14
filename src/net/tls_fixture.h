// For tests of TLS: a client and a server over a pipe, on a simulated reactor,
// with certificates of a fresh authority.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "fiber/reactor.h"
#include "net/certificate.h"
#include "net/pipe.h"
#include "net/tls.h"

namespace headroom::net {

inline std::string read_some(Transport& from) {
  char buffer[256];
  const Outcome<std::size_t> count = from.read(buffer, kit::Instant::never());
  return count ? std::string(buffer, *count) : std::string(name_of(count.error().kind));
}

// A client and a server over a pipe; `good` is for localhost and signed by `authority`.
class TlsFixture : public testing::Test {
 protected:
  struct Meeting {
    TlsClientOptions client = {};
    TlsServerOptions server = {};
    std::string host = "localhost";
    std::function<void(Transport&)> as_client = [](Transport&) {};
    std::function<void(Transport&)> as_server = [](Transport&) {};
  };

  // The client trusts authority_ only; the server shows `pair`.
  Meeting meeting(const CertificatePair& pair) {
    Meeting meeting;
    meeting.client.authorities_pem = authority_.certificate_pem;
    meeting.client.trusts_system = false;
    meeting.server.certificate_pem = pair.certificate_pem;
    meeting.server.key_pem = pair.key_pem;
    return meeting;
  }
  CertificatePair signed_for(std::string name) {
    return *make_certificate({.names = {std::move(name)}, .authority = &authority_});
  }

  // Returns how the client's handshake ended.
  Outcome<void> meet(const Meeting& meeting) {
    auto client_context = TlsClientContext::make(meeting.client);
    auto server_context = TlsServerContext::make(meeting.server);
    EXPECT_TRUE(client_context) << client_context.error().text();
    EXPECT_TRUE(server_context) << server_context.error().text();
    auto [left, right] = make_pipe(*reactor_);
    Outcome<void> result;
    reactor_->spawn([&, right = std::move(right)]() mutable {
      auto server = accept_tls(std::move(right), **server_context, kit::Instant::never());
      server_outcome_ = server ? Outcome<void>() : Outcome<void>(std::unexpect, server.error());
      if (server) {
        meeting.as_server(**server);
      }
    });
    reactor_->spawn([&, left = std::move(left)]() mutable {
      auto client =
          start_tls(std::move(left), **client_context, meeting.host, kit::Instant::never());
      if (client) {
        meeting.as_client(**client);
      } else {
        result = std::unexpected(client.error());
      }
    });
    reactor_->run();
    return result;
  }
  FailureKind kind_of(const Outcome<void>& outcome) {
    EXPECT_FALSE(outcome);
    return outcome ? FailureKind::other : outcome.error().kind;
  }

  kit::SimulatedClock clock_{{.unix_ns = 1'800'000'000'000'000'000}};
  std::unique_ptr<fiber::Reactor> reactor_ = fiber::Reactor::make_simulated(clock_);
  CertificatePair authority_ = *make_certificate({});
  CertificatePair good_ = signed_for("localhost");
  Outcome<void> server_outcome_;
};

}  // namespace headroom::net
