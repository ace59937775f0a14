#include "target/endpoints.h"

#include <gtest/gtest.h>

#include "target/fault.h"

namespace headroom::target {
namespace {

using kit::Duration;
using Headers = std::vector<std::pair<std::string_view, std::string_view>>;

Answer get(std::string_view target) {
  return answer_to({.target = target, .origin = "127.0.0.1"});
}

TEST(Endpoints, GetEchoesArgumentsAndHeaders) {
  const Headers headers{{"Host", "127.0.0.1:8080"}, {"X-Twice", "1"}, {"X-Twice", "2"}};

  const Answer answer = answer_to(
      {.target = "/get?b=2&a=x%20%22y%22&b=3&flag", .headers = headers, .origin = "127.0.0.1"});

  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.content_type, "application/json");
  EXPECT_EQ(answer.body, R"({"args":{"a":"x \"y\"","b":["2","3"],"flag":""},)"
                         R"("headers":{"Host":"127.0.0.1:8080","X-Twice":["1","2"]},)"
                         R"("method":"GET","origin":"127.0.0.1",)"
                         R"("url":"http://127.0.0.1:8080/get?b=2&a=x%20%22y%22&b=3&flag"})"
                         "\n");
}

TEST(Endpoints, PostEchoesItsBodyAsDataOrForm) {
  const Answer text = answer_to({.method = "POST", .target = "/post", .body = "{\"a\":1}"});
  EXPECT_NE(text.body.find(R"("data":"{\"a\":1}","form":{})"), text.body.npos) << text.body;

  const Headers form{{"content-type", "application/x-www-form-urlencoded"}};
  const Answer fields =
      answer_to({.method = "POST", .target = "/post", .headers = form, .body = "a=1&b=%C3%A9"});
  EXPECT_NE(fields.body.find(R"("data":"","form":{"a":"1","b":"é"})"), fields.body.npos)
      << fields.body;
}

TEST(Endpoints, AnEchoOfAnotherMethodIsRefused) {
  const Answer answer = answer_to({.method = "GET", .target = "/post"});
  EXPECT_EQ(answer.status, 405);
  ASSERT_EQ(answer.headers.size(), 1U);
  EXPECT_EQ(answer.headers.front().second, "POST");
  EXPECT_EQ(answer_to({.method = "HEAD", .target = "/get"}).status, 200);
  EXPECT_EQ(answer_to({.method = "LOCK", .target = "/anything/x"}).status, 200);
}

TEST(Endpoints, DelaysTakeFractionsAndHaveALimit) {
  EXPECT_EQ(get("/delay/0.25").delay, Duration::milliseconds(250));
  EXPECT_EQ(get("/delay/2?x=1").delay, Duration::seconds(2));
  EXPECT_EQ(get("/delay/1e9").delay, delay_max);
  for (const char* target : {"/delay/", "/delay/-1", "/delay/abc", "/delay/nan", "/delay/inf"}) {
    EXPECT_EQ(get(target).status, 400) << target;
  }
}

TEST(Endpoints, StatusAnswersWithThatStatus) {
  EXPECT_EQ(get("/status/204").status, 204);
  EXPECT_EQ(get("/status/503").status, 503);
  EXPECT_EQ(get("/status/503").body, "");
  EXPECT_EQ(get("/status/302").headers.front().first, "Location");
  for (const char* target : {"/status/", "/status/100", "/status/600", "/status/abc"}) {
    EXPECT_EQ(get(target).status, 400) << target;
  }
}

TEST(Endpoints, BytesAreLimited) {
  EXPECT_EQ(get("/bytes/0").noise_bytes, 0U);
  EXPECT_EQ(get("/bytes/1000").noise_bytes, 1000U);
  EXPECT_EQ(get("/bytes/100000000").noise_bytes, body_bytes_max);
  for (const char* target :
       {"/bytes/100000001", "/bytes/-1", "/bytes/99999999999999999999", "/bytes/"}) {
    EXPECT_EQ(get(target).status, 400) << target;
  }
}

TEST(Endpoints, WorkIsLeftToTheQueue) {
  EXPECT_TRUE(get("/work").is_work);
  EXPECT_FALSE(get("/json").is_work);
}

TEST(Endpoints, PagesSayWhatThereIs) {
  EXPECT_NE(get("/").body.find("/work"), std::string::npos);
  EXPECT_TRUE(get("/json").body.starts_with("{\"status\":\"ok\""));
  EXPECT_NE(get("/fault").body.find("/fault/short-body\n"), std::string::npos);
  EXPECT_EQ(get("/nothing").status, 404);
  EXPECT_EQ(get("/fault/unheard-of").status, 404);
}

TEST(Endpoints, FaultsAreNamedInThePath) {
  EXPECT_EQ(fault_of("/fault/drip"), "drip");
  EXPECT_EQ(fault_of("/fault/drip?x=1"), "drip");
  EXPECT_EQ(fault_of("/fault"), "");
  EXPECT_EQ(fault_of("/get"), "");
}

}  // namespace
}  // namespace headroom::target
