// What a client sees of peers that misbehave: the rows that scripts rely on.
#include <gtest/gtest.h>

#include "kit/clock.h"
#include "net/pipe.h"
#include "protocol/http/connector_fake.h"

namespace headroom::protocol::http {
namespace {

using namespace kit::literals;

struct Row {
  std::string_view name;
  Peer peer;
  int status;              // 0: the exchange fails
  std::string_view error;  // empty: none
  std::string_view body;
  bool has_head = true;
  FailureKind kind = FailureKind::io_failed;
};

// Sends the bytes after the request and closes.
Peer sending(std::string bytes) {
  return [bytes = std::move(bytes)](net::Transport& peer) {
    read_head(peer);
    write_all(peer, bytes);
  };
}

Peer resetting_after(std::string bytes) {
  return [bytes = std::move(bytes)](net::Transport& peer) {
    read_head(peer);
    if (!bytes.empty()) {
      write_all(peer, bytes);
      // The bytes arrive before the reset.
      peer.reactor().suspend(peer.reactor().now() + 10_ms);
    }
    peer.reset_on_close();
  };
}

Peer stalling_after(std::string bytes) {
  return [bytes = std::move(bytes)](net::Transport& peer) {
    read_head(peer);
    if (!bytes.empty()) {
      write_all(peer, bytes);
    }
    read_head(peer);  // until the client gives up
  };
}

void drip(net::Transport& peer) {
  read_head(peer);
  for (const char c : std::string_view("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")) {
    write_all(peer, {&c, 1});
    peer.reactor().suspend(peer.reactor().now() + 10_ms);
  }
}

void send_endless_headers(net::Transport& peer) {
  read_head(peer);
  write_all(peer, "HTTP/1.1 200 OK\r\n");
  const std::string lines = "X-Filler: " + std::string(10'000, 'x') + "\r\n";
  for (int i = 0; i < 300; ++i) {
    write_all(peer, lines);
  }
}

std::string with_fields(std::string_view fields, std::string_view body) {
  return "HTTP/1.1 200 OK\r\n" + std::string(fields) + "\r\n" + std::string(body);
}

std::vector<Row> rows() {
  const std::string length_5 = "Content-Length: 5\r\n";
  return {
      {"reset-before", resetting_after(""), 0, "read: connection reset by peer", "", false,
       FailureKind::reset},
      {"close-before", sending(""), 0, "EOF", "", false, FailureKind::end_before_answer},
      {"reset-mid-body", resetting_after(with_fields(length_5, "abc")), 0,
       "read: connection reset by peer", "abc", true, FailureKind::reset},
      {"short-body", sending(with_fields(length_5, "abc")), 0, "unexpected EOF", "abc", true,
       FailureKind::end_inside_answer},
      {"long-body", sending(with_fields("Content-Length: 3\r\n", "abcdef")), 200, "", "abc"},
      {"bad-length", sending(with_fields("Content-Length: abc\r\n", "abc")), 0,
       "bad Content-Length \"abc\"", "", false, FailureKind::malformed},
      {"two-lengths", sending(with_fields("Content-Length: 3\r\nContent-Length: 4\r\n", "abc")), 0,
       "http: message cannot contain multiple Content-Length headers; got [\"3\" \"4\"]", "", false,
       FailureKind::malformed},
      {"bad-chunk", sending(with_fields("Transfer-Encoding: chunked\r\n", "xyz\r\nabc\r\n")), 0,
       "invalid byte in chunk length", "", true, FailureKind::malformed},
      {"short-chunk", sending(with_fields("Transfer-Encoding: chunked\r\n", "5\r\nab")), 0,
       "unexpected EOF", "ab", true, FailureKind::end_inside_answer},
      {"garbage", sending("complete garbage\r\n\r\n"), 0, "malformed HTTP status code \"garbage\"",
       "", false, FailureKind::malformed},
      {"bad-status", sending("HTTP/1.1 abc OK\r\n\r\n"), 0, "malformed HTTP status code \"abc\"",
       "", false, FailureKind::malformed},
      {"bad-version", sending("HTTP/9.9 200 OK\r\nContent-Length: 0\r\n\r\n"), 200, "", ""},
      {"no-colon", stalling_after("HTTP/1.1 200 OK\r\nNoColonHere\r\n\r\n"), 0,
       "malformed MIME header: missing colon: \"NoColonHere\"", "", false, FailureKind::malformed},
      {"endless-headers", send_endless_headers, 0, "unexpected EOF", "", false,
       FailureKind::end_inside_answer},
      {"half-header", sending("HTTP/1.1 200 OK\r\nContent-Le"), 0,
       "malformed MIME header: missing colon: \"Content-Le\"", "", false, FailureKind::malformed},
      {"stall", stalling_after(""), 0, "request timeout", "", false, FailureKind::timeout},
      {"stall-mid-body", stalling_after(with_fields(length_5, "abc")), 0, "request timeout", "abc",
       true, FailureKind::timeout},
      {"drip", drip, 200, "", "hello"},
      {"http10", sending("HTTP/1.0 200 OK\r\n\r\nuntil close"), 200, "", "until close"},
      {"continue",
       sending("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"), 200,
       "", "ok"},
      {"early-hints",
       sending("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n"
               "Content-Length: 2\r\n\r\nok"),
       200, "", "ok"},
      {"no-location", sending("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"), 302, "", ""},
      {"lf-only", sending("HTTP/1.1 200 OK\nContent-Length: 2\n\nok"), 200, "", "ok"},
      {"204-body", sending("HTTP/1.1 204 No Content\r\nContent-Length: 3\r\n\r\nabc"), 204, "", ""},
      {"404", sending("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"), 404, "", ""},
  };
}

TEST(FailureTable, HoldsForEachPeer) {
  for (const Row& row : rows()) {
    SessionFixture fixture(row.peer);
    Response response;
    Outcome<void> outcome;
    fixture.run([&] {
      outcome = fixture.session.exchange(prepared("GET", "http://peer/"),
                                         {.deadline = fixture.clock.now() + 2_s}, response);
    });

    EXPECT_EQ(outcome ? "" : text_of(outcome.error()), row.error) << row.name;
    EXPECT_EQ(outcome ? response.status() : 0, row.status) << row.name;
    EXPECT_EQ(response.has_head(), row.has_head) << row.name;
    EXPECT_EQ(response.body(), row.body) << row.name;
    if (!outcome) {
      EXPECT_EQ(outcome.error().kind, row.kind) << row.name;
    }
    EXPECT_EQ(fixture.session.idle_connection_count(), 0U);
  }
}

TEST(FailureTable, HoldsHoweverTheBytesAreCut) {
  for (const std::size_t step : {std::size_t{1}, std::size_t{7}}) {
    SessionFixture fixture([step](net::Transport& peer) {
      read_head(peer);
      std::string_view bytes =
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
      while (!bytes.empty()) {
        write_all(peer, bytes.substr(0, step));
        bytes.remove_prefix(std::min(step, bytes.size()));
        peer.reactor().yield();
      }
      read_head(peer);
    });
    Response response;
    std::size_t kept = 0;
    fixture.run([&] {
      ASSERT_TRUE(fixture.session.exchange(prepared("GET", "http://peer/"), {}, response));
      kept = fixture.session.idle_connection_count();
    });

    EXPECT_EQ(response.body(), "abcde");
    EXPECT_EQ(kept, 1U);
  }
}

TEST(FailureTable, OfHeadsWithoutEndIsBoundedAsInGo) {
  SessionFixture fixture([](net::Transport& peer) {
    read_head(peer);
    write_all(peer, "HTTP/1.1 200 OK\r\n");
    const std::string lines = "X-Filler: " + std::string(60'000, 'x') + "\r\n";
    while (peer.write(lines, kit::Instant::never())) {
    }
  });
  Response response;
  Outcome<void> outcome;
  fixture.run(
      [&] { outcome = fixture.session.exchange(prepared("GET", "http://peer/"), {}, response); });

  ASSERT_FALSE(outcome);
  EXPECT_EQ(text_of(outcome.error()),
            "net/http: server response headers exceeded 10485760 bytes; aborted");
  EXPECT_LT(response.capacity_bytes(), std::size_t{2} << 20);
}

TEST(FailureTable, HoldsForRequestsThatCannotBeSent) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"ftp://x/", "unsupported protocol scheme \"ftp\""},
      {"", "unsupported protocol scheme \"\""},
      {"http:///x", "http: no Host in request URL"},
  };
  for (const auto& [url, error] : cases) {
    const auto request = PreparedRequest::make(Url::parse(url).value(), {});
    ASSERT_FALSE(request) << url;
    EXPECT_EQ(text_of(request.error()), error);
  }
}

TEST(FailureTable, HasATextForWhatNetSays) {
  const auto text = [](net::FailureKind kind, int number, std::string_view said) {
    return text_of(failure_of_stream(
        {.kind = kind, .error_number = number, .text = std::string(said)}, Operation::read));
  };
  EXPECT_EQ(text(net::FailureKind::tls_unknown_authority, 0, ""), "x509: unknown authority");
  EXPECT_EQ(text(net::FailureKind::tls_hostname, 0, ""),
            "x509: certificate doesn't match hostname");
  EXPECT_EQ(text(net::FailureKind::tls_expired, 0, "certificate has expired"),
            "x509: certificate has expired");
  EXPECT_EQ(text(net::FailureKind::tls_not_tls, 0, ""),
            "tls: first record does not look like a TLS handshake");
  EXPECT_EQ(text(net::FailureKind::tls_alert, 70, "protocol version not supported"),
            "remote error: tls: protocol version not supported");
  EXPECT_EQ(text_of(failure_of_dial({.kind = net::FailureKind::refused, .text = {}})),
            "dial: connection refused");
  EXPECT_EQ(text_of(failure_of_dial({.kind = net::FailureKind::no_such_host, .text = {}})),
            "lookup: no such host");
  EXPECT_EQ(text_of({.kind = FailureKind::undecodable_body, .detail = "unexpected EOF"}),
            "error decompressing response body (unexpected EOF)");
}

TEST(FailureTable, TellsLogsMoreThanScripts) {
  const auto cause = [](FailureKind kind, std::string detail) {
    return cause_of({.kind = kind, .detail = std::move(detail)});
  };
  EXPECT_EQ(cause(FailureKind::tls_expired, "certificate has expired"),
            "tls: failed to verify certificate: x509: certificate has expired");
  EXPECT_EQ(cause(FailureKind::tls_unknown_authority, ""),
            "tls: failed to verify certificate: x509: certificate signed by unknown authority");
  EXPECT_EQ(cause(FailureKind::tls_hostname, ""), "x509: certificate doesn't match hostname");
}

}  // namespace
}  // namespace headroom::protocol::http
