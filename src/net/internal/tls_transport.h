// TLS over another Transport. OpenSSL runs on the worker's own stack, so a
// fiber's stack stays small, and reads and writes memory only.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <openssl/ssl.h>

#include "fiber/reactor.h"
#include "net/internal/tls_context.h"
#include "net/internal/tls_failure.h"
#include "net/internal/tls_peer.h"
#include "net/tls.h"

namespace headroom::net::internal {

class TlsTransport final : public Transport {
 public:
  TlsTransport(std::unique_ptr<Transport> inner, TlsContext& context);
  ~TlsTransport() override;

  // Before the handshake.
  bool has_ssl() const { return ssl_ != nullptr; }
  void be_server() { SSL_set_accept_state(ssl_.get()); }
  // The host is what to ask for and, when the context verifies, what to insist on.
  void be_client(const TlsPeer& peer);
  Outcome<void> shake_hands(kit::Instant deadline);

  Outcome<std::size_t> read(std::span<char> into, kit::Instant deadline) override;
  Outcome<void> write(std::string_view bytes, kit::Instant deadline) override;
  void end_writes() override;
  void reset_on_close() override;
  kit::Instant ready_at() const override { return inner_->ready_at(); }
  bool is_idle_usable() override;
  std::uint64_t wire_bytes_read() const override { return inner_->wire_bytes_read(); }
  std::uint64_t wire_bytes_written() const override { return inner_->wire_bytes_written(); }
  const TlsFacts* tls() const override { return &facts_; }
  Address remote() const override { return inner_->remote(); }
  Address local() const override { return inner_->local(); }
  fiber::Reactor& reactor() const override { return inner_->reactor(); }

 private:
  struct Step;
  struct Records;

  void run(Step& step);
  void take_step(Step& step);
  Outcome<void> receive(kit::Instant deadline);
  Outcome<void> send(std::string records, kit::Instant deadline);
  void keep_input_left();
  void learn_facts();
  Failure failure_of(const Step& step);

  std::unique_ptr<Transport> inner_;
  TlsContext& context_;
  Ssl ssl_;
  TlsPeerState peer_;
  TlsFacts facts_;
  // Records received and not yet taken by OpenSSL: during a step a view of the
  // worker's memory or of kept_input_, between steps of the latter.
  std::string_view input_;
  std::string kept_input_;
  std::string* output_ = nullptr;  // where OpenSSL writes during a step
  std::string backlog_;            // records made by a reader while a writer was sending
  bool is_sending_ = false;
  bool may_have_more_ = false;  // OpenSSL may give bytes without new records
  bool is_broken_ = false;
  bool has_started_ = false;
  bool has_said_goodbye_ = false;
};

}  // namespace headroom::net::internal
