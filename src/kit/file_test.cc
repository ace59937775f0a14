#include "kit/file.h"

#include <gtest/gtest.h>

namespace headroom::kit {
namespace {

TEST(File, ReadsBackWhatWasWritten) {
  const std::string path = testing::TempDir() + "headroom_file_test";
  const std::string bytes = std::string("one\ntwo\0", 8) + std::string(100'000, 'x');

  ASSERT_TRUE(write_file(path, bytes));

  EXPECT_EQ(read_file(path).value(), bytes);
  EXPECT_EQ(read_first_line(path).value(), "one");
}

TEST(File, ErrorsNameThePathAndTheReason) {
  EXPECT_EQ(read_file("/no/such").error().text(), "/no/such: No such file or directory");
  EXPECT_EQ(write_file("/dev/full", "x").error().text(), "/dev/full: No space left on device");
}

}  // namespace
}  // namespace headroom::kit
