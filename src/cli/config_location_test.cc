#include "cli/config_location.h"

#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

#include "k6/exit_code.h"
#include "kit/file.h"

namespace headroom::cli {
namespace {

// A home folder of the test's own, gone with it.
class ConfigLocation : public testing::Test {
 protected:
  ConfigLocation() : home_(testing::TempDir() + "headroom_config_" + std::to_string(getpid())) {}
  ~ConfigLocation() override {
    std::error_code ignored;
    std::filesystem::remove_all(home_, ignored);
  }

  std::string write(const std::string& name, const char* json) const {
    const std::string path = home_ + "/" + name;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    EXPECT_TRUE(kit::write_file(path, json));
    return path;
  }
  std::map<std::string, std::string> environment() const { return {{"HOME", home_}}; }

  const std::string home_;
};

TEST_F(ConfigLocation, WithoutAFileThereAreNoOptions) {
  const auto config = read_config(std::nullopt, environment());

  ASSERT_TRUE(config);
  EXPECT_EQ(config->path, "");
  EXPECT_EQ(config->options, k6::Options());
}

TEST_F(ConfigLocation, OnesOwnFileComesBeforeK6s) {
  const std::string k6s = write(".config/k6/config.json", R"({"vus": 2})");
  EXPECT_EQ(read_config(std::nullopt, environment())->path, k6s);

  const std::string own = write(".config/headroom/config.json", R"({"vus": 1})");
  const auto config = read_config(std::nullopt, environment());

  EXPECT_EQ(config->path, own);
  EXPECT_EQ(config->options.vus, 1);
}

TEST_F(ConfigLocation, TheNamedFileComesBeforeBoth) {
  write(".config/headroom/config.json", R"({"vus": 1})");
  const std::string named = write("load.json", R"({"vus": 3})");

  EXPECT_EQ(read_config(named, environment())->options.vus, 3);
  EXPECT_EQ(read_config("", environment())->options.vus, std::nullopt) << "none was asked for";
}

TEST_F(ConfigLocation, ANamedFileMustExist) {
  const auto config = read_config(home_ + "/absent.json", environment());

  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().text(),
            "reading the configuration file: " + home_ + "/absent.json: No such file or directory");
  EXPECT_EQ(config.error().code(), k6::exit_invalid_config);
}

TEST(DefaultConfigPaths, AreBelowTheFolderOfTheXdgSpecification) {
  using Paths = std::vector<std::string>;
  EXPECT_EQ(default_config_paths({{"HOME", "/h"}}),
            (Paths{"/h/.config/headroom/config.json", "/h/.config/k6/config.json"}));
  EXPECT_EQ(default_config_paths({{"HOME", "/h"}, {"XDG_CONFIG_HOME", "/x"}}),
            (Paths{"/x/headroom/config.json", "/x/k6/config.json"}));
  EXPECT_EQ(default_config_paths({{"HOME", "/h"}, {"XDG_CONFIG_HOME", "x"}}),
            (Paths{"/h/.config/headroom/config.json", "/h/.config/k6/config.json"}));
  EXPECT_EQ(default_config_paths({}), Paths());
}

}  // namespace
}  // namespace headroom::cli
