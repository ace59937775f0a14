#include <algorithm>
#include <array>
#include <cerrno>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/eventfd.h>
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

TEST(ReactorIo, DataThatArrivesBetweenTheReadAndTheWaitIsNotMissed) {
  auto reactor = Reactor::make_system().value();
  Pipe pipe;
  Watch watch;
  ASSERT_TRUE(reactor->watch(pipe.read_end.get(), watch));
  Wake wake = Wake::timeout;
  reactor->spawn([&] {
    char byte = 0;
    ASSERT_EQ(::read(pipe.read_end.get(), &byte, 1), -1);
    ASSERT_EQ(::write(pipe.write_end.get(), "x", 1), 1);  // the edge comes before the flag falls
    watch.is_readable = false;
    wake = reactor->wait_readable(watch, reactor->now() + 60_s);
    EXPECT_EQ(::read(pipe.read_end.get(), &byte, 1), 1);
    reactor->unwatch(pipe.read_end.get(), watch);
  });

  reactor->run();

  EXPECT_EQ(wake, Wake::ready);
}

TEST(ReactorIo, AReadyDescriptorCostsNoSwitch) {
  auto reactor = Reactor::make_system().value();
  Pipe pipe;
  Watch watch;
  ASSERT_TRUE(reactor->watch(pipe.read_end.get(), watch));
  std::string order;
  reactor->spawn([&] {
    ASSERT_EQ(::write(pipe.write_end.get(), "xy", 2), 2);
    ASSERT_EQ(reactor->wait_readable(watch, kit::Instant::never()), Wake::ready);
    reactor->spawn([&] { order += 'b'; });
    ASSERT_EQ(reactor->wait_readable(watch, kit::Instant::never()), Wake::ready);
    order += 'a';
    reactor->unwatch(pipe.read_end.get(), watch);
  });

  reactor->run();

  EXPECT_EQ(order, "ab");
}

TEST(ReactorIo, AFullPipeIsWritableAgainOnceItIsRead) {
  auto reactor = Reactor::make_system().value();
  Pipe pipe;
  Watch watch;
  ASSERT_TRUE(reactor->watch(pipe.write_end.get(), watch));
  const std::string block(4096, 'x');
  Wake wake = Wake::timeout;
  std::size_t written = 0;
  reactor->spawn([&] {
    for (ssize_t count = 1; count > 0; written += count > 0 ? static_cast<std::size_t>(count) : 0) {
      count = ::write(pipe.write_end.get(), block.data(), block.size());
    }
    watch.is_writable = false;
    wake = reactor->wait_writable(watch, reactor->now() + 60_s);
    reactor->unwatch(pipe.write_end.get(), watch);
  });
  reactor->spawn([&] {
    std::string taken(written, 0);
    ASSERT_EQ(::read(pipe.read_end.get(), taken.data(), taken.size()),
              static_cast<ssize_t>(written));
  });

  reactor->run();

  EXPECT_EQ(wake, Wake::ready);
  EXPECT_GT(written, 4096U);
}

TEST(ReactorIo, AWatchRemovedByAnotherFiberOfTheBatchIsNotTouched) {
  auto reactor = Reactor::make_system().value();
  std::array<Pipe, 2> pipes;
  std::array<std::unique_ptr<Watch>, 2> watches{std::make_unique<Watch>(),
                                                std::make_unique<Watch>()};
  int woken = 0;
  for (std::size_t i = 0; i < 2; ++i) {
    ASSERT_TRUE(reactor->watch(pipes[i].read_end.get(), *watches[i]));
    ASSERT_EQ(::write(pipes[i].write_end.get(), "x", 1), 1);
  }
  reactor->spawn([&] {
    ASSERT_EQ(reactor->wait_readable(*watches[0], kit::Instant::never()), Wake::ready);
    ++woken;
    for (std::size_t i = 0; i < 2; ++i) {
      reactor->unwatch(pipes[i].read_end.get(), *watches[i]);
      watches[i].reset();
    }
    reactor->yield();
  });

  reactor->run();

  EXPECT_EQ(woken, 1);
}

TEST(ReactorIo, AnEventCounterIsReadableForEachAdditionAfterItWasRead) {
  auto reactor = Reactor::make_system().value();
  const kit::FileDescriptor counter(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
  Watch watch;
  ASSERT_TRUE(reactor->watch(counter.get(), watch));
  std::vector<eventfd_t> sums;
  reactor->spawn([&] {
    while (sums.size() < 3) {
      eventfd_t sum = 0;
      if (eventfd_read(counter.get(), &sum) == 0) {
        sums.push_back(sum);
        continue;
      }
      watch.is_readable = false;
      ASSERT_EQ(reactor->wait_readable(watch, reactor->now() + 60_s), Wake::ready);
    }
    reactor->unwatch(counter.get(), watch);
  });
  reactor->spawn([&] {
    for (eventfd_t i = 1; i <= 3; ++i) {
      ASSERT_EQ(eventfd_write(counter.get(), i), 0);
      while (sums.size() < i) {
        reactor->yield();
      }
    }
  });

  reactor->run();

  EXPECT_EQ(sums, (std::vector<eventfd_t>{1, 2, 3}));
}

TEST(ReactorIo, AWakeMeantForASuspendDoesNotEndAWaitForADescriptor) {
  auto reactor = Reactor::make_system().value();
  Pipe pipe;
  Watch watch;
  ASSERT_TRUE(reactor->watch(pipe.read_end.get(), watch));
  std::vector<Wake> wakes;
  Fiber& reader = reactor->spawn([&] {
    wakes.push_back(reactor->wait_readable(watch, reactor->now() + 1_ms));
    wakes.push_back(reactor->suspend());
    reactor->unwatch(pipe.read_end.get(), watch);
  });
  reactor->spawn([&] { reactor->wake(reader); });

  reactor->run();

  EXPECT_EQ(wakes, (std::vector<Wake>{Wake::timeout, Wake::ready}));
}

TEST(ReactorIo, AYieldingFiberLetsTheKernelSpeakFirst) {
  auto reactor = Reactor::make_system().value();
  Pipe pipe;
  Watch watch;
  ASSERT_TRUE(reactor->watch(pipe.read_end.get(), watch));
  std::string order;
  reactor->spawn([&] {
    ASSERT_EQ(reactor->wait_readable(watch, reactor->now() + 60_s), Wake::ready);
    order += 'r';
    reactor->unwatch(pipe.read_end.get(), watch);
  });
  reactor->spawn([&] {
    ASSERT_EQ(::write(pipe.write_end.get(), "x", 1), 1);
    reactor->yield();
    reactor->yield();
    order += 'y';
  });

  reactor->run();

  EXPECT_EQ(order, "ry");
}

TEST(ReactorIo, NoSleepEndsEarlyWithSpinningOrWithout) {
  for (const kit::Duration spin : {0_us, 50_us, 5_ms}) {
    auto reactor = Reactor::make_system({.spin = spin}).value();
    int on_time = 0;
    std::vector<kit::Duration> late;
    reactor->on_timer_late([&](kit::Duration span) { late.push_back(span); });
    reactor->spawn([&] {
      for (int i = 0; i < 5; ++i) {
        const kit::Instant instant = reactor->now() + 300_us;
        EXPECT_EQ(reactor->sleep_until(instant), Wake::ready);
        on_time += reactor->now() >= instant ? 1 : 0;
      }
    });

    reactor->run();

    EXPECT_EQ(on_time, 5);
    ASSERT_EQ(late.size(), 5U);
    EXPECT_GE(*std::min_element(late.begin(), late.end()), 0_s);
  }
}

TEST(ReactorIo, ASpinningReactorStillSeesReadiness) {
  auto reactor = Reactor::make_system({.spin = 100_s}).value();
  Pipe pipe;
  Watch watch;
  ASSERT_TRUE(reactor->watch(pipe.read_end.get(), watch));
  Wake wake = Wake::timeout;
  reactor->spawn([&] {
    wake = reactor->wait_readable(watch, reactor->now() + 60_s);
    reactor->unwatch(pipe.read_end.get(), watch);
  });
  std::thread writer([&] { EXPECT_EQ(::write(pipe.write_end.get(), "x", 1), 1); });

  reactor->run();
  writer.join();

  EXPECT_EQ(wake, Wake::ready);
}

}  // namespace
}  // namespace headroom::fiber
