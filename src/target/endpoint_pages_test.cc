#include "target/endpoint_pages.h"

#include <cstdlib>

#include <gtest/gtest.h>

#include "kit/file.h"
#include "target/endpoint_table.h"

namespace headroom::target {
namespace {

// Written anew when UPDATE_GOLDEN is set, to be reviewed as a diff.
TEST(EndpointPages, TheDocumentationHasTheTable) {
  const std::string here = __FILE__;
  const std::string path =
      here.substr(0, here.rfind("src/target/")) + "docs/commands/target-endpoints.md";
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    ASSERT_TRUE(kit::write_file(path, endpoints_markdown())) << path;
    return;
  }
  const auto written = kit::read_file(path);
  ASSERT_TRUE(written) << written.error().text();
  EXPECT_EQ(endpoints_markdown(), *written) << "differs from " << path;
}

TEST(EndpointPages, TheFrontPageHasEveryEndpoint) {
  const std::string page = endpoints_html();
  for (const Endpoint& endpoint : endpoints()) {
    EXPECT_NE(page.find("<code>" + std::string(endpoint.pattern) + "</code>"), page.npos)
        << endpoint.pattern;
  }
  EXPECT_NE(page.find("href=\"/drip?duration=0.02&amp;numbytes=4\""), page.npos);
}

}  // namespace
}  // namespace headroom::target
