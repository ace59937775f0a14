#include "target/answers/redirects.h"

#include <gtest/gtest.h>

#include "target/answers/answers_fake.h"

namespace headroom::target {
namespace {

TEST(Redirects, LeadToGetStepByStep) {
  const Headers headers{{"Host", "h:1"}};
  const struct {
    const char* target;
    const char* location;
  } rows[] = {
      {"/redirect/1", "/get"},
      {"/redirect/3", "/relative-redirect/2"},
      {"/redirect/1?absolute=true", "http://h:1/get"},
      {"/redirect/3?Absolute=TRUE", "http://h:1/absolute-redirect/2"},
      {"/redirect/3?absolute=false", "/relative-redirect/2"},
      {"/relative-redirect/1", "/get"},
      {"/relative-redirect/2", "/relative-redirect/1"},
      {"/absolute-redirect/1", "http://h:1/get"},
      {"/absolute-redirect/2", "http://h:1/absolute-redirect/1"},
  };
  for (const auto& row : rows) {
    const Answer answer = get(row.target, headers);
    EXPECT_EQ(answer.status, 302) << row.target;
    EXPECT_EQ(field_of(answer, "Location"), row.location) << row.target;
  }
  EXPECT_EQ(get("/redirect/0").status, 400);
  EXPECT_EQ(get("/redirect/x").status, 404);
  EXPECT_EQ(get("/redirect/-1").status, 404);
}

TEST(Redirects, GoWhereTheyAreTold) {
  const Answer answer = get("/redirect-to?url=https%3A%2F%2Fa.example%2F%3Fb%3Dc&status_code=307");
  EXPECT_EQ(answer.status, 307);
  EXPECT_EQ(field_of(answer, "Location"), "https://a.example/?b=c");
  EXPECT_EQ(get("/redirect-to?url=/a&status_code=200").status, 302);
  EXPECT_EQ(get("/redirect-to?URL=").status, 302);
  EXPECT_EQ(field_of(post("/redirect-to", "url=/a&status_code=303"), "Location"), "/a");
}

TEST(Redirects, AreRefusedWhenTheyWouldBreakTheHead) {
  for (const char* target : {"/redirect-to", "/redirect-to?url=a%0d%0aX:%20y",
                             "/redirect-to?url=a%00", "/redirect-to?url=a&status_code=x"}) {
    const Answer answer = get(target);
    EXPECT_EQ(answer.status, 400) << target;
    EXPECT_TRUE(answer.headers.empty()) << target;
  }
}

}  // namespace
}  // namespace headroom::target
