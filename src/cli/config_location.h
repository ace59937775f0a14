// Which configuration file `headroom run` reads, and reading it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "k6/options.h"
#include "kit/result.h"

namespace headroom::cli {

// Where a file is looked for when none was named, Headroom's own before k6's: below
// XDG_CONFIG_HOME, or .config of HOME.
std::vector<std::string> default_config_paths(
    const std::map<std::string, std::string>& environment);

struct Config {
  std::string path;  // empty when there is no file
  k6::Options options;
  std::vector<std::string> warnings;
};

// `named` is what --config or K6_CONFIG says; that file must exist. An empty one asks
// for no file at all.
kit::Result<Config> read_config(const std::optional<std::string>& named,
                                const std::map<std::string, std::string>& environment);

}  // namespace headroom::cli
