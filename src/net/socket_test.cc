#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include "fiber/reactor.h"
#include "kit/file_descriptor.h"
#include "net/listener.h"

namespace headroom::net {
namespace {

using namespace kit::literals;
constexpr kit::Instant never = kit::Instant::never();

// A client and a server joined over loopback by a real reactor.
class SocketTest : public testing::Test {
 protected:
  // Runs `client` with a connection to `server`'s, both on fibers.
  void run(const std::function<void(Transport&)>& client,
           const std::function<void(Transport&)>& server, const Address& at) {
    auto listener = Listener::listen(*reactor_, at);
    ASSERT_TRUE(listener) << listener.error().text();
    reactor_->spawn([&] {
      auto accepted = (*listener)->accept(never);
      ASSERT_TRUE(accepted);
      server(**accepted);
    });
    reactor_->spawn([&] {
      auto dialled = dial(*reactor_, (*listener)->local(), never);
      ASSERT_TRUE(dialled) << dialled.error().text;
      client(**dialled);
    });
    reactor_->run();
  }
  void run(const std::function<void(Transport&)>& client,
           const std::function<void(Transport&)>& server) {
    run(client, server, Address::loopback(0));
  }

  static std::string read_some(Transport& from, kit::Instant deadline = never) {
    char buffer[256];
    const Outcome<std::size_t> count = from.read(buffer, deadline);
    return count ? std::string(buffer, *count) : std::string(name_of(count.error().kind));
  }
  // A port on which nobody listens.
  Address unused_port() {
    auto listener = Listener::listen(*reactor_, Address::loopback(0));
    return (*listener)->local();
  }

  std::unique_ptr<fiber::Reactor> reactor_ = *fiber::Reactor::make_system();
};

TEST_F(SocketTest, CarriesBytesBothWays) {
  run(
      [](Transport& client) {
        EXPECT_TRUE(client.write("ping", never));
        EXPECT_EQ(read_some(client), "pong");
        EXPECT_EQ(client.wire_bytes_written(), 4U);
        EXPECT_EQ(client.wire_bytes_read(), 4U);
        EXPECT_NE(client.ready_at(), kit::Instant());
        EXPECT_EQ(client.remote().ip(), "127.0.0.1");
      },
      [](Transport& server) {
        EXPECT_EQ(read_some(server), "ping");
        EXPECT_TRUE(server.write("pong", never));
        EXPECT_NE(server.remote().port(), 0);
        EXPECT_NE(server.local().port(), server.remote().port());
        EXPECT_EQ(read_some(server), "closed");
      });
}

TEST_F(SocketTest, CarriesBytesOverIpv6) {
  const Address at = Address::parse_ip("::1", 0).value();
  if (auto listener = Listener::listen(*reactor_, at); !listener) {
    GTEST_SKIP() << "this machine has no IPv6: " << listener.error().text();
  }
  run(
      [](Transport& client) {
        EXPECT_TRUE(client.write("ping", never));
        EXPECT_EQ(read_some(client), "pong");
        EXPECT_EQ(client.remote().ip(), "::1");
        EXPECT_TRUE(client.local().text().starts_with("[::1]:"));
      },
      [](Transport& server) {
        EXPECT_EQ(read_some(server), "ping");
        EXPECT_TRUE(server.write("pong", never));
      },
      at);
}

TEST_F(SocketTest, CarriesBytesOverUnixSockets) {
  std::string folder = testing::TempDir() + "net_XXXXXX";
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  const Address at = Address::unix_socket(folder + "/s");

  run([](Transport& client) { EXPECT_TRUE(client.write("ping", never)); },
      [&](Transport& server) {
        EXPECT_EQ(read_some(server), "ping");
        EXPECT_EQ(read_some(server), "closed");
      },
      at);

  EXPECT_NE(access(at.path().c_str(), F_OK), 0) << "the listener removes its file";
  rmdir(folder.c_str());
}

TEST_F(SocketTest, SeesTheEndThatCameWithTheLastBytes) {
  run(
      [this](Transport& client) {
        reactor_->sleep(5_ms);  // until bytes and end are there together
        EXPECT_EQ(read_some(client), "bye");
        EXPECT_EQ(read_some(client), "closed");
      },
      [](Transport& server) {
        EXPECT_TRUE(server.write("bye", never));
        server.end_writes();
        EXPECT_EQ(read_some(server), "closed");
      });
}

TEST_F(SocketTest, MovesMoreThanTheKernelBuffers) {
  constexpr std::size_t size = 16 << 20;
  std::size_t received = 0;

  run([](Transport& client) { EXPECT_TRUE(client.write(std::string(size, 'x'), never)); },
      [&](Transport& server) {
        std::vector<char> buffer(65536);
        while (auto count = server.read(buffer, never)) {
          received += *count;
        }
      });

  EXPECT_EQ(received, size);
}

TEST_F(SocketTest, EndsReadsAndWritesAtTheirDeadlines) {
  run(
      [this](Transport& client) {
        EXPECT_EQ(read_some(client, reactor_->now() + 1_ms), "timeout");
        EXPECT_EQ(client.write(std::string(64 << 20, 'x'), reactor_->now() + 1_ms).error().kind,
                  FailureKind::timeout);
        EXPECT_TRUE(client.is_idle_usable());
      },
      [this](Transport&) { reactor_->sleep(30_ms); });
}

TEST_F(SocketTest, EndsAReadOfAnEndlessStreamAtItsDeadline) {
  run(
      [this](Transport& client) {
        char byte[1];
        const kit::Instant deadline = reactor_->now() + 2_ms;
        Outcome<std::size_t> count = 1;
        while (count) {
          count = client.read(byte, deadline);
        }
        EXPECT_EQ(count.error().kind, FailureKind::timeout);
      },
      [](Transport& server) {
        while (server.write(std::string(65536, 'x'), never)) {
        }
      });
}

TEST_F(SocketTest, EndsAReadByCancellation) {
  fiber::Fiber* reader = nullptr;
  run(
      [&](Transport& client) {
        reader = &reactor_->current();
        EXPECT_EQ(read_some(client), "cancelled");
      },
      [&](Transport&) {
        reactor_->sleep(1_ms);
        reactor_->cancel(*reader);
        reactor_->yield();
      });
}

TEST_F(SocketTest, ShowsAResetAsOne) {
  run(
      [](Transport& client) {
        EXPECT_TRUE(client.write("x", never));
        EXPECT_EQ(read_some(client), "reset");
      },
      [](Transport& server) {
        EXPECT_EQ(read_some(server), "x");
        server.reset_on_close();
      });
}

TEST_F(SocketTest, FailsWritesToAPeerThatIsGone) {
  run(
      [this](Transport& client) {
        Outcome<void> written;
        while ((written = client.write("x", never))) {
          reactor_->sleep(1_ms);
        }
        EXPECT_TRUE(written.error().kind == FailureKind::reset ||
                    written.error().kind == FailureKind::broken_pipe);
      },
      [](Transport&) {});
}

TEST_F(SocketTest, KnowsWhetherAKeptConnectionIsUsable) {
  run(
      [this](Transport& client) {
        EXPECT_TRUE(client.is_idle_usable());
        EXPECT_TRUE(client.write("a", never));
        EXPECT_EQ(read_some(client), "b");
        EXPECT_TRUE(client.is_idle_usable());
        EXPECT_TRUE(client.write("c", never));
        reactor_->sleep(5_ms);  // the server closes
        EXPECT_FALSE(client.is_idle_usable());
      },
      [](Transport& server) {
        EXPECT_EQ(read_some(server), "a");
        EXPECT_TRUE(server.write("b", never));
        EXPECT_EQ(read_some(server), "c");
      });
}

TEST_F(SocketTest, DoesNotReuseAConnectionWithBytesThatNobodyAskedFor) {
  run(
      [this](Transport& client) {
        reactor_->sleep(5_ms);
        EXPECT_FALSE(client.is_idle_usable());
      },
      [](Transport& server) { EXPECT_TRUE(server.write("unasked", never)); });
}

TEST_F(SocketTest, SaysThatNobodyListens) {
  const Address nowhere = unused_port();
  reactor_->spawn([&] {
    auto dialled = dial(*reactor_, nowhere, never);
    ASSERT_FALSE(dialled);
    EXPECT_EQ(dialled.error().kind, FailureKind::refused);
    EXPECT_EQ(dialled.error().text, "connection refused");
    EXPECT_EQ(dial(*reactor_, Address::unix_socket("/nonexistent/s"), never).error().kind,
              FailureKind::refused);
    EXPECT_EQ(dial(*reactor_, Address(), never).error().kind, FailureKind::other);
  });
  reactor_->run();
}

TEST_F(SocketTest, GivesUpDiallingAtTheDeadline) {
  // A listener whose queue is full answers no further connection.
  auto listener = Listener::listen(*reactor_, Address::loopback(0), {.backlog = 0});
  reactor_->spawn([&] {
    std::vector<std::unique_ptr<Transport>> kept;
    Outcome<std::unique_ptr<Transport>> dialled;
    for (int i = 0; i < 8; ++i) {
      dialled = dial(*reactor_, (*listener)->local(), reactor_->now() + 20_ms);
      if (!dialled) {
        break;
      }
      kept.push_back(std::move(*dialled));
    }
    ASSERT_FALSE(dialled);
    EXPECT_EQ(dialled.error().kind, FailureKind::timeout);
  });
  reactor_->run();
}

TEST_F(SocketTest, DialsFromTheAddressGiven) {
  auto listener = Listener::listen(*reactor_, Address::loopback(0));
  reactor_->spawn([&] {
    auto dialled =
        dial(*reactor_, (*listener)->local(), never, {.local = Address::ipv4({127, 0, 0, 9}, 0)});
    ASSERT_TRUE(dialled);
    EXPECT_EQ((*dialled)->local().ip(), "127.0.0.9");
    EXPECT_EQ(
        dial(*reactor_, (*listener)->local(), never, {.local = Address::ipv4({192, 0, 2, 1}, 0)})
            .error()
            .kind,
        FailureKind::no_local_port);
  });
  reactor_->run();
}

TEST_F(SocketTest, SaysThatTheAddressGivenIsOfAnotherFamily) {
  struct Row {
    const char* local;
    const char* remote;
    const char* text;
  };
  const Row rows[] = {
      {"127.0.0.9", "::1", "address 127.0.0.9:0: no suitable address found"},
      {"::1", "127.0.0.1", "address [::1]:0: no suitable address found"},
  };
  reactor_->spawn([&] {
    for (const Row& row : rows) {
      const auto dialled = dial(*reactor_, *Address::parse_ip(row.remote, 1), never,
                                {.local = *Address::parse_ip(row.local, 0)});
      ASSERT_FALSE(dialled);
      EXPECT_EQ(dialled.error().text, row.text);
      EXPECT_EQ(dialled.error().error_number, 0);
    }
  });
  reactor_->run();
}

TEST_F(SocketTest, SaysThatThereIsNoDescriptorLeft) {
  auto listener = Listener::listen(*reactor_, Address::loopback(0));
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  reactor_->spawn([&] {
    const kit::FileDescriptor next(dup(0));
    const rlimit full{.rlim_cur = static_cast<rlim_t>(next.get()), .rlim_max = before.rlim_max};
    setrlimit(RLIMIT_NOFILE, &full);
    auto dialled = dial(*reactor_, (*listener)->local(), never);
    setrlimit(RLIMIT_NOFILE, &before);
    ASSERT_FALSE(dialled);
    EXPECT_EQ(dialled.error().kind, FailureKind::too_many_files);
  });
  reactor_->run();
}

TEST_F(SocketTest, RefusesToListenOnATakenPort) {
  auto first = Listener::listen(*reactor_, Address::loopback(0));
  ASSERT_TRUE(first);

  auto second = Listener::listen(*reactor_, (*first)->local());

  ASSERT_FALSE(second);
  EXPECT_NE(second.error().text().find("listening on 127.0.0.1:"), std::string::npos);
}

}  // namespace
}  // namespace headroom::net
