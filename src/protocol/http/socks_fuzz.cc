// Whatever a SOCKS proxy answers, there is a stream or one line of complaint, and of what
// follows a good answer nothing is lost.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "kit/assert.h"
#include "net/transport.h"
#include "protocol/http/socks.h"

namespace {

using namespace headroom;
using namespace headroom::protocol::http;

// Not a byte more than the proxy may say: two answers of two bytes, and the last of at most
// 4 + 1 + 255 + 2.
constexpr std::size_t answer_bytes_max = 2 + 2 + 262;

// A proxy that says its answers whatever it is asked, without fibers.
class Answering final : public net::Transport {
 public:
  explicit Answering(std::string_view answers) : answers_(answers) {}

  std::size_t bytes_left() const { return answers_.size(); }

  net::Outcome<std::size_t> read(std::span<char> into, kit::Instant deadline) override {
    static_cast<void>(deadline);
    const std::size_t size = answers_.copy(into.data(), into.size());
    if (size == 0) {
      return net::failed(net::FailureKind::closed, "EOF");
    }
    answers_.remove_prefix(size);
    return size;
  }
  net::Outcome<void> write(std::string_view bytes, kit::Instant deadline) override {
    static_cast<void>(bytes);
    static_cast<void>(deadline);
    return {};
  }
  void end_writes() override {}
  void reset_on_close() override {}
  kit::Instant ready_at() const override { return {}; }
  bool is_idle_usable() override { return false; }
  std::uint64_t wire_bytes_read() const override { return 0; }
  std::uint64_t wire_bytes_written() const override { return 0; }
  net::Address remote() const override { return {}; }
  net::Address local() const override { return {}; }
  fiber::Reactor& reactor() const override { __builtin_trap(); }

 private:
  std::string_view answers_;
};

void check(const Proxy& proxy, std::string_view answers) {
  Answering stream(answers);
  const auto outcome =
      open_socks_stream(stream, proxy, {.port = 80, .host = "h"}, kit::Instant::never());
  if (outcome) {
    HEADROOM_ASSERT(stream.bytes_left() + answer_bytes_max >= answers.size());
    HEADROOM_ASSERT(stream.bytes_left() < answers.size());
  } else {
    HEADROOM_ASSERT(text_of(outcome.error()).starts_with("socks connect tcp "));
    HEADROOM_ASSERT(text_of(outcome.error()).find('\n') == std::string::npos);
  }
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
