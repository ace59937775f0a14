#include <array>
#include <cerrno>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "fiber/reactor.h"
#include "kit/file_descriptor.h"

namespace headroom::fiber {
namespace {

using namespace kit::literals;

struct Pipe {
  kit::FileDescriptor read_end;
  kit::FileDescriptor write_end;

  Pipe() {
    std::array<int, 2> ends{};
    EXPECT_EQ(pipe2(ends.data(), O_NONBLOCK | O_CLOEXEC), 0);
    read_end = kit::FileDescriptor(ends[0]);
    write_end = kit::FileDescriptor(ends[1]);
  }
};

TEST(ReactorIo, AReaderWakesForEachByteAndSeesTheBatchStamp) {
  auto reactor = Reactor::make_system().value();
  Pipe pipe;
  Watch watch;
  ASSERT_TRUE(reactor->watch(pipe.read_end.get(), watch));
  std::string received;
  reactor->spawn([&] {
    while (received.size() < 5) {
      char byte = 0;
      if (::read(pipe.read_end.get(), &byte, 1) == 1) {
        received += byte;
        continue;
      }
      ASSERT_EQ(errno, EAGAIN);
      watch.is_readable = false;
      ASSERT_EQ(reactor->wait_readable(watch, reactor->now() + 60_s), Wake::ready);
      ASSERT_EQ(watch.ready_at, reactor->batch_time());
    }
    reactor->unwatch(pipe.read_end.get(), watch);
  });
  reactor->spawn([&] {
    for (const char byte : std::string("hello")) {
      ASSERT_EQ(::write(pipe.write_end.get(), &byte, 1), 1);
      reactor->yield();
    }
  });

  reactor->run();

  EXPECT_EQ(received, "hello");
}

TEST(ReactorIo, WaitingForSilenceTimesOut) {
  auto reactor = Reactor::make_system().value();
  Pipe pipe;
  Watch watch;
  ASSERT_TRUE(reactor->watch(pipe.read_end.get(), watch));
  Wake wake = Wake::ready;
  reactor->spawn([&] {
    wake = reactor->wait_readable(watch, reactor->now() + 1_ms);
    reactor->unwatch(pipe.read_end.get(), watch);
  });

  reactor->run();

  EXPECT_EQ(wake, Wake::timeout);
}

TEST(ReactorIo, ACancelledReaderUnwinds) {
  auto reactor = Reactor::make_system().value();
  Pipe pipe;
  Watch watch;
  ASSERT_TRUE(reactor->watch(pipe.read_end.get(), watch));
  Wake wake = Wake::ready;
  Fiber& reader = reactor->spawn([&] {
    wake = reactor->wait_readable(watch, kit::Instant::never());
    reactor->unwatch(pipe.read_end.get(), watch);
  });
  reactor->spawn([&] { reactor->cancel(reader); });

  reactor->run();

  EXPECT_EQ(wake, Wake::cancelled);
}

TEST(ReactorIo, AClosedPeerIsReadable) {
  auto reactor = Reactor::make_system().value();
  Pipe pipe;
  Watch watch;
  ASSERT_TRUE(reactor->watch(pipe.read_end.get(), watch));
  Wake wake = Wake::timeout;
  reactor->spawn([&] {
    wake = reactor->wait_readable(watch, reactor->now() + 60_s);
    reactor->unwatch(pipe.read_end.get(), watch);
  });
  reactor->spawn([&] { pipe.write_end.reset(); });

  reactor->run();

  EXPECT_EQ(wake, Wake::ready);
}

}  // namespace
}  // namespace headroom::fiber
