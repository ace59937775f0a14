#include "conduct/machine.h"

#include <gtest/gtest.h>

namespace headroom::conduct {
namespace {

TEST(PortCount, IsThatOfTheKernelsRange) {
  EXPECT_EQ(parse_port_count("32768\t60999"), 28'232U);
  EXPECT_EQ(parse_port_count("1024 65535"), 64'512U);
  EXPECT_EQ(parse_port_count("5 4"), 0U);
  EXPECT_EQ(parse_port_count("5"), 0U);
  EXPECT_EQ(parse_port_count("5 "), 0U);
  EXPECT_EQ(parse_port_count(""), 0U);
  EXPECT_EQ(parse_port_count("a b"), 0U);
}

TEST(PortWarning, NamesTheRemedyOnlyWhenThereAreTooFew) {
  EXPECT_EQ(port_warning(10), "");
  EXPECT_NE(port_warning(1'000'000).find("ip_local_port_range"), std::string::npos);
}

}  // namespace
}  // namespace headroom::conduct
