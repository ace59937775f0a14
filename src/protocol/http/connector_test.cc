// Connections over loopback as tests' options demand them: to whom, from where,
// through which proxy, and what is said when it does not work out.
#include "protocol/http/connector.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "fiber/reactor.h"
#include "net/certificate.h"
#include "net/destination_rules.h"
#include "net/listener.h"
#include "net/tls_sessions.h"
#include "protocol/http/proxy.h"

namespace headroom::protocol::http {
namespace {

constexpr kit::Instant never = kit::Instant::never();

using Stream = std::unique_ptr<net::Transport>;
// A fiber for each connection that a listener accepts.
using Peer = std::function<void(Stream)>;

std::string read_some(net::Transport& from) {
  char buffer[1024];
  const auto size = from.read(buffer, never);
  return size ? std::string(buffer, *size) : std::string(net::name_of(size.error().kind));
}

std::string read_head(net::Transport& from) {
  std::string head;
  while (head.find("\r\n\r\n") == std::string::npos) {
    char byte = 0;
    if (!from.read(std::span(&byte, 1), never)) {
      return head;
    }
    head += byte;
  }
  return head;
}

void send(net::Transport& to, std::string_view bytes) {
  static_cast<void>(to.write(bytes, never));
}

class ConnectorTest : public testing::Test {
 protected:
  // Serves on a port of its own until stop(). Returns the port.
  int serve(Peer peer) {
    auto listener = net::Listener::listen(*reactor_, net::Address::loopback(0)).value();
    const int port = listener->local().port();
    acceptors_.push_back(
        &reactor_->spawn([this, listener = std::move(listener), peer = std::move(peer)] {
          while (auto accepted = listener->accept(never)) {
            reactor_->spawn(
                [stream = std::move(*accepted), peer]() mutable { peer(std::move(stream)); });
          }
        }));
    return port;
  }
  // A TLS server that greets.
  int serve_tls(const net::TlsServerOptions& options) {
    auto context = std::shared_ptr<net::TlsServerContext>(
        net::TlsServerContext::make(options).value());  // Shared because the peer is copied.
    return serve([context](Stream stream) {
      if (auto secured = net::accept_tls(std::move(stream), *context, never)) {
        send(**secured, (*secured)->tls()->is_resumed ? "resumed" : "new");
        read_some(**secured);
      }
    });
  }
  net::TlsServerOptions certified(std::string name) {
    const net::CertificatePair pair =
        net::make_certificate({.names = {std::move(name)}, .authority = &authority_}).value();
    return {.certificate_pem = pair.certificate_pem, .key_pem = pair.key_pem};
  }
  // Forwards what CONNECT asks for to `port`, whatever the name; notes the heads.
  Peer proxying_to(int port) {
    return [this, port](Stream client) {
      heads_.push_back(read_head(*client));
      auto server = net::dial(*reactor_, net::Address::loopback(port), never);
      ASSERT_TRUE(server) << server.error().text;
      send(*client, "HTTP/1.1 200 Connection established\r\nContent-Length: 5\r\n\r\n");
      forward_both_ways(*client, **server);
    };
  }
  void forward_both_ways(net::Transport& client, net::Transport& server) {
    bool has_ended = false;
    fiber::Fiber& self = reactor_->current();
    reactor_->spawn([&] {
      forward(server, client);
      has_ended = true;
      reactor_->wake(self);
    });
    forward(client, server);
    while (!has_ended) {
      reactor_->suspend();
    }
  }
  static void forward(net::Transport& from, net::Transport& to) {
    char buffer[4096];
    while (auto size = from.read(buffer, never)) {
      send(to, {buffer, *size});
    }
    to.end_writes();
  }

  void use_proxies(const std::map<std::string, std::string>& environment) {
    proxies_ = ProxyRules::from_environment(environment).value();
  }
  net::TlsClientContext& tls() {
    if (tls_ == nullptr) {
      client_.authorities_pem = authority_.certificate_pem;
      client_.trusts_system = false;
      tls_ = net::TlsClientContext::make(client_).value();
    }
    return *tls_;
  }
  // Connects on a fiber, greets with `as_client`, and ends all peers.
  Outcome<void> connect(const Origin& origin,
                        const std::function<void(net::Transport&)>& as_client = {},
                        const ConnectSettings& settings = {}) {
    Outcome<void> outcome;
    reactor_->spawn([&] {
      auto stream = connector().connect(origin, never, timings_, settings);
      if (stream && as_client) {
        as_client(**stream);
      }
      outcome = stream ? Outcome<void>() : std::unexpected(std::move(stream).error());
      stream = {};
      for (fiber::Fiber* acceptor : acceptors_) {
        reactor_->cancel(*acceptor);
      }
      acceptors_.clear();
    });
    reactor_->run();
    return outcome;
  }
  NetworkConnector& connector() {
    if (connector_ == nullptr) {
      connector_ = std::make_unique<NetworkConnector>(
          *reactor_, resolver_, tls(),
          NetworkConnectorOptions{.destinations = &rules_, .proxies = &proxies_});
    }
    return *connector_;
  }
  // "kind-independent text | cause" of a failure, "connected" without one.
  static std::string text_of(const Outcome<void>& outcome) {
    return outcome ? "connected" : http::text_of(outcome.error());
  }

  std::unique_ptr<fiber::Reactor> reactor_ = fiber::Reactor::make_system().value();
  net::Resolver resolver_{*reactor_, {.hosts_file = "/nonexistent", .servers = {"127.0.0.1:1"}}};
  net::CertificatePair authority_ = net::make_certificate({}).value();
  net::TlsClientOptions client_;
  std::unique_ptr<net::TlsClientContext> tls_;
  net::DestinationRules rules_;
  ProxyRules proxies_;
  std::unique_ptr<NetworkConnector> connector_;
  ConnectTimings timings_;
  std::vector<fiber::Fiber*> acceptors_;
  std::vector<std::string> heads_;
};

TEST_F(ConnectorTest, ConnectsWhereHostsSays) {
  const int port = serve([](Stream stream) { send(*stream, "hello"); });
  rules_.overrides.push_back(
      net::HostOverride::parse("*.test:81", "127.0.0.1:" + std::to_string(port)).value());
  rules_.overrides.push_back(net::HostOverride::parse("plain.other", "127.0.0.1").value());
  std::vector<std::string> greetings;
  const auto note = [&](net::Transport& stream) { greetings.push_back(read_some(stream)); };
  reactor_->spawn([&] {
    for (const Origin& origin :
         {Origin{.port = 81, .host = "A.test"}, Origin{.port = port, .host = "plain.other"},
          Origin{.port = port, .host = "localhost"}, Origin{.port = port, .host = "127.0.0.1"}}) {
      auto stream = connector().connect(origin, never, timings_, {});
      ASSERT_TRUE(stream) << origin.host;
      note(**stream);
    }
    reactor_->cancel(*acceptors_.front());
  });
  reactor_->run();

  EXPECT_EQ(greetings, std::vector<std::string>(4, "hello"));
}

TEST_F(ConnectorTest, RefusesBlockedHostsAndAddresses) {
  rules_.blocked_hosts.push_back(net::HostPattern::parse("*.blocked.test").value());
  rules_.blocked_ranges.push_back(net::IpRange::parse("127.0.0.0/8").value());
  rules_.overrides.push_back(net::HostOverride::parse("alias.test", "127.1.2.3:80").value());
  struct Row {
    const char* host;
    FailureKind kind;
    const char* text;
    const char* cause;
  };
  const Row rows[] = {
      {"a.BLOCKED.test", FailureKind::host_blocked, "hostname is blocked",
       "hostname (a.BLOCKED.test) is in a blocked pattern (*.blocked.test)"},
      {"127.0.0.1", FailureKind::address_blocked, "ip is blacklisted",
       "IP (127.0.0.1) is in a blacklisted range (127.0.0.0/8)"},
      {"localhost", FailureKind::address_blocked, "ip is blacklisted",
       "IP (127.0.0.1) is in a blacklisted range (127.0.0.0/8)"},
      {"alias.test", FailureKind::address_blocked, "ip is blacklisted",
       "IP (127.1.2.3) is in a blacklisted range (127.0.0.0/8)"},
      {"::ffff:127.0.0.1", FailureKind::address_blocked, "ip is blacklisted",
       "IP (127.0.0.1) is in a blacklisted range (127.0.0.0/8)"},
  };
  for (const Row& row : rows) {
    const Outcome<void> outcome = connect({.port = 1, .host = row.host});

    ASSERT_FALSE(outcome) << row.host;
    EXPECT_EQ(outcome.error().kind, row.kind) << row.host;
    EXPECT_EQ(text_of(outcome), row.text);
    EXPECT_EQ(cause_of(outcome.error()), row.cause);
  }
}

TEST_F(ConnectorTest, CallsFromTheSessionsAddress) {
  std::string caller;
  const int port = serve([&](Stream stream) {
    caller = stream->remote().ip();
    send(*stream, "hello");
  });

  EXPECT_TRUE(connect({.port = port, .host = "localhost"},
                      [](net::Transport& stream) { read_some(stream); },
                      {.local = net::Address::ipv4({127, 0, 0, 5}, 0)}));

  EXPECT_EQ(caller, "127.0.0.5");
}

TEST_F(ConnectorTest, CallsWrappedIpv4AddressesOverIpv4) {
  std::string caller;
  const int port = serve([&](Stream stream) {
    caller = stream->remote().ip();
    send(*stream, "hello");
  });
  std::string called;

  EXPECT_TRUE(connect({.port = port, .host = "::ffff:127.0.0.1"},
                      [&](net::Transport& stream) {
                        called = stream.remote().ip();
                        read_some(stream);
                      },
                      {.local = net::Address::ipv4({127, 0, 0, 5}, 0)}));

  EXPECT_EQ(called, "127.0.0.1");
  EXPECT_EQ(caller, "127.0.0.5");
}

TEST_F(ConnectorTest, CallsIpv6AddressesThatHostsNames) {
  auto listener = net::Listener::listen(*reactor_, *net::Address::parse_ip("::1", 0));
  if (!listener) {
    GTEST_SKIP() << "this machine has no IPv6";
  }
  const int port = (*listener)->local().port();
  rules_.overrides.push_back(net::HostOverride::parse("six.test", "::1").value());
  std::string called;

  EXPECT_TRUE(connect({.port = port, .host = "six.test"},
                      [&](net::Transport& stream) { called = stream.remote().ip(); }));
  EXPECT_EQ(called, "::1");

  rules_.blocked_ranges.push_back(net::IpRange::parse("::/64").value());
  const Outcome<void> outcome = connect({.port = port, .host = "six.test"});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(cause_of(outcome.error()), "IP (::1) is in a blacklisted range (::/64)");
}

TEST_F(ConnectorTest, SaysThatItCannotCallFromAnotherFamily) {
  const Outcome<void> outcome =
      connect({.port = 1, .host = "::1"}, {}, {.local = net::Address::ipv4({127, 0, 0, 5}, 0)});

  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, FailureKind::dial_failed);
  EXPECT_EQ(text_of(outcome), "dial tcp: address 127.0.0.5:0: no suitable address found");
}

TEST_F(ConnectorTest, SaysWhatIsWrongWithCertificates) {
  struct Row {
    const char* reason;
    net::TlsServerOptions server;
    const char* host;
    FailureKind kind;
    const char* text;
  };
  const net::CertificatePair stranger = net::make_self_signed({"localhost"}).value();
  net::TlsServerOptions old = certified("localhost");
  old.version_max = net::TlsVersion::tls1_2;
  const Row rows[] = {
      {"certificate of an unknown authority",
       {.certificate_pem = stranger.certificate_pem, .key_pem = stranger.key_pem},
       "localhost",
       FailureKind::tls_unknown_authority,
       "x509: unknown authority"},
      {"trusted certificate, other host name", certified("example.com"), "localhost",
       FailureKind::tls_hostname, "x509: certificate doesn't match hostname"},
      {"server knows TLS 1.2 only, script asks for 1.3", old, "localhost", FailureKind::tls_alert,
       "remote error: tls: protocol version not supported"},
  };
  client_.version_min = net::TlsVersion::tls1_3;
  for (const Row& row : rows) {
    const int port = serve_tls(row.server);

    const Outcome<void> outcome = connect({.is_tls = true, .port = port, .host = row.host});

    ASSERT_FALSE(outcome) << row.reason;
    EXPECT_EQ(outcome.error().kind, row.kind) << row.reason;
    EXPECT_EQ(text_of(outcome), row.text);
    EXPECT_GT(timings_.tls_handshaking, kit::Duration()) << row.reason;
  }
}

TEST_F(ConnectorTest, SaysThatThePeerDoesNotSpeakTls) {
  for (const std::string& answer :
       {std::string("HTTP/1.1 400 Bad Request\r\n\r\n"), std::string(16, '\0')}) {
    const int port = serve([answer](Stream stream) {
      read_some(*stream);
      send(*stream, answer);
    });

    const Outcome<void> outcome = connect({.is_tls = true, .port = port, .host = "localhost"});

    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, FailureKind::tls_not_tls);
    EXPECT_EQ(text_of(outcome), "tls: first record does not look like a TLS handshake");
  }
}

TEST_F(ConnectorTest, ResumesTheSessionsOfASession) {
  client_.resumes = true;
  net::TlsServerOptions options = certified("localhost");
  options.resumes = true;
  net::TlsSessions sessions;
  std::vector<std::string> greetings;
  const int port = serve_tls(options);
  reactor_->spawn([&] {
    for (net::TlsSessions* used : {&sessions, &sessions, static_cast<net::TlsSessions*>(nullptr)}) {
      auto stream = connector().connect({.is_tls = true, .port = port, .host = "localhost"}, never,
                                        timings_, {.tls_sessions = used});
      ASSERT_TRUE(stream) << http::text_of(stream.error());
      greetings.push_back(read_some(**stream));
    }
    reactor_->cancel(*acceptors_.front());
  });
  reactor_->run();

  EXPECT_EQ(greetings, (std::vector<std::string>{"new", "resumed", "new"}));
}

TEST_F(ConnectorTest, OpensTunnelsForHttps) {
  const int target = serve_tls(certified("secure.test"));
  const int proxy = serve(proxying_to(target));
  use_proxies({{"HTTPS_PROXY", "http://user:pass@127.0.0.1:" + std::to_string(proxy)}});
  const Origin origin{.is_tls = true, .port = 8443, .host = "secure.test"};

  const Outcome<void> outcome =
      connect(origin, [](net::Transport& stream) { EXPECT_EQ(read_some(stream), "new"); });

  EXPECT_EQ(text_of(outcome), "connected");
  EXPECT_EQ(heads_, std::vector<std::string>{
                        "CONNECT secure.test:8443 HTTP/1.1\r\nHost: secure.test:8443\r\n"
                        "Proxy-Authorization: Basic dXNlcjpwYXNz\r\n\r\n"});
  EXPECT_EQ(connector().proxy_of_requests(origin), nullptr);
}

TEST_F(ConnectorTest, OpensTunnelsThroughProxiesThatSpeakTls) {
  const int target = serve_tls(certified("fd00::1"));
  auto context = std::shared_ptr<net::TlsServerContext>(  // Shared because the peer is copied.
      net::TlsServerContext::make(certified("localhost")).value());
  const int proxy = serve([this, context, tunnel = proxying_to(target)](Stream stream) {
    auto secured = net::accept_tls(std::move(stream), *context, never);
    ASSERT_TRUE(secured) << secured.error().text;
    tunnel(std::move(*secured));
  });
  use_proxies({{"HTTPS_PROXY", "https://localhost:" + std::to_string(proxy)}});
  std::string greeting;

  const Outcome<void> outcome =
      connect({.is_tls = true, .port = 443, .host = "fd00::1"},
              [&](net::Transport& stream) { greeting = read_some(stream); });

  EXPECT_EQ(text_of(outcome), "connected");
  EXPECT_EQ(greeting, "new");
  EXPECT_EQ(heads_, std::vector<std::string>{
                        "CONNECT [fd00::1]:443 HTTP/1.1\r\nHost: [fd00::1]:443\r\n\r\n"});
}

TEST_F(ConnectorTest, TimesTheHandshakeWithTheProxyOnly) {
  const int target = serve([this](Stream stream) {
    reactor_->sleep(kit::Duration::milliseconds(20));
    read_some(*stream);
  });
  auto context = std::shared_ptr<net::TlsServerContext>(  // Shared because the peer is copied.
      net::TlsServerContext::make(certified("localhost")).value());
  kit::Instant shaken;
  const int proxy = serve([&, context, tunnel = proxying_to(target)](Stream stream) {
    auto secured = net::accept_tls(std::move(stream), *context, never);
    ASSERT_TRUE(secured) << secured.error().text;
    shaken = reactor_->now();
    tunnel(std::move(*secured));
  });
  use_proxies({{"HTTPS_PROXY", "https://localhost:" + std::to_string(proxy)}});
  const kit::Instant started = reactor_->now();

  EXPECT_FALSE(connect({.is_tls = true, .port = 443, .host = "secure.test"}));

  EXPECT_GT(timings_.tls_handshaking, kit::Duration());
  EXPECT_LE(timings_.tls_handshaking, shaken - started);
}

TEST_F(ConnectorTest, RefusesPlainHttpToAProxyThatACgiClientNamed) {
  use_proxies({{"HTTP_PROXY", "http://p.test"}, {"REQUEST_METHOD", "GET"}});

  const Outcome<void> outcome = connect({.port = 80, .host = "plain.test"});

  EXPECT_EQ(text_of(outcome),
            "refusing to use HTTP_PROXY value in CGI environment; see golang.org/s/cgihttpproxy");
}

TEST_F(ConnectorTest, LeadsPlainHttpToTheProxy) {
  const int proxy = serve([](Stream stream) { send(*stream, "proxy"); });
  use_proxies({{"HTTP_PROXY", "http://u:p@127.0.0.1:" + std::to_string(proxy)},
               {"NO_PROXY", "direct.test"}});
  const Origin origin{.port = 80, .host = "plain.test"};
  std::string greeting;

  EXPECT_TRUE(connect(origin, [&](net::Transport& stream) { greeting = read_some(stream); }));

  EXPECT_EQ(greeting, "proxy");
  ASSERT_NE(connector().proxy_of_requests(origin), nullptr);
  EXPECT_EQ(connector().proxy_of_requests(origin)->authorization, "Basic dTpw");
  const Origin direct{.port = 80, .host = "direct.test"};
  EXPECT_EQ(connector().proxy_of_requests(direct), nullptr);
}

TEST_F(ConnectorTest, SaysWhyAProxyOpensNoTunnel) {
  struct Row {
    std::string answer;  // then the proxy closes
    FailureKind kind;
    const char* text;
  };
  const Row rows[] = {
      {"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 2\r\n\r\nno",
       FailureKind::proxy_refused, "Proxy Authentication Required"},
      {"HTTP/1.1 403 Forbidden\r\n\r\n", FailureKind::proxy_refused, "Forbidden"},
      {"HTTP/1.1 503\r\n\r\n", FailureKind::proxy_refused, "unknown status code"},
      {"HTTP/1.1 200 OK\r\n\r\nsurplus", FailureKind::proxy_refused,
       "the proxy sent 7 bytes behind its answer to CONNECT"},
      {"HTTP/1.1 200 OK\r\nX: " + std::string(70'000, 'x') + "\r\n", FailureKind::proxy_refused,
       "the proxy's answer to CONNECT exceeds 65536 bytes"},
      {"complete garbage\r\n\r\n", FailureKind::malformed,
       "malformed HTTP status code \"garbage\""},
      {"HTTP/1.1 200 OK\r\n", FailureKind::end_inside_answer, "unexpected EOF"},
      {"", FailureKind::end_before_answer, "EOF"},
  };
  for (const Row& row : rows) {
    const int proxy = serve([&](Stream stream) {
      read_head(*stream);
      send(*stream, row.answer);
    });
    use_proxies({{"HTTPS_PROXY", "http://127.0.0.1:" + std::to_string(proxy)}});

    const Outcome<void> outcome = connect({.is_tls = true, .port = 443, .host = "secure.test"});

    ASSERT_FALSE(outcome) << row.text;
    EXPECT_EQ(text_of(outcome), row.text);
    EXPECT_EQ(outcome.error().kind, row.kind) << row.text;
  }
}

TEST_F(ConnectorTest, SaysThatTheProxyIsNotThere) {
  // A port that nobody listens on any more.
  const int port =
      net::Listener::listen(*reactor_, net::Address::loopback(0)).value()->local().port();
  rules_.blocked_hosts.push_back(net::HostPattern::parse("blocked.test").value());
  const std::string place = "127.0.0.1:" + std::to_string(port);
  struct Row {
    std::string proxy;
    std::string text;
  };
  const Row rows[] = {
      {"http://" + place, "proxyconnect tcp: dial tcp " + place + ": connect: connection refused"},
      {"http://blocked.test",
       "proxyconnect tcp: hostname (blocked.test) is in a blocked pattern (blocked.test)"},
  };
  for (const Row& row : rows) {
    use_proxies({{"HTTP_PROXY", row.proxy}, {"HTTPS_PROXY", row.proxy}});
    for (const bool is_tls : {false, true}) {
      const Outcome<void> outcome = connect({.is_tls = is_tls, .port = 443, .host = "secure.test"});

      ASSERT_FALSE(outcome);
      EXPECT_EQ(outcome.error().kind, FailureKind::proxy_unreachable);
      EXPECT_EQ(text_of(outcome), row.text);
    }
  }
}

}  // namespace
}  // namespace headroom::protocol::http
