#include "protocol/http/session.h"

#include <array>

#include <gtest/gtest.h>

#include "protocol/http/connector_fake.h"

namespace headroom::protocol::http {
namespace {

using namespace kit::literals;

const std::string ok_answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-A: b\r\n\r\nok";

TEST(Session, KeepsAndReusesItsConnection) {
  SessionFixture fixture(answering(ok_answer));
  Response response;
  fixture.run([&] {
    for (int i = 0; i < 3; ++i) {
      ASSERT_TRUE(fixture.session.exchange(prepared("GET", "http://peer/"), {}, response));
      EXPECT_EQ(response.is_reused_connection(), i > 0);
      EXPECT_EQ(response.body(), "ok");
      EXPECT_EQ(response.field("x-a"), "b");
      EXPECT_EQ(response.status_text(), "200 OK");
      EXPECT_EQ(response.proto(), "HTTP/1.1");
    }
  });

  EXPECT_EQ(fixture.connector->count(), 1);
}

TEST(Session, ConnectsAnewForAnotherOrigin) {
  SessionFixture fixture(answering(ok_answer));
  Response response;
  fixture.run([&] {
    for (const auto* url : {"http://a/", "http://a:81/", "http://b/", "http://a/"}) {
      ASSERT_TRUE(fixture.session.exchange(prepared("GET", url), {}, response));
    }
    EXPECT_EQ(fixture.session.idle_connection_count(), 3U);
  });

  EXPECT_EQ(fixture.connector->count(), 3);
}

TEST(Session, ClosesAConnectionThatMayNotBeKept) {
  for (const std::string& answer :
       {std::string("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"),
        ok_answer + "surplus",
        std::string("HTTP/1.1 304 Not Modified\r\nContent-Length: 1\r\n\r\nx"),
        std::string("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok")}) {
    SessionFixture fixture(answering(answer));
    Response response;
    fixture.run([&] {
      ASSERT_TRUE(fixture.session.exchange(prepared("GET", "http://peer/"), {}, response));
      EXPECT_EQ(fixture.session.idle_connection_count(), 0U) << answer;
    });
  }
}

TEST(Session, ClosesAfterwardsWhenAskedTo) {
  SessionFixture fixture(answering(ok_answer));
  Response response;
  fixture.run([&] {
    ASSERT_TRUE(fixture.session.exchange(prepared("GET", "http://peer/"),
                                         {.keeps_connection = false}, response));
    EXPECT_EQ(fixture.session.idle_connection_count(), 0U);
  });
}

TEST(Session, ReadsAHeadAnswerWithoutBodyAndKeepsTheConnection) {
  SessionFixture fixture(answering("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"));
  Response response;
  fixture.run([&] {
    ASSERT_TRUE(fixture.session.exchange(prepared("HEAD", "http://peer/"), {}, response));
    EXPECT_EQ(fixture.session.idle_connection_count(), 1U);
  });

  EXPECT_EQ(response.body(), "");
}

TEST(Session, DropsBodiesNobodyWants) {
  SessionFixture fixture(
      answering("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + std::string(100'000, 'x')));
  Response response;
  fixture.run([&] {
    ASSERT_TRUE(
        fixture.session.exchange(prepared("GET", "http://peer/"), {.keeps_body = false}, response));
    EXPECT_EQ(fixture.session.idle_connection_count(), 1U);
  });

  EXPECT_EQ(response.body(), "");
  EXPECT_EQ(response.body_bytes_received(), 100'000U);
  EXPECT_GT(response.wire_bytes_read(), 100'000U);
}

TEST(Session, FailsWhenABodyIsLargerThanAllowed) {
  SessionFixture fixture(answering(ok_answer));
  Response response;
  Outcome<void> outcome;
  fixture.run([&] {
    outcome =
        fixture.session.exchange(prepared("GET", "http://peer/"), {.body_bytes_max = 1}, response);
  });

  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, FailureKind::body_too_large);
}

// Answers one request, then closes when the next one comes.
void answer_once(net::Transport& peer) {
  read_head(peer);
  write_all(peer, ok_answer);
  read_head(peer);
}

TEST(Session, TriesAgainWhenAKeptConnectionWasClosed) {
  SessionFixture fixture(answer_once);
  Response response;
  fixture.run([&] {
    for (int i = 0; i < 2; ++i) {
      ASSERT_TRUE(fixture.session.exchange(prepared("GET", "http://peer/"), {}, response)) << i;
      EXPECT_FALSE(response.is_reused_connection());
    }
  });

  EXPECT_EQ(fixture.connector->count(), 2);
}

TEST(Session, NeverSendsTwiceWhatMayHaveHadAnEffect) {
  SessionFixture fixture(answer_once);
  Response response;
  Outcome<void> outcome;
  fixture.run([&] {
    ASSERT_TRUE(fixture.session.exchange(prepared("POST", "http://peer/"), {}, response));
    outcome = fixture.session.exchange(prepared("POST", "http://peer/"), {}, response);
  });

  ASSERT_FALSE(outcome);
  EXPECT_EQ(text_of(outcome.error()), "EOF");
  EXPECT_EQ(fixture.connector->count(), 1);
}

TEST(Session, DoesNotUseAKeptConnectionKnownToBeClosed) {
  SessionFixture fixture([](net::Transport& peer) {
    read_head(peer);
    write_all(peer, ok_answer);
  });
  Response response;
  fixture.run([&] {
    ASSERT_TRUE(fixture.session.exchange(prepared("POST", "http://peer/"), {}, response));
    fixture.reactor->suspend(fixture.clock.now() + 1_s);
    ASSERT_TRUE(fixture.session.exchange(prepared("POST", "http://peer/"), {}, response));
  });

  EXPECT_EQ(fixture.connector->count(), 2);
}

TEST(Session, SendsABodySmallOrLarge) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{5}, std::size_t{100'000}}) {
    std::string received;
    SessionFixture fixture([&received, size](net::Transport& peer) {
      received = read_head(peer);
      const std::size_t head_size = received.find("\r\n\r\n") + 4;
      char buffer[4096];
      while (received.size() < head_size + size) {
        received.append(buffer, peer.read(buffer, kit::Instant::never()).value_or(0));
      }
      write_all(peer, ok_answer);
    });
    Response response;
    const std::string body(size, 'b');
    const std::array<std::string_view, 1> pieces{body};
    fixture.run([&] {
      ASSERT_TRUE(fixture.session.exchange(prepared("POST", "http://peer/a"),
                                           {.body = pieces, .has_body = true}, response));
    });

    EXPECT_EQ(received, "POST /a HTTP/1.1\r\nHost: peer\r\nContent-Length: " +
                            std::to_string(size) + "\r\n\r\n" + body);
    EXPECT_EQ(response.wire_bytes_written(), received.size());
  }
}

TEST(Session, TakesTheTimeOfEachPhase) {
  SessionFixture fixture(
      [](net::Transport& peer) {
        read_head(peer);
        peer.reactor().suspend(peer.reactor().now() + 50_ms);
        write_all(peer, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no");
        peer.reactor().suspend(peer.reactor().now() + 30_ms);
        write_all(peer, "k");
        read_head(peer);
      },
      10_ms);
  Response response;
  fixture.run([&] {
    ASSERT_TRUE(fixture.session.exchange(prepared("GET", "http://peer/"), {}, response));
  });

  const Timings& timings = response.timings();
  EXPECT_EQ(timings.blocked, 10_ms);
  EXPECT_EQ(timings.connecting, 10_ms);
  EXPECT_EQ(timings.sending, 0_ms);
  EXPECT_EQ(timings.waiting, 70_ms);  // there, the server's work and back
  EXPECT_EQ(timings.receiving, 30_ms);
  EXPECT_EQ(timings.duration(), 100_ms);
  EXPECT_EQ(response.ended_at() - response.started_at(), 110_ms);
}

TEST(Session, CountsTheWaitOfAnAnswerThatNeverCame) {
  SessionFixture fixture([](net::Transport& peer) {
    read_head(peer);
    read_head(peer);
  });
  Response response;
  fixture.run([&] {
    const auto outcome = fixture.session.exchange(
        prepared("GET", "http://peer/"), {.deadline = fixture.clock.now() + 2_s}, response);
    EXPECT_EQ(outcome.error().kind, FailureKind::timeout);
  });

  EXPECT_EQ(response.timings().waiting, 2_s);
  EXPECT_EQ(response.timings().receiving, 0_s);
}

TEST(Session, EndsACancelledExchangeAndItsConnection) {
  SessionFixture fixture([](net::Transport& peer) {
    read_head(peer);
    read_head(peer);
  });
  Response response;
  fixture.run([&] {
    fiber::Fiber& self = fixture.reactor->current();
    fixture.reactor->spawn([&] {
      fixture.reactor->suspend(fixture.clock.now() + 1_s);
      fixture.reactor->cancel(self);
    });
    const auto outcome = fixture.session.exchange(prepared("GET", "http://peer/"), {}, response);
    EXPECT_EQ(outcome.error().kind, FailureKind::cancelled);
    EXPECT_EQ(fixture.session.idle_connection_count(), 0U);
  });
}

TEST(Session, ServesSeveralFibersAtOnce) {
  SessionFixture fixture(answering(ok_answer), 10_ms);
  fixture.run([&] {
    int running = 3;
    fiber::Fiber& self = fixture.reactor->current();
    for (int i = 0; i < 3; ++i) {
      fixture.reactor->spawn([&] {
        Response response;
        EXPECT_TRUE(fixture.session.exchange(prepared("GET", "http://peer/"), {}, response));
        if (--running == 0) {
          fixture.reactor->wake(self);
        }
      });
    }
    fixture.reactor->suspend();
    EXPECT_EQ(fixture.session.idle_connection_count(), 3U);
  });
}

TEST(Session, ReturnsAnAnswerSentBeforeTheRequestWasRead) {
  SessionFixture fixture([](net::Transport& peer) {
    char buffer[16];
    static_cast<void>(peer.read(buffer, kit::Instant::never()));
    write_all(peer, "HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n");
  });
  Response response;
  const std::string body(1 << 20, 'b');
  const std::array<std::string_view, 1> pieces{body};
  Outcome<void> outcome;
  fixture.run([&] {
    outcome = fixture.session.exchange(prepared("POST", "http://peer/"),
                                       {.body = pieces, .has_body = true}, response);
  });

  ASSERT_TRUE(outcome) << text_of(outcome.error());
  EXPECT_EQ(response.status(), 413);
}

}  // namespace
}  // namespace headroom::protocol::http
