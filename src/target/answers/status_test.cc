#include "target/answers/status.h"

#include <map>

#include <gtest/gtest.h>

#include "target/answers/answers_fake.h"

namespace headroom::target {
namespace {

TEST(Status, IsTheOneAskedFor) {
  for (const int status : {200, 204, 299, 304, 404, 503, 599}) {
    const Answer answer = get("/status/" + std::to_string(status));
    EXPECT_EQ(answer.status, status);
    EXPECT_EQ(answer.body, "") << status;
  }
}

TEST(Status, HasWhatBelongsToIt) {
  for (const char* target :
       {"/status/301", "/status/302", "/status/303", "/status/305", "/status/307", "/status/308"}) {
    EXPECT_EQ(field_of(get(target), "Location"), "/redirect/1") << target;
  }
  EXPECT_EQ(get("/status/300").headers.size(), 0U);
  EXPECT_EQ(field_of(get("/status/401"), "WWW-Authenticate"), "Basic realm=\"Fake Realm\"");
  EXPECT_EQ(field_of(get("/status/407"), "Proxy-Authenticate"), "Basic realm=\"Fake Realm\"");
  EXPECT_NE(get("/status/402").body, "");
  EXPECT_NE(get("/status/406").body.find("image/webp"), std::string::npos);
  EXPECT_NE(get("/status/418").body.find("short and stout"), std::string::npos);
}

TEST(Status, IsRefusedWhenItIsNone) {
  for (const char* target :
       {"/status/100", "/status/600", "/status/abc", "/status/200,", "/status/,200",
        "/status/200:", "/status/200:x", "/status/200:-1", "/status/200:0", "/status/200:1:1",
        "/status/200:inf", "/status/99999999999999999999"}) {
    EXPECT_EQ(get(target).status, 400) << target;
  }
}

TEST(Status, OfSeveralIsDrawnByWeight) {
  std::map<int, int> counts;
  constexpr int draws = 10'000;
  for (std::uint64_t seed = 0; seed < draws; ++seed) {
    ++counts[answer_to({.target = "/status/200:3,503,404:0", .seed = seed}).status];
  }
  EXPECT_EQ(counts.size(), 2U);
  EXPECT_NEAR(counts[200], draws * 0.75, 200);
  EXPECT_NEAR(counts[503], draws * 0.25, 200);
}

TEST(Status, IsTheSameForTheSameSeed) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Question question{.target = "/status/200,201,202,203", .seed = seed};
    EXPECT_EQ(answer_to(question).status, answer_to(question).status);
  }
}

}  // namespace
}  // namespace headroom::target
