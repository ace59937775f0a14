#include "target/answers/echo.h"

#include <gtest/gtest.h>

#include "target/answers/answers_fake.h"
#include "target/limits.h"

namespace headroom::target {
namespace {

using kit::Duration;

TEST(Echo, GetHasArgumentsHeadersOriginAndUrl) {
  const Headers headers{{"host", "127.0.0.1:8080"}, {"X-Twice", "1"}, {"x-twice", "2"}};

  const Answer answer = get("/get?b=2&a=x%20%22y%22&b=3&flag", headers);

  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.content_type, "application/json");
  EXPECT_EQ(answer.body, R"({"args":{"a":"x \"y\"","b":["2","3"],"flag":""},)"
                         R"("headers":{"Host":"127.0.0.1:8080","X-Twice":"1,2"},)"
                         R"("origin":"127.0.0.1",)"
                         R"("url":"http://127.0.0.1:8080/get?b=2&a=x%20%22y%22&b=3&flag"})"
                         "\n");
}

TEST(Echo, BodiesAreDataFormFilesOrJson) {
  const Headers form{{"content-type", "application/x-www-form-urlencoded"}};
  const Headers parts{{"Content-Type", "multipart/form-data; boundary=B"}};
  const struct {
    Headers headers;
    std::string_view body;
    const char* members;
    const char* json;
    const char* why;
  } rows[] = {
      {{}, "", R"("data":"","files":{},"form":{},)", "null", "nothing"},
      {{}, "hi", R"("data":"hi","files":{},"form":{},)", "null", "text"},
      {{}, "{\"a\":1}", R"("data":"{\"a\":1}","files":{},"form":{},)", "{\"a\":1}", "JSON"},
      {{}, " [1e400] ", R"("data":" [1e400] ","files":{},"form":{},)", "null", "what is no JSON"},
      {{},
       "12345678901234567890",
       R"("data":"12345678901234567890","files":{},"form":{},)",
       "12345678901234567890",
       "a number that no double holds"},
      {{},
       "\xff\x01",
       R"("data":"data:application/octet-stream;base64,/wE=","files":{},"form":{},)",
       "null",
       "bytes"},
      {form, "b=%C3%A9&a=1&a=2", R"("data":"","files":{},"form":{"a":["1","2"],"b":"é"},)", "null",
       "a form"},
      {parts,
       "--B\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n"
       "--B\r\nContent-Disposition: form-data; name=t; filename=t\r\n\r\ntext\r\n"
       "--B\r\nContent-Disposition: form-data; name=p; filename=p\r\nContent-Type: "
       "image/png\r\n\r\n"
       "\xff\r\n--B--",
       R"("data":"","files":{"p":"data:image/png;base64,/w==","t":"text"},"form":{"a":"1"},)",
       "null", "parts"},
  };
  for (const auto& row : rows) {
    const Answer answer = post("/post", row.body, row.headers);
    EXPECT_TRUE(answer.body.starts_with("{\"args\":{}," + std::string(row.members) + "\"headers\""))
        << row.why << ": " << answer.body;
    EXPECT_NE(answer.body.find("},\"json\":" + std::string(row.json) + ",\"origin\""),
              std::string::npos)
        << row.why << ": " << answer.body;
  }
}

TEST(Echo, JsonThatIsDeepOrLongIsNotTaken) {
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  EXPECT_NE(post("/post", deep).body.find("\"json\":null"), std::string::npos);
  const std::string wide = "[" + std::string(2'000'000, ' ') + "]";
  EXPECT_NE(post("/post", wide).body.find("\"json\":null"), std::string::npos);
}

TEST(Echo, AnythingHasTheMethodToo) {
  const Answer answer = answer_to({.method = "LOCK", .target = "/anything/x"});
  EXPECT_EQ(answer.body, R"({"args":{},"data":"","files":{},"form":{},"headers":{},"json":null,)"
                         R"("method":"LOCK","origin":"","url":"http:///anything/x"})"
                         "\n");
}

TEST(Echo, DelaysTakeFractionsAndHaveALimit) {
  EXPECT_EQ(get("/delay/0.25").delay, Duration::milliseconds(250));
  EXPECT_EQ(get("/delay/2?x=1").delay, Duration::seconds(2));
  EXPECT_EQ(get("/delay/1e9").delay, delay_max);
  EXPECT_EQ(get("/delay/0").body,
            R"({"args":{},"data":"","files":{},"form":{},"headers":{},"origin":"127.0.0.1",)"
            R"("url":"http:///delay/0"})"
            "\n");
  for (const char* target : {"/delay/-1", "/delay/abc", "/delay/nan", "/delay/inf"}) {
    EXPECT_EQ(get(target).status, 400) << target;
  }
}

TEST(Echo, PartsOfTheRequestAloneAreAsHttpbinNamesThem) {
  const Headers headers{{"User-Agent", "x/1"}};
  EXPECT_EQ(get("/headers", headers).body, "{\"headers\":{\"User-Agent\":\"x/1\"}}\n");
  EXPECT_EQ(get("/user-agent", headers).body, "{\"user-agent\":\"x/1\"}\n");
  EXPECT_EQ(get("/user-agent").body, "{\"user-agent\":null}\n");
  EXPECT_EQ(get("/ip").body, "{\"origin\":\"127.0.0.1\"}\n");
}

TEST(Echo, StreamsHaveALineForEachNumber) {
  const Answer answer = get("/stream/2");
  ASSERT_TRUE(answer.stream);
  EXPECT_FALSE(answer.stream->length);
  EXPECT_EQ(body_of(answer),
            R"({"args":{},"headers":{},"origin":"127.0.0.1","url":"http:///stream/2","id":0})"
            "\n"
            R"({"args":{},"headers":{},"origin":"127.0.0.1","url":"http:///stream/2","id":1})"
            "\n");
  EXPECT_EQ(get("/stream/1000000").stream->piece_count, 100U);
  EXPECT_EQ(get("/stream/x").status, 404);
}

}  // namespace
}  // namespace headroom::target
