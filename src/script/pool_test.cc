#include "script/pool.h"

#include <cstring>
#include <map>

#include <gtest/gtest.h>

#include "kit/random.h"
#include "script/runtime_fixture.h"

namespace headroom::script {
namespace {

TEST(Pool, KeepsContentsThroughAnyOrderOfCalls) {
  Pool pool;
  kit::Random random(1);
  std::map<char*, std::size_t> blocks;
  const auto fill = [](char* block, std::size_t bytes) {
    std::memset(block, static_cast<int>(bytes & 0xff), bytes);
  };
  const auto is_whole = [](const char* block, std::size_t bytes, std::size_t filled) {
    return std::all_of(block, block + bytes,
                       [&](char c) { return c == static_cast<char>(filled & 0xff); });
  };

  for (int i = 0; i < 20'000; ++i) {
    const std::size_t bytes = 1 + random.next_below(random.next_below(20) == 0 ? 5000 : 300);
    if (blocks.size() < 100 || random.next_below(3) == 0) {
      auto* block = static_cast<char*>(pool.allocate(bytes));
      ASSERT_GE(pool.usable_bytes(block), bytes);
      ASSERT_EQ(reinterpret_cast<std::uintptr_t>(block) % 16, 0U);
      fill(block, bytes);
      ASSERT_TRUE(blocks.emplace(block, bytes).second);
      continue;
    }
    auto chosen = std::next(blocks.begin(), static_cast<int>(random.next_below(blocks.size())));
    const auto [block, old_bytes] = *chosen;
    blocks.erase(chosen);
    ASSERT_TRUE(is_whole(block, old_bytes, old_bytes));
    if (random.next_below(2) == 0) {
      pool.release(block);
      continue;
    }
    auto* moved = static_cast<char*>(pool.resize(block, bytes));
    ASSERT_TRUE(is_whole(moved, std::min(bytes, old_bytes), old_bytes));
    fill(moved, bytes);
    blocks.emplace(moved, bytes);
  }
  for (const auto& [block, bytes] : blocks) {
    pool.release(block);
  }
}

TEST(Pool, ServesTheNextRuntimeFromAFreedOne) {
  Pool pool;
  const NativeModules natives;
  {
    const Runtime runtime(pool, natives);
  }
  const std::size_t bytes = pool.carved_bytes();

  for (int i = 0; i < 10; ++i) {
    const Runtime runtime(pool, natives);
  }

  EXPECT_EQ(pool.carved_bytes(), bytes);
}

TEST(Pool, FallsBackToMallocBeyondItsReservation) {
  Pool pool(std::size_t{128} << 10);
  std::vector<void*> blocks;

  for (int i = 0; i < 10'000; ++i) {
    blocks.push_back(pool.allocate(64));
    ASSERT_NE(blocks.back(), nullptr);
    std::memset(blocks.back(), 1, 64);
  }

  EXPECT_LE(pool.carved_bytes(), std::size_t{128} << 10);
  for (void* block : blocks) {
    pool.release(block);
  }
}

}  // namespace
}  // namespace headroom::script
