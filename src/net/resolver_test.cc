#include "net/resolver.h"

#include <map>

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "fiber/reactor.h"
#include "kit/file.h"
#include "kit/file_descriptor.h"
#include "net/internal/socket_address.h"

namespace headroom::net {
namespace {

using namespace kit::literals;
constexpr kit::Instant never = kit::Instant::never();

// Answers over UDP: A queries with `address`, AAAA with nothing; NXDOMAIN when
// the name starts with "no". It is silent for names that start with "quiet".
class DnsServer {
 public:
  explicit DnsServer(fiber::Reactor& reactor)
      : reactor_(reactor), socket_(::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0)) {
    auto any = *internal::to_socket_address(Address::loopback(0));
    EXPECT_EQ(::bind(socket_.get(), any.pointer(), any.length), 0);
    EXPECT_TRUE(reactor_.watch(socket_.get(), watch_));
    fiber_ = &reactor_.spawn([this] { serve(); });
  }
  ~DnsServer() { reactor_.unwatch(socket_.get(), watch_); }

  std::string address() const { return internal::local_address_of(socket_.get()).text(); }
  void stop() { reactor_.cancel(*fiber_); }
  int query_count() const { return query_count_; }

  kit::Duration delay;

 private:
  void serve() {
    while (reactor_.wait_readable(watch_, never) == fiber::Wake::ready) {
      char packet[512];
      internal::SocketAddress client;
      client.length = sizeof client.storage;
      const ssize_t size =
          ::recvfrom(socket_.get(), packet, sizeof packet, 0, client.pointer(), &client.length);
      if (size < 0) {
        watch_.is_readable = false;
        continue;
      }
      ++query_count_;
      if (delay > kit::Duration()) {
        reactor_.sleep(delay);
      }
      const std::string answer = answer_to(std::string(packet, static_cast<std::size_t>(size)));
      if (!answer.empty()) {
        ::sendto(socket_.get(), answer.data(), answer.size(), 0, client.pointer(), client.length);
      }
    }
  }

  static std::string answer_to(std::string query) {
    const std::string name = query.substr(13, static_cast<unsigned char>(query[12]));
    if (name.starts_with("quiet")) {
      return {};
    }
    const std::size_t question_end = query.find('\0', 12) + 5;
    const bool is_a = query[question_end - 3] == 1;
    const bool is_unknown = name.starts_with("no");
    query.resize(question_end);
    query[2] = '\x81';
    query[3] = is_unknown ? '\x83' : name.starts_with("bad") ? '\x82' : '\x80';
    query[7] = is_a && !is_unknown ? 1 : 0;
    query[11] = 0;  // no additional records
    if (query[7] == 1) {
      query += std::string("\xc0\x0c\0\x01\0\x01\0\0\0\x3c\0\x04\x0a\x01\x02\x03", 16);
    }
    return query;
  }

  fiber::Reactor& reactor_;
  kit::FileDescriptor socket_;
  fiber::Watch watch_;
  fiber::Fiber* fiber_ = nullptr;
  int query_count_ = 0;
};

class ResolverTest : public testing::Test {
 protected:
  ResolverTest() { server_ = std::make_unique<DnsServer>(*reactor_); }

  ResolverOptions options() const {
    return {.hosts_file = "/nonexistent", .servers = {server_->address()}, .tries = 1};
  }
  // Runs `body` on a fiber and then stops the server.
  void run(const std::function<void(Resolver&)>& body, const ResolverOptions& options) {
    Resolver resolver(*reactor_, options);
    reactor_->spawn([&] {
      body(resolver);
      server_->stop();
    });
    reactor_->run();
  }
  void run(const std::function<void(Resolver&)>& body) { run(body, options()); }
  static std::string text_of(const Outcome<std::vector<Address>>& outcome) {
    if (!outcome) {
      return std::string(name_of(outcome.error().kind)) + ": " + outcome.error().text;
    }
    std::string text;
    for (const Address& address : *outcome) {
      text += (text.empty() ? "" : " ") + address.text();
    }
    return text;
  }

  std::unique_ptr<fiber::Reactor> reactor_ = *fiber::Reactor::make_system();
  std::unique_ptr<DnsServer> server_;
};

TEST_F(ResolverTest, AnswersLiteralsAndLocalhostAtOnce) {
  run([&](Resolver& resolver) {
    EXPECT_EQ(text_of(resolver.resolve("10.0.0.1", 80, never)), "10.0.0.1:80");
    EXPECT_EQ(text_of(resolver.resolve("[::1]", 80, never)), "[::1]:80");
    EXPECT_EQ(text_of(resolver.resolve("LocalHost.", 80, never)), "127.0.0.1:80 [::1]:80");
    EXPECT_EQ(text_of(resolver.resolve("", 80, never)), "no_such_host: no such host");
    EXPECT_EQ(server_->query_count(), 0);
  });
}

TEST_F(ResolverTest, ReadsTheHostsFileInThePolicysOrder) {
  ResolverOptions options = this->options();
  options.hosts_file = testing::TempDir() + "resolver_test_hosts";
  ASSERT_TRUE(
      kit::write_file(options.hosts_file,
                      "# comment\n\n::5 Db.Example other # x\n10.0.0.5\tdb.example\nrubbish\n"));
  options.policy = AddressPolicy::prefer_ipv4;
  run(
      [&](Resolver& resolver) {
        EXPECT_EQ(text_of(resolver.resolve("db.example", 1, never)), "10.0.0.5:1 [::5]:1");
        EXPECT_EQ(text_of(resolver.resolve("other", 1, never)), "[::5]:1");
      },
      options);
}

TEST_F(ResolverTest, AsksTheServerOnceAndKeepsTheAnswer) {
  run([&](Resolver& resolver) {
    EXPECT_EQ(text_of(resolver.resolve("example.test", 80, never)), "10.1.2.3:80");
    EXPECT_EQ(text_of(resolver.resolve("EXAMPLE.test.", 81, never)), "10.1.2.3:81");
    EXPECT_EQ(resolver.query_count(), 1U);
  });
}

TEST_F(ResolverTest, AsksAgainAfterTheTimeToLive) {
  ResolverOptions options = this->options();
  options.ttl = {};
  run(
      [&](Resolver& resolver) {
        EXPECT_TRUE(resolver.resolve("example.test", 80, never));
        EXPECT_TRUE(resolver.resolve("example.test", 80, never));
        EXPECT_EQ(resolver.query_count(), 2U);
      },
      options);
}

TEST_F(ResolverTest, NeverAsksAgainWithoutATimeToLive) {
  ResolverOptions options = this->options();
  options.ttl = kit::Duration::max();
  run(
      [&](Resolver& resolver) {
        EXPECT_TRUE(resolver.resolve("example.test", 80, never));
        EXPECT_TRUE(resolver.resolve("example.test", 80, never));
        EXPECT_EQ(resolver.query_count(), 1U);
      },
      options);
}

TEST_F(ResolverTest, SharesOneQueryAmongFibers) {
  server_->delay = 2_ms;
  int answered = 0;
  run([&](Resolver& resolver) {
    for (int i = 0; i < 20; ++i) {
      reactor_->spawn([&] {
        EXPECT_EQ(text_of(resolver.resolve("example.test", 80, never)), "10.1.2.3:80");
        ++answered;
      });
    }
    EXPECT_TRUE(resolver.resolve("example.test", 80, never));
    while (answered < 20) {
      reactor_->yield();
    }
    EXPECT_EQ(resolver.query_count(), 1U);
  });
}

TEST_F(ResolverTest, SaysThatThereIsNoSuchHost) {
  run([&](Resolver& resolver) {
    EXPECT_EQ(text_of(resolver.resolve("nosuch.test", 80, never)), "no_such_host: no such host");
    EXPECT_EQ(text_of(resolver.resolve("nosuch.test", 80, never)), "no_such_host: no such host");
    EXPECT_EQ(resolver.query_count(), 2U) << "failures are not kept";
  });
}

TEST_F(ResolverTest, LeavesOutFamiliesThatThePolicyExcludes) {
  ResolverOptions options = this->options();
  options.policy = AddressPolicy::only_ipv6;
  run(
      [&](Resolver& resolver) {
        EXPECT_EQ(text_of(resolver.resolve("example.test", 80, never)),
                  "no_such_host: no such host");
        EXPECT_EQ(text_of(resolver.resolve("localhost", 80, never)), "[::1]:80");
      },
      options);
}

TEST_F(ResolverTest, ChoosesAmongTheAddressesOfThePreferredFamily) {
  struct Row {
    const char* reason;
    AddressPolicy policy;
    AddressChoice choice;
    std::uint64_t seed;
    std::vector<std::string> answers;
  };
  const Row rows[] = {
      {"first", AddressPolicy::prefer_ipv4, AddressChoice::first, 0, {"10.0.0.1", "10.0.0.1"}},
      {"turns",
       AddressPolicy::prefer_ipv4,
       AddressChoice::round_robin,
       0,
       {"10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.1"}},
      {"turns begin at the seed",
       AddressPolicy::prefer_ipv4,
       AddressChoice::round_robin,
       2,
       {"10.0.0.3", "10.0.0.1"}},
      {"turns of IPv6",
       AddressPolicy::prefer_ipv6,
       AddressChoice::round_robin,
       0,
       {"fd00::1", "fd00::2", "fd00::1"}},
      {"turns of all",
       AddressPolicy::any,
       AddressChoice::round_robin,
       0,
       {"10.0.0.1", "fd00::1", "10.0.0.2", "fd00::2", "10.0.0.3", "10.0.0.1"}},
      {"only IPv6", AddressPolicy::only_ipv6, AddressChoice::first, 0, {"fd00::1"}},
  };
  ResolverOptions options = this->options();
  options.hosts_file = testing::TempDir() + "resolver_test_choices";
  ASSERT_TRUE(kit::write_file(options.hosts_file,
                              "10.0.0.1 db\nfd00::1 db\n10.0.0.2 db\nfd00::2 db\n10.0.0.3 db\n"));
  for (const Row& row : rows) {
    options.policy = row.policy;
    options.choice = row.choice;
    options.seed = row.seed;
    Resolver resolver(*reactor_, options);
    for (const std::string& answer : row.answers) {
      EXPECT_EQ(resolver.resolve_one("DB", 80, never).value().ip(), answer) << row.reason;
    }
  }
  server_->stop();
  reactor_->run();
}

TEST_F(ResolverTest, ChoosesAtRandomByItsSeed) {
  ResolverOptions options = this->options();
  options.hosts_file = testing::TempDir() + "resolver_test_random";
  options.choice = AddressChoice::random;
  ASSERT_TRUE(kit::write_file(options.hosts_file, "10.0.0.1 db\n10.0.0.2 db\nfd00::1 db\n"));
  const auto hundred_of = [&](std::uint64_t seed) {
    options.seed = seed;
    Resolver resolver(*reactor_, options);
    std::map<std::string, int> counts;
    for (int i = 0; i < 100; ++i) {
      ++counts[resolver.resolve_one("db", 80, never).value().ip()];
    }
    return counts;
  };

  const std::map<std::string, int> counts = hundred_of(1);

  EXPECT_EQ(counts.size(), 2U) << "never of the family that is not preferred";
  EXPECT_GT(counts.at("10.0.0.1"), 25);
  EXPECT_GT(counts.at("10.0.0.2"), 25);
  EXPECT_EQ(counts, hundred_of(1));
  EXPECT_NE(counts, hundred_of(2));
  server_->stop();
  reactor_->run();
}

TEST_F(ResolverTest, SaysThatTheServerMisbehavesOrIsSilent) {
  ResolverOptions options = this->options();
  options.try_timeout = 2_ms;
  run(
      [&](Resolver& resolver) {
        EXPECT_EQ(text_of(resolver.resolve("bad.test", 80, never)), "dns: server misbehaving");
        EXPECT_EQ(text_of(resolver.resolve("quiet.test", 80, never)), "dns: i/o timeout");
      },
      options);
}

TEST_F(ResolverTest, GivesUpAtTheDeadlineAndCanGoWhileTheQueryIsOut) {
  run([&](Resolver& resolver) {
    EXPECT_EQ(text_of(resolver.resolve("quiet.test", 80, reactor_->now() + 1_ms)),
              "timeout: i/o timeout");
    Resolver passing(*reactor_, options());
    EXPECT_EQ(text_of(passing.resolve("quiet.test", 80, reactor_->now() + 1_ms)),
              "timeout: i/o timeout");
  });
}

}  // namespace
}  // namespace headroom::net
