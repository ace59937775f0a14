// The Transport over a kernel's stream socket, TCP or Unix. One recv for a
// response that is there, one send for a request that fits the kernel's buffer,
// and no memory of its own but this object.
#pragma once

#include "fiber/reactor.h"
#include "kit/file_descriptor.h"
#include "net/transport.h"

namespace headroom::net::internal {

class Socket final : public Transport {
 public:
  Socket(fiber::Reactor& reactor, kit::FileDescriptor descriptor, Address remote);
  ~Socket() override;

  // Registers with the reactor: before the first wait, after connect().
  Outcome<void> start_watching();
  // The end of a connect() in progress.
  Outcome<void> finish_connect(kit::Instant deadline);

  Outcome<std::size_t> read(std::span<char> into, kit::Instant deadline) override;
  Outcome<void> write(std::string_view bytes, kit::Instant deadline) override;
  Outcome<void> write_pieces(std::span<const std::string_view> pieces,
                             kit::Instant deadline) override;
  void end_writes() override;
  void reset_on_close() override;
  kit::Instant ready_at() const override { return watch_.ready_at; }
  bool is_idle_usable() override;
  std::uint64_t wire_bytes_read() const override { return bytes_read_; }
  std::uint64_t wire_bytes_written() const override { return bytes_written_; }
  Address remote() const override { return remote_; }
  Address local() const override;
  fiber::Reactor& reactor() const override { return reactor_; }

 private:
  Outcome<void> wait_writable(kit::Instant deadline);
  Outcome<std::size_t> taken(std::size_t count, std::size_t asked);

  fiber::Reactor& reactor_;
  kit::FileDescriptor descriptor_;
  fiber::Watch watch_;
  bool is_watched_ = false;
  std::uint8_t reads_without_wait_ = 0;
  std::uint64_t bytes_read_ = 0;
  std::uint64_t bytes_written_ = 0;
  Address remote_;
};

// A timeout or a cancellation as a failure.
Failure failure_of_wake(fiber::Wake wake);

}  // namespace headroom::net::internal
