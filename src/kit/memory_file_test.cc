#include "kit/memory_file.h"

#include <gtest/gtest.h>

namespace headroom::kit {
namespace {

std::string text_of(std::span<char> mapping) {
  return {mapping.data(), mapping.size()};
}

TEST(MemoryFile, IsSeenByAllAndChangedByNobodyElse) {
  const auto file = MemoryFile::make("some bytes");
  ASSERT_TRUE(file.has_value());
  auto first = file->map();
  auto second = file->map();
  ASSERT_TRUE(first && second);

  (*first)[0] = 'S';

  EXPECT_EQ(text_of(*first), "Some bytes");
  EXPECT_EQ(text_of(*second), "some bytes");
  MemoryFile::unmap(*first);
  MemoryFile::unmap(*second);
}

TEST(MemoryFile, MayGoBeforeItsMappings) {
  std::span<char> mapping;
  {
    const auto file = MemoryFile::make(std::string(100'000, 'x') + "end");
    mapping = *file->map();
  }

  EXPECT_EQ(text_of(mapping).substr(100'000), "end");
  MemoryFile::unmap(mapping);
}

}  // namespace
}  // namespace headroom::kit
