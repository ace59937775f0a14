#include "protocol/http/tunnel.h"

#include <gtest/gtest.h>

#include "protocol/http/connector_fake.h"

namespace headroom::protocol::http {
namespace {

using namespace kit::literals;

// What comes of a tunnel through a proxy that never answers, and how long it took.
std::pair<FailureKind, kit::Duration> wait_for_silent_proxy(kit::Duration patience) {
  kit::SimulatedClock clock;
  auto reactor = fiber::Reactor::make_simulated(clock);
  const kit::Instant started = reactor->now();
  std::pair<FailureKind, kit::Duration> result;
  reactor->spawn([&] {
    auto [client, proxy] = net::make_pipe(*reactor);
    const auto outcome =
        open_tunnel(*client, {.port = 443, .host = "secure.test"}, "", started + patience);
    result = {outcome ? FailureKind::io_failed : outcome.error().kind, reactor->now() - started};
  });
  reactor->run();
  return result;
}

TEST(OpenTunnel, GivesTheProxyAMinute) {
  EXPECT_EQ(wait_for_silent_proxy(5_s), std::pair(FailureKind::timeout, 5_s));
  EXPECT_EQ(wait_for_silent_proxy(600_s), std::pair(FailureKind::timeout, 60_s));
}

}  // namespace
}  // namespace headroom::protocol::http
