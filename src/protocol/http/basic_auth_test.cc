#include "protocol/http/basic_auth.h"

#include <gtest/gtest.h>

namespace headroom::protocol::http {
namespace {

TEST(BasicAuth, EncodesUserAndPassword) {
  EXPECT_EQ(basic_authorization("Aladdin", "open sesame"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  EXPECT_EQ(basic_authorization("test", "123\xC2\xA3"), "Basic dGVzdDoxMjPCow==");
  EXPECT_EQ(basic_authorization("user", ""), "Basic dXNlcjo=");
  EXPECT_EQ(basic_authorization("", ""), "Basic Og==");
}

}  // namespace
}  // namespace headroom::protocol::http
