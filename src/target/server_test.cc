#include "target/server.h"

#include <array>
#include <thread>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include "kit/file_descriptor.h"
#include "net/transport.h"
#include "target/endpoint_table.h"

namespace headroom::target {
namespace {

using kit::Duration;

// A target that serves on a thread of its own for the length of a test.
class Running {
 public:
  explicit Running(const ServerOptions& options = {}) {
    auto server = Server::listen(options);
    EXPECT_TRUE(server) << server.error().text();
    server_ = std::move(*server);
    thread_ = std::thread([this] { server_->run(); });
  }
  ~Running() {
    server_->stop();
    thread_.join();
  }
  Server& operator*() { return *server_; }
  Server* operator->() { return server_.get(); }

 private:
  std::unique_ptr<Server> server_;
  std::thread thread_;
};

// A plain blocking client: what it says of the server does not rest on our own.
class Client {
 public:
  explicit Client(const Server& server) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(server.local().port()));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience{.tv_sec = 20, .tv_usec = 0};
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    // The socket interface takes every kind of address through this one type.
    const auto* const any = reinterpret_cast<const sockaddr*>(&address);
    EXPECT_EQ(::connect(socket_.get(), any, sizeof address), 0);
  }

  void send(std::string_view bytes) {
    EXPECT_EQ(::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
  }
  // Reads on until the text ends so, or the server ends the connection.
  std::string read_until(std::string_view end = "") {
    std::string text;
    std::array<char, 65536> buffer;
    while (end.empty() || !text.ends_with(end)) {
      const ssize_t size = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
      if (size <= 0) {
        break;
      }
      text.append(buffer.data(), static_cast<std::size_t>(size));
    }
    return text;
  }

 private:
  kit::FileDescriptor socket_;
};

std::string get(const Server& server, std::string_view target) {
  Client client(server);
  client.send("GET " + std::string(target) +
              " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
  return client.read_until();
}

std::string body_of(const std::string& answer) {
  return answer.substr(answer.find("\r\n\r\n") + 4);
}

TEST(TargetServer, AnswersAndKeepsTheConnection) {
  Running server;
  Client client(*server);

  for (int i = 0; i < 3; ++i) {
    client.send("GET /get?a=1 HTTP/1.1\r\nHost: test\r\n\r\n");
    const std::string answer = client.read_until("}\n");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer;
    EXPECT_NE(answer.find(R"("url":"http://test/get?a=1"})"), answer.npos) << answer;
    EXPECT_NE(answer.find(R"("origin":"127.0.0.1")"), answer.npos) << answer;
  }
}

TEST(TargetServer, EchoesABody) {
  Running server;
  Client client(*server);
  client.send("POST /post HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\nhello");
  EXPECT_NE(client.read_until("}\n").find(R"("data":"hello")"), std::string::npos);
}

TEST(TargetServer, SendsBytesWithTheirLength) {
  Running server;
  for (const std::size_t bytes : {0, 1000, 3'000'000}) {
    const std::string size = std::to_string(bytes);
    for (const std::string& target : {"/bytes/" + size, "/bytes/" + size + "?seed=1"}) {
      const std::string answer = get(*server, target);
      EXPECT_NE(answer.find("Content-Length: " + size + "\r\n"), answer.npos) << target;
      EXPECT_EQ(body_of(answer).size(), bytes) << target;
    }
  }
}

TEST(TargetServer, StreamsInChunks) {
  Running server;
  const std::string answer = get(*server, "/stream-bytes/10?chunk_size=4&seed=1");
  EXPECT_NE(answer.find("Transfer-Encoding: chunked\r\n"), answer.npos) << answer;
  const std::string body = body_of(answer);
  EXPECT_TRUE(body.starts_with("4\r\n")) << body;
  EXPECT_EQ(body.substr(9, 3), "4\r\n") << body;
  EXPECT_EQ(body.substr(18, 3), "2\r\n") << body;
  EXPECT_TRUE(body.ends_with("\r\n0\r\n\r\n")) << body;
}

TEST(TargetServer, DripsAsLongAsItSays) {
  Running server;
  const std::string answer = get(*server, "/drip?numbytes=4&duration=0.02&delay=0.001&code=503");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 503 Service Unavailable\r\n")) << answer;
  EXPECT_NE(answer.find("Content-Length: 4\r\n"), answer.npos) << answer;
  EXPECT_EQ(body_of(answer), "****");
  EXPECT_EQ(body_of(get(*server, "/drip?code=204")), "");
}

TEST(TargetServer, AnswersHeadWithoutABody) {
  Running server;
  for (const char* target : {"/bytes/3000000", "/bytes/20000?seed=1", "/get", "/stream/3",
                             "/range/100", "/drip?duration=100"}) {
    Client client(*server);
    client.send("HEAD " + std::string(target) +
                " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
    const std::string answer = client.read_until();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << target << answer;
    EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << target << answer;
  }
}

TEST(TargetServer, AnswersEveryExampleOfItsTable) {
  Running server;
  for (const Endpoint& endpoint : endpoints()) {
    const std::string method(
        endpoint.methods.empty() ? "GET" : endpoint.methods.substr(0, endpoint.methods.find(' ')));
    Client client(*server);
    client.send(method + " " + std::string(endpoint.example) +
                " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
    const std::string status = "HTTP/1.1 " + std::to_string(endpoint.example_status) + " ";
    EXPECT_TRUE(client.read_until().starts_with(status)) << endpoint.example;
  }
}

TEST(TargetServer, AllowsPagesOfOtherSites) {
  Running server;
  EXPECT_NE(get(*server, "/get").find("\r\nAccess-Control-Allow-Origin: *\r\n"), std::string::npos);
  Client client(*server);
  client.send(
      "OPTIONS /cookies HTTP/1.1\r\nHost: test\r\nOrigin: http://a\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(client.read_until(),
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 0\r\n"
            "Connection: close\r\nAccess-Control-Allow-Origin: http://a\r\n"
            "Access-Control-Allow-Credentials: true\r\n"
            "Access-Control-Allow-Methods: GET, POST, PUT, DELETE, PATCH, OPTIONS\r\n"
            "Access-Control-Max-Age: 3600\r\nAllow: GET, HEAD, OPTIONS\r\n\r\n");
}

TEST(TargetServer, IsTheSameForTheSameSeed) {
  Running one({.queue = {.seed = 5}});
  Running same({.queue = {.seed = 5}});
  Running other({.queue = {.seed = 6}});
  EXPECT_EQ(get(*one, "/uuid"), get(*same, "/uuid"));
  EXPECT_NE(get(*one, "/uuid"), get(*other, "/uuid"));
  EXPECT_NE(get(*one, "/uuid"), get(*one, "/uuid"));
}

TEST(TargetServer, DelaysOneClientWithoutHoldingUpAnother) {
  Running server;
  Client slow(*server);
  slow.send("GET /delay/10 HTTP/1.1\r\nHost: test\r\n\r\n");
  EXPECT_NE(get(*server, "/json").find("\"slideshow\""), std::string::npos);
}

TEST(TargetServer, WorkGoesThroughTheQueue) {
  Running server({.queue = {.servers = 1, .service = {.mean = Duration::milliseconds(2)}}});
  const std::string answer = get(*server, "/work");
  EXPECT_NE(answer.find("\"served_ms\":2}"), answer.npos) << answer;
}

TEST(TargetServer, StatusesAndRedirectsAreAsAskedFor) {
  Running server;
  EXPECT_TRUE(get(*server, "/status/503").starts_with("HTTP/1.1 503 "));
  EXPECT_NE(get(*server, "/status/302").find("Location: /redirect/1\r\n"), std::string::npos);
  EXPECT_TRUE(get(*server, "/nothing").starts_with("HTTP/1.1 404 "));
}

TEST(TargetServer, PlaysFaultsOnTheRawConnection) {
  Running server;
  EXPECT_EQ(get(*server, "/fault/short-body"), "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
  EXPECT_EQ(get(*server, "/fault/close-before"), "");
  EXPECT_EQ(get(*server, "/fault/reset-before"), "");
  EXPECT_EQ(get(*server, "/fault/drip?x=1"), "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
}

TEST(TargetServer, StopsWithConnectionsOpen) {
  Running server;
  Client idle(*server);
  Client stalled(*server);
  stalled.send("GET /fault/stall HTTP/1.1\r\nHost: test\r\n\r\n");
  Client delayed(*server);
  delayed.send("GET /delay/10 HTTP/1.1\r\nHost: test\r\n\r\n");
  EXPECT_NE(get(*server, "/json"), "");
}

TEST(TargetServer, SpeaksTlsWithACertificateOfItsOwn) {
  Running server({.uses_tls = true});
  EXPECT_TRUE(server->url().starts_with("https://127.0.0.1:"));
  auto context = net::TlsClientContext::make(
      {.authorities_pem = server->certificate_pem(), .trusts_system = false});
  ASSERT_TRUE(context);
  auto reactor = fiber::Reactor::make_system();
  ASSERT_TRUE(reactor);
  std::string answer;

  (*reactor)->spawn([&] {
    const kit::Instant deadline = (*reactor)->now() + Duration::seconds(20);
    auto plain = net::dial(**reactor, server->local(), deadline);
    ASSERT_TRUE(plain) << plain.error().text;
    auto stream = net::start_tls(std::move(*plain), **context, "127.0.0.1", deadline);
    ASSERT_TRUE(stream) << stream.error().text;
    ASSERT_TRUE(
        (*stream)->write("GET /get HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n", deadline));
    std::array<char, 4096> buffer;
    while (const auto size = (*stream)->read(buffer, deadline)) {
      answer.append(buffer.data(), *size);
    }
  });
  (*reactor)->run();

  EXPECT_NE(answer.find(R"("url":"https://test/get")"), answer.npos) << answer;
}

TEST(TargetServer, SaysWhyItCannotListen) {
  Running first;
  const auto second = Server::listen({.address = first->local()});
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().text().find("starting the target"), std::string::npos);
}

}  // namespace
}  // namespace headroom::target
