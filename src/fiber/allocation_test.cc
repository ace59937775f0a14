// Counts what the steady path allocates, by replacing operator new in this test
// program: nothing, once the reactor is warm.
#include <array>
#include <atomic>
#include <cstdlib>
#include <new>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "fiber/internal/sanitizer.h"
#include "fiber/reactor.h"
#include "kit/file_descriptor.h"

namespace {
std::atomic<std::size_t> allocation_count = 0;
}  // namespace

// Not inlined, or g++ takes the pairs of malloc and free for mismatched ones.
[[gnu::noinline]] void* operator new(std::size_t size) {
  allocation_count.fetch_add(1, std::memory_order_relaxed);
  void* block = std::malloc(size > 0 ? size : 1);
  if (block == nullptr) {
    std::abort();
  }
  return block;
}
[[gnu::noinline]] void operator delete(void* pointer) noexcept {
  std::free(pointer);
}
[[gnu::noinline]] void operator delete(void* pointer, std::size_t) noexcept {
  std::free(pointer);
}

namespace headroom::fiber {
namespace {

using namespace kit::literals;

// Allocations of the last 1,000 of 1,100 rounds, each on one of several fibers.
template <typename Round>
std::size_t allocations_of(Reactor& reactor, Round round) {
  std::size_t allocations = 0;
  reactor.spawn([&] {
    for (int i = 0; i < 100; ++i) {
      round();
    }
    const std::size_t before = allocation_count;
    for (int i = 0; i < 1'000; ++i) {
      round();
    }
    allocations = allocation_count - before;
  });
  reactor.run();
  return allocations;
}

TEST(Allocation, NoneToSuspendWakeSleepAndYield) {
  kit::SimulatedClock clock;
  auto reactor = Reactor::make_simulated(clock);
  bool is_done = false;
  Fiber& other = reactor->spawn([&] {
    while (!is_done) {
      reactor->suspend(reactor->now() + 60_s);
    }
  });
  int rounds = 0;

  const std::size_t allocations = allocations_of(*reactor, [&] {
    reactor->wake(other);
    reactor->yield();
    reactor->sleep(1_ms);
    reactor->on_worker_stack([&, a = 1, b = 2, c = 3] { rounds += a + b + c; });
    is_done = rounds == 1'100 * 6;
  });

  EXPECT_EQ(allocations, 0U);
  EXPECT_EQ(rounds, 1'100 * 6);
}

TEST(Allocation, NoneToWaitForADescriptor) {
  auto reactor = Reactor::make_system().value();
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe2(ends.data(), O_NONBLOCK | O_CLOEXEC), 0);
  const kit::FileDescriptor read_end(ends[0]);
  const kit::FileDescriptor write_end(ends[1]);
  Watch watch;
  ASSERT_TRUE(reactor->watch(read_end.get(), watch));
  int received = 0;

  const std::size_t allocations = allocations_of(*reactor, [&] {
    char byte = 'x';
    watch.is_readable = false;
    static_cast<void>(!::write(write_end.get(), &byte, 1));
    reactor->wait_readable(watch, reactor->now() + 60_s);
    received += ::read(read_end.get(), &byte, 1) == 1 ? 1 : 0;
  });
  reactor->unwatch(read_end.get(), watch);

  EXPECT_EQ(allocations, 0U);
  EXPECT_EQ(received, 1'100);
}

TEST(Allocation, NoneToPost) {
  kit::SimulatedClock clock;
  auto reactor = Reactor::make_simulated(clock);
  int ran = 0;

  const std::size_t allocations = allocations_of(*reactor, [&] {
    reactor->post([&ran] { ++ran; });
    reactor->yield();
  });

  EXPECT_EQ(allocations, 0U);
  EXPECT_EQ(ran, 1'100);
}

TEST(Allocation, NoneToSpawnAgain) {
  if (is_sanitized) {
    GTEST_SKIP() << "fibers are not reused, so that their use after the end is seen";
  }
  kit::SimulatedClock clock;
  auto reactor = Reactor::make_simulated(clock);
  int ran = 0;

  const std::size_t allocations = allocations_of(*reactor, [&] {
    reactor->spawn([&ran] { ++ran; });
    reactor->yield();
  });

  EXPECT_EQ(allocations, 0U);
  EXPECT_EQ(ran, 1'100);
}

}  // namespace
}  // namespace headroom::fiber
