#include "cli/config_location.h"

#include <filesystem>

#include "k6/config_file.h"
#include "k6/exit_code.h"
#include "kit/file.h"

namespace headroom::cli {

namespace {

// Empty when there is none.
std::string first_that_exists(const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored)) {
      return path;
    }
  }
  return "";
}

std::string variable(const std::map<std::string, std::string>& environment, const char* name) {
  const auto found = environment.find(name);
  return found == environment.end() ? "" : found->second;
}

}  // namespace

std::vector<std::string> default_config_paths(
    const std::map<std::string, std::string>& environment) {
  std::string folder = variable(environment, "XDG_CONFIG_HOME");
  const std::string home = variable(environment, "HOME");
  // A relative one is not valid, says the XDG specification.
  if (!folder.starts_with('/')) {
    folder = home.empty() ? "" : home + "/.config";
  }
  if (folder.empty()) {
    return {};
  }
  return {folder + "/headroom/config.json", folder + "/k6/config.json"};
}

kit::Result<Config> read_config(const std::optional<std::string>& named,
                                const std::map<std::string, std::string>& environment) {
  Config config{.path = named ? *named : first_that_exists(default_config_paths(environment))};
  if (config.path.empty()) {
    return config;
  }
  auto json = kit::read_file(config.path);
  if (!json) {
    return std::unexpected(std::move(json)
                               .error()
                               .during("reading the configuration file")
                               .with_code(k6::exit_invalid_config));
  }
  auto options = k6::parse_config(*json, config.path, config.warnings);
  if (!options) {
    return kit::failure_of(options);
  }
  config.options = std::move(*options);
  return config;
}

}  // namespace headroom::cli
