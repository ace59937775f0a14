#include "k6/system_tags.h"

#include <vector>

#include <gtest/gtest.h>

namespace headroom::k6 {
namespace {

std::vector<std::string> names_of(SystemTags tags) {
  std::vector<std::string> names;
  for (int i = 0; i <= static_cast<int>(SystemTag::stage); ++i) {
    const auto tag = static_cast<SystemTag>(i);
    if (tags.has(tag)) {
      names.emplace_back(name_of(tag));
    }
  }
  return names;
}

TEST(SystemTags, AreByDefaultThoseOfK6) {
  EXPECT_EQ(names_of(SystemTags()),
            (std::vector<std::string>{"proto", "subproto", "status", "method", "url", "name",
                                      "group", "check", "error", "error_code", "tls_version",
                                      "scenario", "service", "expected_response"}));
}

TEST(SystemTags, AreThoseNamedAndUnknownNamesMeanNothing) {
  const std::vector<std::string> names{"status", "vu", "ip", "stage", "no_such_tag", ""};
  EXPECT_EQ(names_of(SystemTags::named(names)),
            (std::vector<std::string>{"status", "ip", "vu", "stage"}));
  EXPECT_EQ(SystemTags::named(names),
            (SystemTags{SystemTag::status, SystemTag::ip, SystemTag::vu, SystemTag::stage}));
  EXPECT_TRUE(names_of(SystemTags::named({})).empty());
}

}  // namespace
}  // namespace headroom::k6
