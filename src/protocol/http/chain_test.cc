#include "protocol/http/chain.h"

#include <map>

#include <gtest/gtest.h>

#include "protocol/http/connector_fake.h"

namespace headroom::protocol::http {
namespace {

// A peer that answers each request by its first line, and keeps what it was sent.
struct Site {
  std::map<std::string, std::string> answers;  // by "GET /path"
  std::vector<std::string> heads;

  Peer peer() {
    return [this](net::Transport& stream) {
      for (std::string head = read_head(stream); !head.empty(); head = read_head(stream)) {
        heads.push_back(head);
        const std::string line = head.substr(0, head.find(" HTTP/"));
        const auto found = answers.find(line);
        write_all(stream, found != answers.end() ? found->second : not_found);
      }
    };
  }

  static constexpr const char* not_found = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
};

std::string redirect(int status, const std::string& location, const std::string& fields = "") {
  return "HTTP/1.1 " + std::to_string(status) + " Moved\r\nLocation: " + location + "\r\n" +
         fields + "Content-Length: 0\r\n\r\n";
}

std::string answer(const std::string& body, const std::string& fields = "") {
  return "HTTP/1.1 200 OK\r\n" + fields + "Content-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

struct ChainRun {
  Outcome<void> outcome;
  Response response;
  std::vector<std::string> steps;  // "GET http://peer/ 302", with "!" when it failed
  std::string url;
  bool has_given_up = false;
};

ChainRun run_chain(Site& site, ChainRequest request, ChainOptions options = {}) {
  SessionFixture fixture(site.peer());
  BodyDecoder decoder;
  ChainRun run;
  fixture.run([&] {
    Chain chain(fixture.session, decoder, request, options, [&](const ChainStep& step) {
      run.steps.push_back(std::string(step.method) + " " + step.url.text() + " " +
                          std::to_string(step.response.status()) +
                          (step.failure != nullptr ? "!" : "") +
                          (step.asks_for_challenge ? "?" : ""));
    });
    run.outcome = chain.run(run.response);
    run.url = chain.url().text();
    run.has_given_up = chain.has_given_up();
  });
  return run;
}

ChainRequest get(const std::string& url) {
  return {.method = "GET", .url = Url::parse(url).value()};
}

std::string field_of(const std::string& head, const std::string& name) {
  const std::size_t at = head.find("\r\n" + name + ": ");
  if (at == std::string::npos) {
    return "(none)";
  }
  const std::size_t start = at + name.size() + 4;
  return head.substr(start, head.find("\r\n", start) - start);
}

TEST(Chain, FollowsRedirectsAndTellsEachHop) {
  Site site{.answers = {{"GET /a", redirect(302, "/b")},
                        {"GET /b", redirect(301, "http://peer/c?d")},
                        {"GET /c?d", answer("end")}}};

  const ChainRun run = run_chain(site, get("http://peer/a"));

  ASSERT_TRUE(run.outcome);
  EXPECT_EQ(run.response.body(), "end");
  EXPECT_EQ(run.url, "http://peer/c?d");
  EXPECT_EQ(run.steps, (std::vector<std::string>{"GET http://peer/a 302", "GET http://peer/b 301",
                                                 "GET http://peer/c?d 200"}));
  EXPECT_EQ(field_of(site.heads[1], "Referer"), "http://peer/a");
}

TEST(Chain, EndsWithTheLastRedirectWhenThereAreTooMany) {
  Site site{.answers = {{"GET /loop", redirect(302, "/loop")}}};

  const ChainRun run = run_chain(site, get("http://peer/loop"), {.redirects_max = 3});

  ASSERT_TRUE(run.outcome);
  EXPECT_EQ(run.response.status(), 302);
  EXPECT_EQ(run.steps.size(), 4U);
  EXPECT_TRUE(run.has_given_up);
}

TEST(Chain, FollowsNoneWhenNoneIsAllowed) {
  Site site{.answers = {{"GET /a", redirect(302, "/b")}}};

  EXPECT_EQ(run_chain(site, get("http://peer/a"), {.redirects_max = 0}).response.status(), 302);
  EXPECT_EQ(site.heads.size(), 1U);
}

TEST(Chain, FailsOnALocationThatIsNone) {
  Site site{.answers = {{"GET /a", redirect(302, "http://[bad")}}};

  const ChainRun run = run_chain(site, get("http://peer/a"));

  ASSERT_FALSE(run.outcome);
  EXPECT_EQ(text_of(run.outcome.error()),
            "failed to parse Location header \"http://[bad\": parse \"http://[bad\": missing ']' "
            "in host");
  EXPECT_EQ(run.steps, (std::vector<std::string>{"GET http://peer/a 302!"}));
  EXPECT_TRUE(run.response.has_no_body());
}

TEST(Chain, SendsABodyAgainOnlyWhereTheMethodStays) {
  struct Row {
    int status;
    const char* line;
    const char* length;
  };
  for (const Row& row : {Row{303, "GET /b", "(none)"}, Row{307, "POST /b", "4"}}) {
    Site site{.answers = {{"POST /a", redirect(row.status, "/b")}, {row.line, answer("ok")}}};
    const std::string_view pieces[] = {"bo", "dy"};
    ChainRequest request{.method = "POST",
                         .url = Url::parse("http://peer/a").value(),
                         .body = pieces,
                         .has_body = true};
    // The peer reads heads only: the body of the first request stands before the second head.
    const ChainRun run = run_chain(site, request);

    EXPECT_EQ(site.heads.size(), 2U) << row.status;
    EXPECT_EQ(field_of(site.heads[1], "Content-Length"), row.length) << row.status;
  }
}

TEST(Chain, KeepsCookiesAndSendsThemFromTheNextHopOn) {
  Site site{.answers = {{"GET /a", redirect(302, "/b", "Set-Cookie: s=1; Path=/\r\n")},
                        {"GET /b", answer("", "Set-Cookie: t=2\r\n")}}};
  CookieJar jar;
  ChainRequest request = get("http://peer/a");
  request.jar = &jar;
  request.cookies = {{.name = "own", .value = "x"}};

  run_chain(site, request);
  run_chain(site, request);

  EXPECT_EQ(field_of(site.heads[0], "Cookie"), "own=x");
  EXPECT_EQ(field_of(site.heads[1], "Cookie"), "own=x; s=1");
  EXPECT_EQ(field_of(site.heads[2], "Cookie"), "own=x; s=1; t=2");
}

TEST(Chain, AGivenCookieMayReplaceTheJars) {
  Site site{.answers = {{"GET /a", answer("")}}};
  CookieJar jar;
  jar.store(Url::parse("http://peer/").value(), {.name = "s", .value = "old"}, {});
  ChainRequest request = get("http://peer/a");
  request.jar = &jar;
  request.cookies = {{.name = "s", .value = "new", .replaces = true}};

  run_chain(site, request);

  EXPECT_EQ(field_of(site.heads[0], "Cookie"), "s=new");
}

TEST(Chain, AuthenticatesByTheUserInTheUrl) {
  Site site{.answers = {{"GET /a", answer("")}}};

  run_chain(site, get("http://user:pass@peer/a"));
  ChainRequest own = get("http://user:pass@peer/a");
  own.headers = {{"Authorization", "Bearer x"}};
  run_chain(site, own);

  EXPECT_EQ(field_of(site.heads[0], "Authorization"), "Basic dXNlcjpwYXNz");
  EXPECT_EQ(field_of(site.heads[1], "Authorization"), "Bearer x");
}

TEST(Chain, AnswersADigestChallengeInASecondRound) {
  int count = 0;
  std::vector<std::string> heads;
  SessionFixture fixture([&](net::Transport& stream) {
    for (std::string head = read_head(stream); !head.empty(); head = read_head(stream)) {
      heads.push_back(head);
      write_all(stream, ++count == 1 ? "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest "
                                       "realm=\"r\", nonce=\"n\", qop=\"auth\"\r\n"
                                       "Content-Length: 0\r\n\r\n"
                                     : answer("in"));
    }
  });
  BodyDecoder decoder;
  ChainRequest request = get("http://user:pass@peer/a");
  request.authentication = Authentication::digest;
  const ChainOptions options;
  Response response;
  std::vector<bool> asks;
  fixture.run([&] {
    Chain chain(fixture.session, decoder, request, options,
                [&](const ChainStep& step) { asks.push_back(step.asks_for_challenge); });
    ASSERT_TRUE(chain.run(response));
  });

  EXPECT_EQ(response.body(), "in");
  EXPECT_EQ(asks, (std::vector<bool>{true, false}));
  EXPECT_EQ(field_of(heads[0], "Authorization"), "(none)");
  EXPECT_TRUE(field_of(heads[1], "Authorization").starts_with("Digest username=\"user\""));
}

TEST(Chain, DecodesTheLastAnswersBody) {
  const std::string coded = encode_body("gzip", "plain text")->bytes;
  Site site{.answers = {{"GET /a", answer(coded, "Content-Encoding: gzip\r\n")},
                        {"GET /cut", answer(coded.substr(0, 6), "Content-Encoding: gzip\r\n")}}};

  EXPECT_EQ(run_chain(site, get("http://peer/a")).response.body(), "plain text");
  EXPECT_EQ(run_chain(site, get("http://peer/a"), {.keeps_body = false}).response.body(), "");
  const ChainRun cut = run_chain(site, get("http://peer/cut"));
  ASSERT_FALSE(cut.outcome);
  EXPECT_EQ(text_of(cut.outcome.error()), "error decompressing response body (unexpected EOF)");
  EXPECT_TRUE(cut.response.has_no_body());
}

TEST(Chain, WaitingToBeLetGoDoesNotCountAgainstTheDeadline) {
  Site site{.answers = {{"GET /a", redirect(302, "/b")}, {"GET /b", answer("late")}}};
  SessionFixture fixture(site.peer());
  BodyDecoder decoder;
  const ChainRequest request = get("http://peer/a");
  Response response;
  Outcome<void> outcome;
  fixture.run([&] {
    const ChainOptions options{
        .deadline = fixture.reactor->now() + kit::Duration::seconds(1), .before_exchange = [&] {
          return fixture.reactor->sleep(kit::Duration::seconds(10)) == fiber::Wake::ready;
        }};
    Chain chain(fixture.session, decoder, request, options, [](const ChainStep&) {});
    outcome = chain.run(response);
  });

  ASSERT_TRUE(outcome) << text_of(outcome.error());
  EXPECT_EQ(response.body(), "late");
}

TEST(Chain, SendsNothingOnceItsWaitIsCancelled) {
  Site site{.answers = {{"GET /a", redirect(302, "/b")}, {"GET /b", answer("unseen")}}};
  int asked = 0;

  const ChainRun run =
      run_chain(site, get("http://peer/a"), {.before_exchange = [&asked] { return ++asked < 2; }});

  ASSERT_FALSE(run.outcome);
  EXPECT_EQ(run.outcome.error().kind, FailureKind::cancelled);
  EXPECT_EQ(site.heads.size(), 1U);
}

TEST(Chain, LimitsWhatABodyMayExpandTo) {
  const std::string coded = encode_body("gzip", std::string(1'000'000, 'x'))->bytes;
  Site site{.answers = {{"GET /a", answer(coded, "Content-Encoding: gzip\r\n")}}};

  EXPECT_FALSE(run_chain(site, get("http://peer/a"), {.body_bytes_max = 100'000}).outcome);
}

}  // namespace
}  // namespace headroom::protocol::http
