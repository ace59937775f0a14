#include "net/pipe.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <deque>
#include <string>

#include "fiber/reactor.h"
#include "net/internal/socket.h"

namespace headroom::net {

namespace {

struct Chunk {
  kit::Instant readable_at;
  std::string bytes;
};

// One way of the pipe.
struct Lane {
  std::deque<Chunk> chunks;
  std::size_t taken = 0;   // bytes of the first chunk that were read
  std::size_t unread = 0;  // bytes in all chunks
  bool is_ended = false;   // the writer is done
  bool is_broken = false;  // the reader is gone
  bool is_reset = false;
  kit::Instant ended_at;
  fiber::Fiber* reader = nullptr;
  fiber::Fiber* writer = nullptr;
};

struct Lanes {
  Lane lanes[2];
};

class PipeEnd final : public Transport {
 public:
  PipeEnd(fiber::Reactor& reactor, const PipeOptions& options, std::shared_ptr<Lanes> lanes,
          int side)
      : reactor_(reactor),
        options_(options),
        lanes_(std::move(lanes)),
        in_(lanes_->lanes[side]),
        out_(lanes_->lanes[1 - side]) {}

  ~PipeEnd() override {
    out_.is_reset = resets_on_close_;
    end_writes();
    in_.is_broken = true;
    wake(in_.writer);
  }

  Outcome<std::size_t> read(std::span<char> into, kit::Instant deadline) override {
    for (;;) {
      const kit::Instant now = reactor_.now();
      if (in_.is_reset && in_.ended_at <= now) {
        return std::unexpected<Failure>(failure_of_errno(ECONNRESET));
      }
      if (!in_.chunks.empty() && in_.chunks.front().readable_at <= now) {
        return take(into);
      }
      if (in_.chunks.empty() && in_.is_ended && in_.ended_at <= now) {
        return failed(FailureKind::closed, "EOF");
      }
      if (Outcome<void> waited = wait(in_.reader, std::min(deadline, next_arrival()), deadline);
          !waited) {
        return failed(waited);
      }
    }
  }

  Outcome<void> write(std::string_view bytes, kit::Instant deadline) override {
    while (!bytes.empty()) {
      if (in_.is_reset) {
        return std::unexpected<Failure>(failure_of_errno(ECONNRESET));
      }
      if (out_.is_broken || out_.is_ended) {
        return std::unexpected<Failure>(failure_of_errno(EPIPE));
      }
      const std::size_t room =
          options_.capacity_bytes - std::min(out_.unread, options_.capacity_bytes);
      if (room > 0) {
        const std::size_t count = std::min(room, bytes.size());
        out_.chunks.push_back({.readable_at = reactor_.now() + options_.latency,
                               .bytes = std::string(bytes.substr(0, count))});
        out_.unread += count;
        bytes_written_ += count;
        bytes.remove_prefix(count);
        wake(out_.reader);
      } else if (Outcome<void> waited = wait(out_.writer, deadline, deadline); !waited) {
        return waited;
      }
    }
    return {};
  }

  void end_writes() override {
    if (!out_.is_ended) {
      out_.is_ended = true;
      out_.ended_at = reactor_.now() + options_.latency;
    }
    wake(out_.reader);
  }

  void reset_on_close() override { resets_on_close_ = true; }
  kit::Instant ready_at() const override { return ready_at_; }

  bool is_idle_usable() override {
    const kit::Instant now = reactor_.now();
    const bool has_bytes = !in_.chunks.empty() && in_.chunks.front().readable_at <= now;
    return !has_bytes && !(in_.is_ended && in_.ended_at <= now);
  }

  std::uint64_t wire_bytes_read() const override { return bytes_read_; }
  std::uint64_t wire_bytes_written() const override { return bytes_written_; }
  Address remote() const override { return {}; }
  Address local() const override { return {}; }
  fiber::Reactor& reactor() const override { return reactor_; }

 private:
  kit::Instant next_arrival() const {
    if (in_.is_reset || (in_.chunks.empty() && in_.is_ended)) {
      return in_.ended_at;
    }
    return in_.chunks.empty() ? kit::Instant::never() : in_.chunks.front().readable_at;
  }

  std::size_t take(std::span<char> into) {
    std::size_t count = 0;
    const kit::Instant now = reactor_.now();
    while (count < into.size() && !in_.chunks.empty() && in_.chunks.front().readable_at <= now) {
      const Chunk& chunk = in_.chunks.front();
      const std::size_t part = std::min(into.size() - count, chunk.bytes.size() - in_.taken);
      std::memcpy(into.data() + count, chunk.bytes.data() + in_.taken, part);
      ready_at_ = chunk.readable_at;
      count += part;
      in_.taken += part;
      if (in_.taken == chunk.bytes.size()) {
        in_.chunks.pop_front();
        in_.taken = 0;
      }
    }
    in_.unread -= count;
    bytes_read_ += count;
    wake(in_.writer);
    return count;
  }

  // Until woken or `until`; a failure when cancelled or when `deadline` has passed.
  Outcome<void> wait(fiber::Fiber*& waiter, kit::Instant until, kit::Instant deadline) {
    waiter = &reactor_.current();
    const fiber::Wake wake = reactor_.suspend(until);
    waiter = nullptr;
    if (wake == fiber::Wake::cancelled ||
        (wake == fiber::Wake::timeout && reactor_.now() >= deadline)) {
      return std::unexpected<Failure>(internal::failure_of_wake(wake));
    }
    return {};
  }

  void wake(fiber::Fiber* fiber) {
    if (fiber != nullptr) {
      reactor_.wake(*fiber);
    }
  }

  fiber::Reactor& reactor_;
  const PipeOptions options_;
  // Shared because either end may go first.
  std::shared_ptr<Lanes> lanes_;
  Lane& in_;
  Lane& out_;
  bool resets_on_close_ = false;
  kit::Instant ready_at_;
  std::uint64_t bytes_read_ = 0;
  std::uint64_t bytes_written_ = 0;
};

}  // namespace

std::pair<std::unique_ptr<Transport>, std::unique_ptr<Transport>> make_pipe(fiber::Reactor& reactor,
                                                                            PipeOptions options) {
  // Shared because either end may go first.
  auto lanes = std::make_shared<Lanes>();
  return {std::make_unique<PipeEnd>(reactor, options, lanes, 0),
          std::make_unique<PipeEnd>(reactor, options, lanes, 1)};
}

}  // namespace headroom::net
