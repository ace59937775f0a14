#include "protocol/http/socks.h"

#include <gtest/gtest.h>

#include "protocol/http/connector_fake.h"

namespace headroom::protocol::http {
namespace {

using namespace kit::literals;
using namespace std::string_literals;

struct Conversation {
  Outcome<void> outcome;
  std::vector<std::string> asked;
  std::string rest;  // what the client may read afterwards
};

// Has the proxy give `answers` one by one, each to what the client sends; then it closes.
Conversation converse(const Proxy& proxy, const Origin& origin, std::vector<std::string> answers) {
  kit::SimulatedClock clock;
  auto reactor = fiber::Reactor::make_simulated(clock);
  Conversation result;
  auto [near_end, far_end] = net::make_pipe(*reactor);
  reactor->spawn([&, peer = std::move(far_end)]() mutable {
    std::array<char, 1024> buffer{};
    for (const std::string& answer : answers) {
      const auto size = peer->read(buffer, kit::Instant::never());
      if (!size) {
        return;
      }
      result.asked.emplace_back(buffer.data(), *size);
      write_all(*peer, answer);
    }
    peer.reset();
  });
  reactor->spawn([&, client = std::move(near_end)] {
    result.outcome = open_socks_stream(*client, proxy, origin, reactor->now() + 5_s);
    std::array<char, 1024> buffer{};
    if (const auto size = client->read(buffer, reactor->now() + 1_s)) {
      result.rest.assign(buffer.data(), *size);
    }
  });
  reactor->run();
  return result;
}

const Proxy anybodys{.kind = ProxyKind::socks, .origin = {.host = "p"}, .authorization = {}};
const Proxy mine{.kind = ProxyKind::socks,
                 .origin = {.host = "p"},
                 .authorization = {},
                 .has_user = true,
                 .user = "me",
                 .password = "pw"};
const std::string bound = "\x01\x7f\0\0\1\x1f\x90"s;

TEST(SocksStream, AsksForTheOriginByNameOrAddress) {
  struct Row {
    Origin origin;
    std::string asked;
  };
  const Row rows[] = {
      {{.port = 443, .host = "shop.test"}, "\5\1\0\3\x09shop.test\x01\xbb"s},
      {{.port = 80, .host = "10.1.2.3"}, "\5\1\0\1\x0a\1\2\3\0\x50"s},
      {{.port = 8080, .host = "::1"}, "\5\1\0\4"s + std::string(15, '\0') + "\1\x1f\x90"},
  };
  for (const Row& row : rows) {
    const Conversation talk = converse(anybodys, row.origin, {"\5\0"s, "\5\0\0"s + bound});

    EXPECT_TRUE(talk.outcome) << text_of(talk.outcome.error());
    EXPECT_EQ(talk.asked, (std::vector<std::string>{"\5\1\0"s, row.asked}));
  }
}

TEST(SocksStream, ShowsUserAndPasswordToAProxyThatAsks) {
  const Origin origin{.port = 80, .host = "a"};
  const std::string request = "\5\1\0\3\1a\0\x50"s;

  const Conversation talk = converse(mine, origin, {"\5\2"s, "\1\0"s, "\5\0\0"s + bound});
  EXPECT_TRUE(talk.outcome) << text_of(talk.outcome.error());
  EXPECT_EQ(talk.asked, (std::vector<std::string>{"\5\2\0\2"s, "\1\2me\2pw"s, request}));

  const Conversation trusting = converse(mine, origin, {"\5\0"s, "\5\0\0"s + bound});
  EXPECT_TRUE(trusting.outcome);
  EXPECT_EQ(trusting.asked, (std::vector<std::string>{"\5\2\0\2"s, request}));
}

TEST(SocksStream, LeavesTheOriginsBytesAlone) {
  for (const std::string& address :
       {bound, "\4"s + std::string(16, 'a') + "pp", "\3\4namepp"s, "\3\0pp"s}) {
    const Conversation talk =
        converse(anybodys, {.host = "a"}, {"\5\0"s, "\5\0\0"s + address + "hello"});

    EXPECT_TRUE(talk.outcome) << text_of(talk.outcome.error());
    EXPECT_EQ(talk.rest, "hello");
  }
}

TEST(SocksStream, SaysWhyTheProxyDoesNotConnect) {
  struct Row {
    const Proxy& proxy;
    std::vector<std::string> answers;
    const char* reason;
  };
  const Row rows[] = {
      {anybodys, {"\4\0"s}, "unexpected protocol version 4"},
      {anybodys, {"\5\xff"s}, "no acceptable authentication methods"},
      {anybodys, {"\5\2"s}, "unsupported authentication method 2"},
      {mine, {"\5\1"s}, "unsupported authentication method 1"},
      {mine, {"\5\2"s, "\5\0"s}, "invalid username/password version"},
      {mine, {"\5\2"s, "\1\1"s}, "username/password authentication failed"},
      {anybodys, {"\5\0"s, "\4\0\0"s + bound}, "unexpected protocol version 4"},
      {anybodys, {"\5\0"s, "\5\1\0"s + bound}, "unknown error general SOCKS server failure"},
      {anybodys, {"\5\0"s, "\5\2\0"s + bound}, "unknown error connection not allowed by ruleset"},
      {anybodys, {"\5\0"s, "\5\5\0"s + bound}, "unknown error connection refused"},
      {anybodys, {"\5\0"s, "\5\x09\0"s + bound}, "unknown error unknown code: 9"},
      {anybodys, {"\5\0"s, "\5\0\1"s + bound}, "non-zero reserved field"},
      {anybodys, {"\5\0"s, "\5\0\0\2aaaapp"s}, "unknown address type 2"},
      {anybodys, {""}, "EOF"},
      {anybodys, {"\5"s}, "unexpected EOF"},
      {anybodys, {"\5\0"s, "\5\0\0\1aa"s}, "unexpected EOF"},
  };
  for (const Row& row : rows) {
    const Conversation talk = converse(row.proxy, {.port = 80, .host = "shop.test"}, row.answers);

    ASSERT_FALSE(talk.outcome) << row.reason;
    EXPECT_EQ(talk.outcome.error().kind, FailureKind::proxy_unreachable);
    const std::string text = text_of(talk.outcome.error());
    EXPECT_TRUE(text.starts_with("socks connect tcp ")) << text;
    EXPECT_TRUE(text.ends_with("->shop.test:80: "s + row.reason)) << text;
  }
}

TEST(SocksStream, SendsNothingThatDoesNotFit) {
  Proxy long_password = mine;
  long_password.password = std::string(256, 'x');
  Proxy nameless = mine;
  nameless.user.clear();
  const Origin origin{.port = 80, .host = "a"};

  for (const Proxy& proxy : {long_password, nameless}) {
    const Conversation talk = converse(proxy, origin, {"\5\2"s});
    ASSERT_FALSE(talk.outcome);
    EXPECT_TRUE(text_of(talk.outcome.error()).ends_with("invalid username/password"));
  }
  const Conversation talk =
      converse(anybodys, {.port = 80, .host = std::string(256, 'x')}, {"\5\0"s});
  ASSERT_FALSE(talk.outcome);
  EXPECT_TRUE(text_of(talk.outcome.error()).ends_with("FQDN too long"));
}

}  // namespace
}  // namespace headroom::protocol::http
