// Which endpoint answers, and to which method. What it answers: in answers/.
#include "target/endpoints.h"

#include <gtest/gtest.h>

#include "target/answers/answers_fake.h"
#include "target/endpoint_table.h"

namespace headroom::target {
namespace {

TEST(Endpoints, AreFoundByTheirPath) {
  const struct {
    const char* target;
    int status;
    const char* why;
  } rows[] = {
      {"/", 200, "the front page"},
      {"", 200, "as good as /"},
      {"/get", 200, "a plain path"},
      {"/get?a=1", 200, "a query is no part of it"},
      {"/get/", 404, "a path has no slash at its end"},
      {"/get/x", 404, "nor anything below"},
      {"/GET", 404, "case matters"},
      {"/anything", 200, "the rest may be left out"},
      {"/anything/", 200, "or be empty"},
      {"/anything/a/b/c", 200, "or be whatever"},
      {"/anythings", 404, "but not this"},
      {"/delay/0", 200, "a place that the client chooses"},
      {"/delay/", 404, "which must not be empty"},
      {"/delay", 404, "nor left out"},
      {"/digest-auth/auth/u/p", 401, "optional places left out"},
      {"/digest-auth/auth/u/p/MD5", 401, "one of them"},
      {"/digest-auth/auth/u/p/MD5/3", 401, "both"},
      {"/digest-auth/auth/u/p/MD5/3/x", 404, "one too many"},
      {"/digest-auth/auth/u", 404, "too few"},
      {"/cookies/set/a/1", 302, "the longer of two patterns"},
      {"/cookies/set", 302, "and the shorter"},
      {"/cookies/nothing", 404, "a section without that page"},
      {"/nothing", 404, "nothing"},
      {"//", 404, "nothing either"},
      {"//get", 404, "not /get"},
      {"*", 404, "no path at all"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(get(row.target).status, row.status) << row.target << ": " << row.why;
  }
}

TEST(Endpoints, ThatAreMissedSayHowTheyAreWritten) {
  EXPECT_EQ(get("/nothing").body, "nothing here: / lists what there is\n");
  EXPECT_EQ(get("/delay").body, "write /delay/SECONDS: / lists what there is\n");
}

TEST(Endpoints, TakeTheirMethods) {
  const struct {
    const char* method;
    const char* target;
    int status;
  } rows[] = {
      {"GET", "/get", 200},
      {"HEAD", "/get", 200},
      {"POST", "/get", 405},
      {"POST", "/post", 200},
      {"GET", "/post", 405},
      {"HEAD", "/post", 405},
      {"PUT", "/put", 200},
      {"PATCH", "/patch", 200},
      {"DELETE", "/delete", 200},
      {"LOCK", "/anything/x", 200},
      {"POST", "/work", 200},
      {"DELETE", "/delay/0", 200},
      {"PATCH", "/status/200", 200},
      {"POST", "/json", 405},
      {"POST", "/response-headers", 200},
      {"PUT", "/response-headers", 405},
      {"", "/get", 405},
      {"GET POST", "/get", 405},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(answer_to({.method = row.method, .target = row.target}).status, row.status)
        << row.method << " " << row.target;
  }
}

TEST(Endpoints, RefuseOtherMethodsWithThoseTheyTake) {
  const Answer answer = post("/response-headers/x", "");
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(field_of(post("/get", ""), "Allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(field_of(get("/post"), "Allow"), "POST, OPTIONS");
  EXPECT_EQ(field_of(answer_to({.method = "PUT", .target = "/response-headers"}), "Allow"),
            "GET, HEAD, POST, OPTIONS");
}

TEST(Endpoints, AnswerOptionsWithoutABody) {
  const Answer answer = answer_to({.method = "OPTIONS", .target = "/post"});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "");
  EXPECT_EQ(field_of(answer, "Allow"), "POST, OPTIONS");
}

TEST(Endpoints, AllowPagesOfOtherSites) {
  const Headers headers{{"Origin", "https://a.example"},
                        {"Access-Control-Request-Headers", "X-A, X-B"}};

  EXPECT_TRUE(is_usual_origin({.method = "GET"}));
  EXPECT_FALSE(is_usual_origin({.method = "GET", .headers = headers}));
  EXPECT_EQ(cross_origin_lines({.method = "GET"}), usual_cross_origin_lines);
  EXPECT_EQ(cross_origin_lines({.method = "OPTIONS", .headers = headers}),
            "Access-Control-Allow-Origin: https://a.example\r\n"
            "Access-Control-Allow-Credentials: true\r\n"
            "Access-Control-Allow-Methods: GET, POST, PUT, DELETE, PATCH, OPTIONS\r\n"
            "Access-Control-Max-Age: 3600\r\n"
            "Access-Control-Allow-Headers: X-A, X-B\r\n");
}

TEST(Endpoints, LeaveWorkToTheQueueAndFaultsToTheServer) {
  EXPECT_TRUE(get("/work").is_work);
  EXPECT_FALSE(get("/json").is_work);
  EXPECT_NE(get("/fault").body.find("/fault/short-body\n"), std::string::npos);
  EXPECT_EQ(get("/fault/unheard-of").status, 404);
  EXPECT_EQ(fault_of("/fault/drip"), "drip");
  EXPECT_EQ(fault_of("/fault/drip?x=1"), "drip");
  EXPECT_EQ(fault_of("/fault"), "");
  EXPECT_EQ(fault_of("/get"), "");
}

TEST(Endpoints, AnswerAsTheirTableSays) {
  EXPECT_GE(endpoints().size(), 55U);
  for (const Endpoint& endpoint : endpoints()) {
    if (fault_of(endpoint.example).empty()) {
      const std::string_view method =
          endpoint.methods.empty() ? "GET" : endpoint.methods.substr(0, endpoint.methods.find(' '));
      const Answer answer = answer_to({.method = method, .target = endpoint.example});
      EXPECT_EQ(answer.status, endpoint.example_status) << endpoint.example;
    }
  }
}

}  // namespace
}  // namespace headroom::target
