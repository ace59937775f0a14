// Whatever a SOCKS proxy answers, there is a stream or one line of complaint, and of what
// follows a good answer nothing is lost.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fiber/reactor.h"
#include "kit/assert.h"
#include "kit/clock.h"
#include "net/pipe.h"
#include "protocol/http/socks.h"

namespace {

using namespace headroom;
using namespace headroom::protocol::http;

// Not a byte more than the proxy may say: two answers of two bytes, and the last of at most
// 4 + 1 + 255 + 2.
constexpr std::size_t answer_bytes_max = 2 + 2 + 262;

std::size_t bytes_left(net::Transport& stream) {
  std::array<char, 512> buffer{};
  std::size_t count = 0;
  while (const auto size = stream.read(buffer, kit::Instant::never())) {
    count += *size;
  }
  return count;
}

void check(const Proxy& proxy, std::string_view answers) {
  kit::SimulatedClock clock;
  auto reactor = fiber::Reactor::make_simulated(clock);
  auto [client, peer] = net::make_pipe(*reactor);
  reactor->spawn([answers, end = std::move(peer)] {
    static_cast<void>(end->write(answers, kit::Instant::never()));
    end->end_writes();
    bytes_left(*end);
  });
  reactor->spawn([&, stream = std::move(client)] {
    const auto outcome =
        open_socks_stream(*stream, proxy, {.port = 80, .host = "h"}, kit::Instant::never());
    const std::size_t left = bytes_left(*stream);
    if (outcome) {
      HEADROOM_ASSERT(left + answer_bytes_max >= answers.size());
      HEADROOM_ASSERT(left < answers.size());
    } else {
      HEADROOM_ASSERT(text_of(outcome.error()).starts_with("socks connect tcp "));
      HEADROOM_ASSERT(text_of(outcome.error()).find('\n') == std::string::npos);
    }
  });
  reactor->run();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view answers(reinterpret_cast<const char*>(bytes), size);
  Proxy proxy{.kind = ProxyKind::socks, .origin = {.host = "p"}, .authorization = {}};
  check(proxy, answers);
  proxy.has_user = true;
  proxy.user = "u";
  check(proxy, answers);
  return 0;
}
