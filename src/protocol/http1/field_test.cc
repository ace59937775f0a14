#include "protocol/http1/field.h"

#include <gtest/gtest.h>

namespace headroom::protocol::http1 {
namespace {

TEST(Field, IsReadWithBothSidesTrimmed) {
  const Field field = field_of_line(" Content-Type:\ttext/plain  \r");

  EXPECT_EQ(field.name, "Content-Type");
  EXPECT_EQ(field.value, "text/plain");
}

TEST(Fields, AreVisitedInOrderWithoutNamelessOnes) {
  std::string seen;
  for (const Field& field : Fields("A: 1\r\n: nameless\r\nb:2\n\r\n")) {
    seen.append(field.name).append("=").append(field.value).append(";");
  }

  EXPECT_EQ(seen, "A=1;b=2;");
}

TEST(Fields, AreFoundInAnyCase) {
  const Fields fields("Content-Type: a\r\ncontent-type: b\r\n");

  EXPECT_EQ(fields.find("CONTENT-TYPE"), "a");
  EXPECT_FALSE(fields.find("Content"));
}

TEST(Tokens, AreElementsOfACommaSeparatedValue) {
  EXPECT_TRUE(contains_token("Keep-Alive, Close", "close"));
  EXPECT_FALSE(contains_token("closed", "close"));
  EXPECT_FALSE(contains_token("", "close"));
}

TEST(CanonicalName, CapitalisesEachWord) {
  EXPECT_EQ(canonical_name("x-REQUEST-id"), "X-Request-Id");
  EXPECT_EQ(canonical_name("not a token"), "not a token");
}

}  // namespace
}  // namespace headroom::protocol::http1
