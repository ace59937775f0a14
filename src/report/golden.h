// For tests: compares text with a file in test/golden/report, or writes that
// file when UPDATE_GOLDEN is set, to be reviewed as a diff.
#pragma once

#include <cstdlib>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "kit/file.h"

namespace headroom::report {

inline std::string golden_path(std::string_view name) {
  const std::string here = __FILE__;
  const std::string root = here.substr(0, here.rfind("src/report/"));
  return root + "test/golden/report/" + std::string(name);
}

inline void expect_golden(std::string_view name, const std::string& text) {
  const std::string path = golden_path(name);
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    ASSERT_TRUE(kit::write_file(path, text)) << path;
    return;
  }
  const auto expected = kit::read_file(path);
  ASSERT_TRUE(expected) << expected.error().text();
  EXPECT_EQ(text, *expected) << "differs from " << path;
}

}  // namespace headroom::report
