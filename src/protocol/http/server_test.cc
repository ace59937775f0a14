// The server against raw bytes over pipes, and with our own client over loopback.
#include "protocol/http/server.h"

#include <array>

#include <gtest/gtest.h>

#include "net/certificate.h"
#include "protocol/http/connector_fake.h"

namespace headroom::protocol::http {
namespace {

using namespace kit::literals;

void echo(const ServerRequest& request, ServerResponder& responder) {
  const std::string text = std::string(request.method) + " " + std::string(request.path) + " " +
                           std::string(request.query) + " " + std::string(request.body);
  responder.send({.content_type = "text/plain", .body = text});
}

// What the server sends to `sent` before it closes or `patience` is over.
std::string answers_to(const Server::Handler& handler, std::string_view sent,
                       ServerOptions options = {}) {
  kit::SimulatedClock clock;
  auto reactor = fiber::Reactor::make_simulated(clock);
  Server server(*reactor, handler, options);
  std::string received;
  reactor->spawn([&] {
    auto [client, end] = net::make_pipe(*reactor);
    server.serve_on_fiber(std::move(end));
    write_all(*client, sent);
    char buffer[4096];
    while (auto size = client->read(buffer, clock.now() + 1_s)) {
      received.append(buffer, *size);
    }
    client.reset();
    server.stop();
    server.wait();
  });
  reactor->run();
  return received;
}

constexpr std::string_view text_head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";

TEST(Server, AnswersRequestsOnOneConnectionAlsoPipelinedOnes) {
  EXPECT_EQ(answers_to(echo,
                       "GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n"
                       "POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi"
                       "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                       "1\r\na\r\n2\r\nbc\r\n0\r\n\r\n"
                       "HEAD /h HTTP/1.1\r\nHost: x\r\n\r\n"),
            std::string(text_head) + "Content-Length: 11\r\n\r\nGET /a b=c " +
                std::string(text_head) + "Content-Length: 11\r\n\r\nPOST /p  hi" +
                std::string(text_head) + "Content-Length: 12\r\n\r\nPOST /c  abc" +
                std::string(text_head) + "Content-Length: 9\r\n\r\n");
}

TEST(Server, StreamsABodyOfKnownLengthAndKeepsTheConnection) {
  const auto streams = [](const ServerRequest&, ServerResponder& responder) {
    responder.begin_stream({.content_type = "text/plain"}, 4);
    responder.write_chunk("ab");
    responder.write_chunk("cd");
    responder.end_stream();
  };
  const std::string answer = std::string(text_head) + "Content-Length: 4\r\n\r\n";
  EXPECT_EQ(answers_to(streams,
                       "GET / HTTP/1.1\r\nHost: x\r\n\r\nHEAD / HTTP/1.1\r\nHost: x\r\n\r\n"
                       "GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
            answer + "abcd" + answer + answer + "abcd");
}

TEST(Server, GivesAwayTheStreamWhenToldTo) {
  const auto never = [](const ServerRequest&, ServerResponder&) { FAIL(); };
  ServerOptions options;
  options.takes_stream = [](net::Transport& transport) {
    char first = 0;
    ASSERT_TRUE(transport.read({&first, 1}, kit::Instant::never()));
    ASSERT_TRUE(transport.write(std::string(3, first), kit::Instant::never()));
  };
  EXPECT_EQ(answers_to(never, "GET / HTTP/1.1\r\n\r\n", options), "GGG");
}

TEST(Server, EndsAConnectionWhenTheClientAsksForIt) {
  EXPECT_EQ(answers_to(echo,
                       "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                       "GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
            std::string(text_head) + "Content-Length: 7\r\nConnection: close\r\n\r\nGET /  ");
}

TEST(Server, SaysToHttp10ThatItKeepsTheConnection) {
  EXPECT_EQ(answers_to(echo, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"),
            std::string(text_head) + "Content-Length: 7\r\nConnection: keep-alive\r\n\r\nGET /  ");
}

TEST(Server, InvitesABodyThatWaitsForIt) {
  EXPECT_TRUE(answers_to(echo,
                         "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n"
                         "Expect: 100-continue\r\n\r\n")
                  .starts_with("HTTP/1.1 100 Continue\r\n\r\n"));
}

TEST(Server, StreamsChunks) {
  const auto stream = [](const ServerRequest&, ServerResponder& responder) {
    responder.begin_stream({});
    responder.write_chunk("abc");
    responder.write_chunk(std::string(17, 'x'));
    responder.end_stream();
  };

  EXPECT_EQ(answers_to(stream, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n11\r\n" +
                std::string(17, 'x') + "\r\n0\r\n\r\n");
  EXPECT_EQ(answers_to(stream, "GET / HTTP/1.0\r\n\r\n"),
            "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc" + std::string(17, 'x'));
}

TEST(Server, GivesTheRawStreamAway) {
  const auto misbehave = [](const ServerRequest&, ServerResponder& responder) {
    write_all(responder.take_over(), "rubbish");
  };

  EXPECT_EQ(answers_to(misbehave, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"), "rubbish");
}

TEST(Server, ClosesWhenTheHandlerSendsNothing) {
  const auto be_silent = [](const ServerRequest&, ServerResponder&) {};

  EXPECT_EQ(answers_to(be_silent, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"), "");
}

TEST(Server, RefusesBadAndTooLargeRequests) {
  EXPECT_TRUE(answers_to(echo, "rubbish\r\n\r\n").starts_with("HTTP/1.1 400 Bad Request\r\n"));
  EXPECT_TRUE(answers_to(echo, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n",
                         {.body_bytes_max = 10})
                  .starts_with("HTTP/1.1 413 "));
  EXPECT_TRUE(answers_to(echo,
                         "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                         "b\r\n01234567890\r\n",
                         {.body_bytes_max = 10})
                  .starts_with("HTTP/1.1 413 "));
  EXPECT_TRUE(
      answers_to(echo, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n")
          .starts_with("HTTP/1.1 400 "));
}

TEST(Server, DropsAnIdleConnection) {
  kit::SimulatedClock clock;
  auto reactor = fiber::Reactor::make_simulated(clock);
  Server server(*reactor, echo, {.idle_timeout = 5_s});
  const kit::Instant started = clock.now();
  reactor->spawn([&] {
    auto [client, end] = net::make_pipe(*reactor);
    server.serve_on_fiber(std::move(end));
    char buffer[16];
    EXPECT_FALSE(client->read(buffer, kit::Instant::never()));
    EXPECT_EQ(clock.now() - started, 5_s);
    server.wait();
  });
  reactor->run();
}

// Both sides on a real reactor.
struct Loopback {
  explicit Loopback(const Server::Handler& handler, net::TlsServerContext* server_tls = nullptr,
                    const net::TlsClientOptions& client_options = {})
      : reactor(fiber::Reactor::make_system().value()),
        tls(net::TlsClientContext::make(client_options).value()),
        resolver(*reactor),
        server(*reactor, handler, {.tls = server_tls}),
        worker(*reactor, resolver, *tls),
        session(worker) {
    auto listener = net::Listener::listen(*reactor, net::Address::loopback(0)).value();
    port = std::to_string(listener->local().port());
    server.accept_from(std::move(listener));
  }

  void run(const std::function<void()>& body) {
    reactor->spawn([&] {
      body();
      session.close_idle_connections();
      server.stop();
      server.wait();
    });
    reactor->run();
  }

  std::unique_ptr<fiber::Reactor> reactor;
  std::unique_ptr<net::TlsClientContext> tls;
  net::Resolver resolver;
  Server server;
  WorkerContext worker;
  Session session;
  std::string port;
};

TEST(Loopback, CarriesRequestsOverOneConnection) {
  Loopback loopback(echo);
  Response response;
  loopback.run([&] {
    const auto request = prepared("POST", "http://127.0.0.1:" + loopback.port + "/a?b");
    const std::string body(300'000, 'b');
    const std::array<std::string_view, 1> pieces{body};
    for (int i = 0; i < 3; ++i) {
      const auto outcome =
          loopback.session.exchange(request, {.body = pieces, .has_body = true}, response);
      ASSERT_TRUE(outcome) << text_of(outcome.error());
      EXPECT_EQ(response.body(), "POST /a b " + body);
      EXPECT_EQ(response.is_reused_connection(), i > 0);
    }
    EXPECT_EQ(response.remote().ip(), "127.0.0.1");
    EXPECT_EQ(std::to_string(response.remote().port()), loopback.port);
    EXPECT_EQ(loopback.server.connection_count(), 2U);  // with the accepting fiber
  });

  EXPECT_EQ(response.wire_bytes_written(),
            300'000 +
                std::string_view(
                    "POST /a?b HTTP/1.1\r\nHost: 127.0.0.1:\r\nContent-Length: 300000\r\n\r\n")
                    .size() +
                loopback.port.size());
}

TEST(Loopback, TellsOfAPortWhereNobodyListens) {
  Loopback loopback(echo);
  auto unused = net::Listener::listen(*loopback.reactor, net::Address::loopback(0)).value();
  const std::string port = std::to_string(unused->local().port());
  unused.reset();
  Response response;
  loopback.run([&] {
    const auto outcome =
        loopback.session.exchange(prepared("GET", "http://127.0.0.1:" + port), {}, response);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(text_of(outcome.error()), "dial: connection refused");
  });

  EXPECT_EQ(response.timings().blocked, 0_s);
}

struct TlsFixture {
  net::CertificatePair pair = net::make_self_signed({"localhost", "127.0.0.1"}).value();
  std::unique_ptr<net::TlsServerContext> server =
      net::TlsServerContext::make(
          {.certificate_pem = pair.certificate_pem, .key_pem = pair.key_pem})
          .value();
};

TEST(Loopback, CarriesRequestsOverTls) {
  TlsFixture fixture;
  Loopback loopback(echo, fixture.server.get(),
                    {.authorities_pem = fixture.pair.certificate_pem, .trusts_system = false});
  Response response;
  loopback.run([&] {
    const auto request = prepared("GET", "https://localhost:" + loopback.port + "/");
    for (int i = 0; i < 2; ++i) {
      const auto outcome = loopback.session.exchange(request, {}, response);
      ASSERT_TRUE(outcome) << text_of(outcome.error());
      ASSERT_NE(response.tls(), nullptr);
      EXPECT_EQ(response.tls()->version, net::TlsVersion::tls1_3);
      EXPECT_EQ(response.timings().tls_handshaking > 0_s, i == 0);
    }
  });
}

TEST(Loopback, TellsOfACertificateNobodyVouchesFor) {
  TlsFixture fixture;
  Loopback loopback(echo, fixture.server.get(), {.trusts_system = false});
  Response response;
  loopback.run([&] {
    const auto outcome = loopback.session.exchange(
        prepared("GET", "https://localhost:" + loopback.port + "/"), {}, response);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(text_of(outcome.error()), "x509: unknown authority");
  });
}

}  // namespace
}  // namespace headroom::protocol::http
