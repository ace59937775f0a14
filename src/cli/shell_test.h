// For tests of what shells and roff make of our text: runs a bash script and
// returns what it writes to either output.
#pragma once

#include <cstdio>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include "kit/file.h"

namespace headroom::cli {

inline std::string output_of_bash(const std::string& script) {
  const std::string path =
      testing::TempDir() + "headroom_shell_" + std::to_string(getpid()) + ".sh";
  EXPECT_TRUE(kit::write_file(path, script)) << path;
  std::FILE* pipe = popen(("bash --norc " + path + " 2>&1 </dev/null").c_str(), "r");
  std::string output;
  char buffer[4096];
  while (pipe != nullptr && std::fgets(buffer, sizeof buffer, pipe) != nullptr) {
    output += buffer;
  }
  EXPECT_TRUE(pipe != nullptr && pclose(pipe) == 0) << output;
  std::remove(path.c_str());
  return output;
}

}  // namespace headroom::cli
