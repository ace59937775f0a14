#include "net/pipe.h"

#include <gtest/gtest.h>

#include "fiber/reactor.h"
#include "kit/clock.h"

namespace headroom::net {
namespace {

using namespace kit::literals;

class PipeTest : public testing::Test {
 protected:
  std::string read_some(Transport& from, kit::Instant deadline = kit::Instant::never()) {
    char buffer[64];
    const Outcome<std::size_t> count = from.read(buffer, deadline);
    return count ? std::string(buffer, *count) : std::string(name_of(count.error().kind));
  }

  kit::SimulatedClock clock_;
  std::unique_ptr<fiber::Reactor> reactor_ = fiber::Reactor::make_simulated(clock_);
};

TEST_F(PipeTest, BringsBytesAcrossAfterItsLatency) {
  auto [left, right] = make_pipe(*reactor_, {.latency = 20_ms});
  const kit::Instant start = reactor_->now();
  kit::Instant arrival;
  kit::Instant stamp;
  std::string got;

  reactor_->spawn([&] {
    got = read_some(*right);
    arrival = reactor_->now();
    stamp = right->ready_at();
  });
  reactor_->spawn([&] { EXPECT_TRUE(left->write("hello", kit::Instant::never())); });
  reactor_->run();

  EXPECT_EQ(got, "hello");
  EXPECT_EQ(arrival - start, 20_ms);
  EXPECT_EQ(stamp - start, 20_ms);
  EXPECT_EQ(left->wire_bytes_written(), 5U);
  EXPECT_EQ(right->wire_bytes_read(), 5U);
}

TEST_F(PipeTest, EndsAReadAtItsDeadline) {
  auto [left, right] = make_pipe(*reactor_);
  const kit::Instant start = reactor_->now();

  reactor_->spawn([&] { EXPECT_EQ(read_some(*left, start + 5_s), "timeout"); });
  reactor_->run();

  EXPECT_EQ(reactor_->now() - start, 5_s);
}

TEST_F(PipeTest, EndsAReadByCancellation) {
  auto [left, right] = make_pipe(*reactor_);
  std::string got;

  fiber::Fiber& reader = reactor_->spawn([&] { got = read_some(*left); });
  reactor_->spawn([&] { reactor_->cancel(reader); });
  reactor_->run();

  EXPECT_EQ(got, "cancelled");
}

TEST_F(PipeTest, TellsThePeerOfTheEndAfterTheLastBytes) {
  auto [left, right] = make_pipe(*reactor_, {.latency = 1_ms});

  reactor_->spawn([&] {
    EXPECT_TRUE(left->write("last", kit::Instant::never()));
    left.reset();
  });
  reactor_->spawn([&] {
    EXPECT_TRUE(right->is_idle_usable());
    EXPECT_EQ(read_some(*right), "last");
    EXPECT_EQ(read_some(*right), "closed");
    EXPECT_FALSE(right->is_idle_usable());
    EXPECT_EQ(right->write("x", kit::Instant::never()).error().kind, FailureKind::broken_pipe);
  });
  reactor_->run();
}

TEST_F(PipeTest, ShowsAResetAsOne) {
  auto [left, right] = make_pipe(*reactor_);

  reactor_->spawn([&] {
    left->reset_on_close();
    left.reset();
    EXPECT_EQ(read_some(*right), "reset");
  });
  reactor_->run();
}

TEST_F(PipeTest, MakesAWriterWaitForASlowReader) {
  auto [left, right] = make_pipe(*reactor_, {.capacity_bytes = 100});
  std::size_t received = 0;

  reactor_->spawn([&] {
    EXPECT_TRUE(left->write(std::string(1000, 'x'), kit::Instant::never()));
    left.reset();
  });
  reactor_->spawn([&] {
    char buffer[64];
    while (auto count = right->read(buffer, kit::Instant::never())) {
      received += *count;
      reactor_->sleep(1_ms);
    }
  });
  reactor_->run();

  EXPECT_EQ(received, 1000U);
}

TEST_F(PipeTest, EndsAWriteAtItsDeadlineWhenNobodyReads) {
  auto [left, right] = make_pipe(*reactor_, {.capacity_bytes = 10});

  reactor_->spawn([&] {
    EXPECT_EQ(left->write(std::string(11, 'x'), reactor_->now() + 1_s).error().kind,
              FailureKind::timeout);
  });
  reactor_->run();
}

}  // namespace
}  // namespace headroom::net
