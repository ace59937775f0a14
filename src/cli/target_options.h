// The command line of `headroom target`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kit/result.h"

namespace headroom::cli {

struct TargetOptions {
  int port = 8080;
  bool uses_tls = false;
  std::string tls_fault;         // a name of target::tls_fault_names(), or empty
  std::string certificate_path;  // where to write what clients are to trust, or empty
  int servers = 1;
  std::string service = "fixed:1ms";
  std::uint64_t seed = 1;
  std::string help;  // not empty: print this and end
};

kit::Result<TargetOptions> parse_target_options(const std::vector<std::string>& arguments);

}  // namespace headroom::cli
