// For tests: compares text with a file in test/golden, or writes that file when
// UPDATE_GOLDEN is set, to be reviewed as a diff.
#pragma once

#include <cstdlib>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "kit/file.h"

namespace headroom::kit {

// Of a path in the source tree: "test/golden/report/summary.txt".
inline std::string source_path(std::string_view path) {
  const std::string here = __FILE__;
  return here.substr(0, here.rfind("src/kit/")) + std::string(path);
}

inline bool updates_golden() {
  return std::getenv("UPDATE_GOLDEN") != nullptr;
}

// `name` below test/golden: "report/summary.txt".
inline void expect_golden(std::string_view name, const std::string& text) {
  const std::string path = source_path("test/golden/" + std::string(name));
  if (updates_golden()) {
    ASSERT_TRUE(write_file(path, text)) << path;
    return;
  }
  const auto expected = read_file(path);
  ASSERT_TRUE(expected) << expected.error().text();
  EXPECT_EQ(text, *expected) << "differs from " << path
                             << "; UPDATE_GOLDEN=1 writes it anew, for review";
}

}  // namespace headroom::kit
