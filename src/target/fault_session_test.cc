// What our own client makes of each fault: the status and error that scripts
// rely on, without the decoding and redirects that are left to their language.
#include <gtest/gtest.h>

#include "protocol/http/connector_fake.h"
#include "target/fault.h"

namespace headroom::target {
namespace {

using protocol::http::Outcome;
using protocol::http::Response;
using protocol::http::SessionFixture;

TEST(FaultThroughASession, GivesTheStatusErrorAndBodyOfK6) {
  const struct {
    const char* name;
    int status;
    const char* error;
    const char* body;
  } rows[] = {
      {"reset-before", 0, "read: connection reset by peer", ""},
      {"close-before", 0, "EOF", ""},
      {"reset-mid-body", 0, "read: connection reset by peer", "abc"},
      {"short-body", 0, "unexpected EOF", "abc"},
      {"long-body", 200, "", "abc"},
      {"bad-length", 0, "bad Content-Length \"abc\"", ""},
      {"two-lengths", 0,
       "http: message cannot contain multiple Content-Length headers; got [\"3\" \"4\"]", ""},
      {"bad-chunk", 0, "invalid byte in chunk length", ""},
      {"short-chunk", 0, "unexpected EOF", "ab"},
      {"garbage", 0, "malformed HTTP status code \"garbage\"", ""},
      {"bad-status", 0, "malformed HTTP status code \"abc\"", ""},
      {"bad-version", 200, "", ""},
      {"no-colon", 0, "malformed MIME header: missing colon: \"NoColonHere\"", ""},
      {"endless-headers", 0, "unexpected EOF", ""},
      {"half-header", 0, "malformed MIME header: missing colon: \"Content-Le\"", ""},
      {"stall", 0, "request timeout", ""},
      {"stall-mid-body", 0, "request timeout", "abc"},
      {"drip", 200, "", "hello"},
      {"unknown-encoding", 200, "", "hello"},
      {"http10", 200, "", "until close"},
      {"continue", 200, "", "ok"},
      {"early-hints", 200, "", "ok"},
      {"loop", 302, "", ""},
      {"bad-location", 302, "", ""},
      {"no-location", 302, "", ""},
      {"lf-only", 200, "", "ok"},
      {"204-body", 204, "", ""},
      {"404", 404, "", ""},
      {"500", 500, "", ""},
      {"dup-headers", 200, "", ""},
  };
  for (const auto& row : rows) {
    SessionFixture fixture([&row](net::Transport& peer) {
      protocol::http::read_head(peer);
      play_fault(*fault_named(row.name), peer);
    });
    Response response;
    Outcome<void> outcome;

    fixture.run([&] {
      const kit::Instant deadline = fixture.clock.now() + kit::Duration::seconds(2);
      outcome = fixture.session.exchange(protocol::http::prepared("GET", "http://peer/"),
                                         {.deadline = deadline}, response);
    });

    EXPECT_EQ(outcome ? "" : text_of(outcome.error()), row.error) << row.name;
    EXPECT_EQ(outcome ? response.status() : 0, row.status) << row.name;
    EXPECT_EQ(response.body(), row.body) << row.name;
  }
}

}  // namespace
}  // namespace headroom::target
