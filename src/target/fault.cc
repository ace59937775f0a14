#include "target/fault.h"

#include <algorithm>
#include <array>

#include "fiber/reactor.h"
#include "net/transport.h"

namespace headroom::target {

namespace {

using Action = FaultStep::Action;
using Steps = std::vector<FaultStep>;
using namespace std::string_view_literals;

// Longer than any client's patience, short enough to free a forgotten connection.
constexpr kit::Duration hold_max = kit::Duration::seconds(300);
// Lets the bytes before a reset arrive: the reset could overtake them.
constexpr kit::Duration pause_before_reset = kit::Duration::milliseconds(50);
constexpr kit::Duration pause_between_drops = kit::Duration::milliseconds(20);
// Less than clients refuse to read (a megabyte or more): they see its end.
constexpr std::size_t endless_header_bytes = std::size_t{768} << 10;
// More than any client ought to keep.
constexpr std::size_t oversized_head_bytes = std::size_t{4} << 20;

constexpr std::string_view ok_head = "HTTP/1.1 200 OK\r\n";

FaultStep write(std::string bytes) {
  return {.action = Action::write, .bytes = std::move(bytes)};
}
FaultStep pause(kit::Duration span) {
  return {.action = Action::pause, .span = span};
}
FaultStep hold() {
  return {.action = Action::hold, .span = hold_max};
}
FaultStep reset() {
  return {.action = Action::reset};
}

// A head with these lines, then the body as it is.
std::string answer(std::string_view lines, std::string_view body = "") {
  return std::string(ok_head) + std::string(lines) + "\r\n" + std::string(body);
}

Steps headers_of(std::size_t bytes) {
  Steps steps{write(std::string(ok_head))};
  constexpr std::size_t block_bytes = std::size_t{64} << 10;
  std::string block;
  while (block.size() < block_bytes) {
    block += "X-More: " + std::string(100, 'x') + "\r\n";
  }
  for (std::size_t sent = 0; sent < bytes; sent += block.size()) {
    steps.push_back(write(block));
  }
  return steps;
}

Steps dripped(std::string_view lines, std::string_view body) {
  Steps steps{write(answer(lines))};
  for (const char c : body) {
    steps.push_back(pause(pause_between_drops));
    steps.push_back(write(std::string(1, c)));
  }
  return steps;
}

// The header of a gzip body, cut short.
constexpr std::string_view cut_gzip = "\x1f\x8b\x08\x00\x00\x00"sv;

struct Fault {
  std::string_view name;
  std::string_view meaning;
  Steps (*steps)();
};

constexpr std::array faults{
    Fault{"reset-before", "resets the connection without a word", [] { return Steps{reset()}; }},
    Fault{"close-before", "closes it without a word", [] { return Steps{}; }},
    Fault{"reset-mid-body", "resets it after 3 of 10 bytes",
          [] {
            return Steps{write(answer("Content-Length: 10\r\n", "abc")), pause(pause_before_reset),
                         reset()};
          }},
    Fault{"short-body", "closes it after 3 of 10 bytes",
          [] { return Steps{write(answer("Content-Length: 10\r\n", "abc"))}; }},
    Fault{"long-body", "sends 6 bytes with a length of 3",
          [] { return Steps{write(answer("Content-Length: 3\r\n", "abcdef"))}; }},
    Fault{"bad-length", "sends a Content-Length that is no number",
          [] { return Steps{write(answer("Content-Length: abc\r\n", "abc"))}; }},
    Fault{
        "two-lengths", "sends two lengths that differ",
        [] { return Steps{write(answer("Content-Length: 3\r\nContent-Length: 4\r\n", "abcd"))}; }},
    Fault{"bad-chunk", "sends a chunk whose size is no number",
          [] {
            return Steps{write(answer("Transfer-Encoding: chunked\r\n", "zz\r\nabc\r\n0\r\n\r\n"))};
          }},
    Fault{"short-chunk", "closes the connection within a chunk",
          [] { return Steps{write(answer("Transfer-Encoding: chunked\r\n", "5\r\nab"))}; }},
    Fault{"garbage", "sends a line that is no status line",
          [] { return Steps{write("total garbage\r\n\r\n")}; }},
    Fault{"bad-status", "sends a status that is no number",
          [] { return Steps{write("HTTP/1.1 abc Odd\r\nContent-Length: 0\r\n\r\n")}; }},
    Fault{"bad-version", "says HTTP/9.9",
          [] { return Steps{write("HTTP/9.9 200 OK\r\nContent-Length: 0\r\n\r\n")}; }},
    Fault{"no-colon", "sends a field without a colon",
          [] { return Steps{write(answer("NoColonHere\r\nContent-Length: 0\r\n"))}; }},
    Fault{"endless-headers", "sends fields without end, and closes after 768 KiB",
          [] { return headers_of(endless_header_bytes); }},
    Fault{"oversized-head", "sends 4 MiB of fields",
          [] { return headers_of(oversized_head_bytes); }},
    Fault{"half-header", "closes the connection within a field",
          [] { return Steps{write(std::string(ok_head) + "Content-Le")}; }},
    Fault{"stall", "says nothing and keeps the connection", [] { return Steps{hold()}; }},
    Fault{"stall-mid-body", "stalls after 3 of 10 bytes",
          [] { return Steps{write(answer("Content-Length: 10\r\n", "abc")), hold()}; }},
    Fault{"drip", "sends a good body of 5 bytes, each 20 ms after the other",
          [] { return dripped("Content-Length: 5\r\n", "hello"); }},
    Fault{"bad-gzip", "sends a gzip body that is cut",
          [] {
            return Steps{write(answer("Content-Encoding: gzip\r\nContent-Length: " +
                                          std::to_string(cut_gzip.size()) + "\r\n",
                                      cut_gzip))};
          }},
    Fault{"unknown-encoding", "sends a Content-Encoding that nobody knows",
          [] {
            return Steps{
                write(answer("Content-Encoding: x-unknown\r\nContent-Length: 5\r\n", "hello"))};
          }},
    Fault{"http10", "answers as HTTP/1.0, with a body until the close",
          [] { return Steps{write("HTTP/1.0 200 OK\r\n\r\nuntil close")}; }},
    Fault{"continue", "sends an unasked 100 Continue first",
          [] {
            return Steps{
                write("HTTP/1.1 100 Continue\r\n\r\n" + answer("Content-Length: 2\r\n", "ok"))};
          }},
    Fault{"early-hints", "sends 103 Early Hints first",
          [] {
            return Steps{write("HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n" +
                               answer("Content-Length: 2\r\n", "ok"))};
          }},
    Fault{"loop", "redirects to itself",
          [] {
            return Steps{
                write("HTTP/1.1 302 Found\r\nLocation: /fault/loop\r\nContent-Length: 0\r\n\r\n")};
          }},
    Fault{"bad-location", "redirects to what is no URL",
          [] {
            return Steps{
                write("HTTP/1.1 302 Found\r\nLocation: http://[bad\r\nContent-Length: 0\r\n\r\n")};
          }},
    Fault{"no-location", "redirects without saying where to",
          [] { return Steps{write("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n")}; }},
    Fault{"lf-only", "ends its lines with LF alone",
          [] { return Steps{write("HTTP/1.1 200 OK\nContent-Length: 2\n\nok")}; }},
    Fault{"204-body", "sends a body with 204 No Content",
          [] { return Steps{write("HTTP/1.1 204 No Content\r\nContent-Length: 3\r\n\r\nabc")}; }},
    Fault{"404", "answers 404, in order",
          [] { return Steps{write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")}; }},
    Fault{"500", "answers 500, in order",
          [] {
            return Steps{write("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n")};
          }},
    Fault{"dup-headers", "sends a field twice, in order",
          [] { return Steps{write(answer("X-Dup: one\r\nX-Dup: two\r\nContent-Length: 0\r\n"))}; }},
};

// Reads and forgets until the client leaves or the time is up.
void outlast_client(net::Transport& transport, kit::Instant deadline) {
  std::array<char, 4096> ignored;
  while (transport.read(ignored, deadline)) {
  }
}

// False when the connection is of no more use.
bool play_step(const FaultStep& step, net::Transport& transport) {
  fiber::Reactor& reactor = transport.reactor();
  switch (step.action) {
    case Action::write: return transport.write(step.bytes, reactor.now() + hold_max).has_value();
    case Action::pause: return reactor.sleep(step.span) != fiber::Wake::cancelled;
    case Action::hold: outlast_client(transport, reactor.now() + step.span); return false;
    case Action::reset: transport.reset_on_close(); return false;
  }
  return false;
}

}  // namespace

std::optional<std::vector<FaultStep>> fault_named(std::string_view name) {
  const auto* const fault = std::ranges::find(faults, name, &Fault::name);
  if (fault == faults.end()) {
    return std::nullopt;
  }
  return fault->steps();
}

std::vector<std::string_view> fault_names() {
  std::vector<std::string_view> names;
  names.reserve(faults.size());
  for (const Fault& fault : faults) {
    names.push_back(fault.name);
  }
  return names;
}

std::string_view fault_meaning(std::string_view name) {
  const auto* const fault = std::ranges::find(faults, name, &Fault::name);
  return fault == faults.end() ? "" : fault->meaning;
}

void play_fault(std::span<const FaultStep> steps, net::Transport& transport) {
  for (const FaultStep& step : steps) {
    if (!play_step(step, transport)) {
      return;
    }
  }
  // A close with unread bytes would become a reset and might destroy the answer.
  transport.end_writes();
  constexpr kit::Duration patience = kit::Duration::seconds(1);
  outlast_client(transport, transport.reactor().now() + patience);
}

}  // namespace headroom::target
