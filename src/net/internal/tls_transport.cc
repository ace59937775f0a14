#include "net/internal/tls_transport.h"

#include <algorithm>
#include <cstring>

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "kit/assert.h"
#include "net/internal/hosts_file.h"
#include "net/internal/socket.h"
#include "net/tls_sessions.h"

namespace headroom::net::internal {

// One stay on the worker's stack.
struct TlsTransport::Step {
  enum class Verb { shake_hands, read, peek, write, shut_down };

  Verb verb;
  std::span<char> into = {};
  std::string_view bytes = {};
  std::string records = {};  // what OpenSSL wants to send
  std::size_t count = 0;     // bytes read, or written
  int error = SSL_ERROR_NONE;
  Failure failure = {};
};

// OpenSSL's view of the stream: records come from input_ and go to *output_.
struct TlsTransport::Records {
  static TlsTransport& transport_of(BIO* bio) {
    return *static_cast<TlsTransport*>(BIO_get_data(bio));
  }

  static int read(BIO* bio, char* into, std::size_t size, std::size_t* count) {
    BIO_clear_retry_flags(bio);
    std::string_view& input = transport_of(bio).input_;
    if (input.empty()) {
      BIO_set_retry_read(bio);
      return 0;
    }
    *count = input.copy(into, size);
    input.remove_prefix(*count);
    return 1;
  }

  static int write(BIO* bio, const char* bytes, std::size_t size, std::size_t* count) {
    BIO_clear_retry_flags(bio);
    transport_of(bio).output_->append(bytes, size);
    *count = size;
    return 1;
  }

  static long control(BIO* bio, int command, long number, void* pointer) {
    static_cast<void>(bio);
    static_cast<void>(number);
    static_cast<void>(pointer);
    return command == BIO_CTRL_FLUSH ? 1 : 0;
  }

  static int create(BIO* bio) {
    BIO_set_init(bio, 1);
    return 1;
  }

  static const BIO_METHOD* method() {
    static const BIO_METHOD* const made = [] {
      BIO_METHOD* method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "records");
      BIO_meth_set_read_ex(method, &read);
      BIO_meth_set_write_ex(method, &write);
      BIO_meth_set_ctrl(method, &control);
      BIO_meth_set_create(method, &create);
      return method;
    }();
    return made;
  }
};

namespace {

// What one write() encrypts before it sends.
constexpr std::size_t batch_bytes_max = 64UL * 1024;

TlsVersion version_of(const SSL* ssl) {
  switch (SSL_version(ssl)) {
    case TLS1_VERSION: return TlsVersion::tls1_0;
    case TLS1_1_VERSION: return TlsVersion::tls1_1;
    case TLS1_2_VERSION: return TlsVersion::tls1_2;
    default: return TlsVersion::tls1_3;
  }
}

OcspFacts stapled_facts(SSL* ssl) {
  const char* bytes = nullptr;
  const long size = SSL_get_tlsext_status_ocsp_resp(ssl, static_cast<void*>(&bytes));
  return bytes == nullptr || size <= 0
             ? OcspFacts()
             : parse_ocsp_response({bytes, static_cast<std::size_t>(size)});
}

}  // namespace

TlsTransport::TlsTransport(std::unique_ptr<Transport> inner, TlsContext& context)
    : inner_(std::move(inner)), context_(context), ssl_(SSL_new(context.get())) {
  HEADROOM_ASSERT(ssl_ != nullptr);
  BIO* records = BIO_new(Records::method());
  HEADROOM_ASSERT(records != nullptr);
  BIO_set_data(records, this);
  SSL_set_bio(ssl_.get(), records, records);
  SSL_set_app_data(ssl_.get(), &peer_);
}

TlsTransport::~TlsTransport() {
  if (has_started_ && !is_broken_ && reactor().is_on_fiber()) {
    end_writes();
  }
}

void TlsTransport::be_client(const TlsPeer& peer) {
  const std::string& host = peer.host;
  peer_.host = canonical_name(host);
  peer_.server = peer_.host + ":" + std::to_string(peer.port);
  peer_.sessions = peer.sessions;
  SSL_set_connect_state(ssl_.get());
  if (SSL_SESSION* session = peer.sessions == nullptr ? nullptr : peer.sessions->take(peer_.server);
      session != nullptr) {
    SSL_set_session(ssl_.get(), session);
    SSL_SESSION_free(session);
  }
  X509_VERIFY_PARAM* checks = SSL_get0_param(ssl_.get());
  if (const std::optional<Address> address = Address::parse_ip(host, 0)) {
    X509_VERIFY_PARAM_set1_ip_asc(checks, address->ip().c_str());
    return;
  }
  std::string name = host;
  if (name.ends_with('.')) {
    name.pop_back();
  }
  SSL_ctrl(ssl_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
  X509_VERIFY_PARAM_set_hostflags(
      checks, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  X509_VERIFY_PARAM_set1_host(checks, name.c_str(), name.size());
}

Outcome<void> TlsTransport::shake_hands(kit::Instant deadline) {
  std::string first_bytes;
  for (;;) {
    Step step{.verb = Step::Verb::shake_hands};
    run(step);
    if (Outcome<void> sent = send(std::move(step.records), deadline); !sent) {
      return sent;
    }
    if (step.error == SSL_ERROR_NONE) {
      learn_facts();
      has_started_ = true;
      may_have_more_ = !input_.empty();
      return {};
    }
    if (step.error != SSL_ERROR_WANT_READ) {
      return std::unexpected<Failure>(failure_of(step));
    }
    if (Outcome<void> received = receive(deadline); !received) {
      return received;
    }
    if (first_bytes.size() < 2) {
      first_bytes += input_.substr(0, 2);
      if (!looks_like_tls(first_bytes)) {
        return failed(FailureKind::tls_not_tls, "first record does not look like a TLS handshake");
      }
    }
  }
}

Outcome<std::size_t> TlsTransport::read(std::span<char> into, kit::Instant deadline) {
  for (;;) {
    if (!may_have_more_) {
      if (Outcome<void> received = receive(deadline); !received) {
        return failed(received);
      }
    }
    Step step{.verb = Step::Verb::read, .into = into};
    run(step);
    may_have_more_ = step.error != SSL_ERROR_WANT_READ;
    if (!step.records.empty()) {
      if (Outcome<void> sent = send(std::move(step.records), deadline); !sent && step.count == 0) {
        return failed(sent);
      }
    }
    if (step.count > 0) {
      return step.count;
    }
    if (step.error != SSL_ERROR_WANT_READ) {
      return std::unexpected<Failure>(failure_of(step));
    }
  }
}

Outcome<void> TlsTransport::write(std::string_view bytes, kit::Instant deadline) {
  while (!bytes.empty()) {
    Step step{.verb = Step::Verb::write, .bytes = bytes.substr(0, batch_bytes_max)};
    run(step);
    bytes.remove_prefix(step.count);
    if (Outcome<void> sent = send(std::move(step.records), deadline); !sent) {
      return sent;
    }
    if (step.error != SSL_ERROR_NONE) {
      return std::unexpected<Failure>(failure_of(step));
    }
  }
  return {};
}

void TlsTransport::end_writes() {
  if (!has_said_goodbye_) {
    has_said_goodbye_ = true;
    Step step{.verb = Step::Verb::shut_down};
    run(step);
    // Only if it fits: the peer that reads nothing is not waited for.
    [[maybe_unused]] const Outcome<void> sent = send(std::move(step.records), kit::Instant());
  }
  inner_->end_writes();
}

void TlsTransport::reset_on_close() {
  is_broken_ = true;  // no goodbye either
  inner_->reset_on_close();
}

bool TlsTransport::is_idle_usable() {
  if (may_have_more_ || is_broken_) {
    return false;
  }
  if (inner_->is_idle_usable()) {
    return true;
  }
  // What came may be records of TLS itself, such as session tickets.
  if (!receive(kit::Instant())) {
    return false;
  }
  char byte = 0;
  Step step{.verb = Step::Verb::peek, .into = std::span(&byte, 1)};
  run(step);
  may_have_more_ = step.count > 0;
  [[maybe_unused]] const Outcome<void> sent = send(std::move(step.records), kit::Instant());
  return step.count == 0 && step.error == SSL_ERROR_WANT_READ;
}

void TlsTransport::run(Step& step) {
  step.records = context_.borrow();
  output_ = &step.records;
  reactor().on_worker_stack([this, &step] { take_step(step); });
  output_ = nullptr;
  keep_input_left();
}

void TlsTransport::take_step(Step& step) {
  ERR_clear_error();
  SSL* ssl = ssl_.get();
  int outcome = 1;
  std::size_t part = 0;
  switch (step.verb) {
    case Step::Verb::shake_hands: outcome = SSL_do_handshake(ssl); break;
    case Step::Verb::shut_down: SSL_shutdown(ssl); return;
    case Step::Verb::peek:
      outcome = SSL_peek_ex(ssl, step.into.data(), step.into.size(), &step.count);
      break;
    case Step::Verb::read:
      while (outcome > 0 && step.count < step.into.size()) {
        const std::span<char> rest = step.into.subspan(step.count);
        outcome = SSL_read_ex(ssl, rest.data(), rest.size(), &part);
        step.count += outcome > 0 ? part : 0;
      }
      break;
    case Step::Verb::write:
      while (outcome > 0 && step.count < step.bytes.size()) {
        const std::string_view rest = step.bytes.substr(step.count);
        outcome = SSL_write_ex(ssl, rest.data(), rest.size(), &part);
        step.count += outcome > 0 ? part : 0;
      }
      break;
  }
  step.error = outcome > 0 ? SSL_ERROR_NONE : SSL_get_error(ssl, outcome);
  if (step.error == SSL_ERROR_SSL) {
    step.failure = failure_of_openssl(peer_.verification, reactor().clock().wall_now());
    is_broken_ = true;
  }
}

Outcome<void> TlsTransport::receive(kit::Instant deadline) {
  std::vector<char>& into = context_.received();
  const Outcome<std::size_t> count = inner_->read(into, deadline);
  if (!count) {
    is_broken_ =
        count.error().kind != FailureKind::timeout && count.error().kind != FailureKind::cancelled;
    return std::unexpected<Failure>(count.error());
  }
  // From here to the next step nothing waits, so the worker's memory is ours.
  input_ = std::string_view(into.data(), *count);
  return {};
}

Outcome<void> TlsTransport::send(std::string records, kit::Instant deadline) {
  if (is_sending_) {
    backlog_ += records;
    return {};
  }
  is_sending_ = true;
  Outcome<void> sent;
  while (sent && !records.empty()) {
    sent = inner_->write(records, deadline);
    records.clear();
    records.swap(backlog_);
  }
  is_sending_ = false;
  is_broken_ = is_broken_ || !sent;
  context_.give_back(std::move(records));
  return sent;
}

void TlsTransport::keep_input_left() {
  if (input_.empty()) {
    kept_input_ = std::string();
    return;
  }
  kept_input_ = std::string(input_);
  input_ = kept_input_;
}

void TlsTransport::learn_facts() {
  facts_.version = version_of(ssl_.get());
  if (const SSL_CIPHER* cipher = SSL_get_current_cipher(ssl_.get()); cipher != nullptr) {
    const char* name = SSL_CIPHER_standard_name(cipher);
    facts_.cipher = name == nullptr ? "" : name;
  }
  facts_.is_resumed = SSL_session_reused(ssl_.get()) != 0;
  reactor().on_worker_stack([this] { facts_.ocsp = stapled_facts(ssl_.get()); });
  const unsigned char* protocol = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(ssl_.get(), &protocol, &size);
  facts_.application_protocol.assign(reinterpret_cast<const char*>(protocol), size);
}

Failure TlsTransport::failure_of(const Step& step) {
  if (step.error == SSL_ERROR_ZERO_RETURN) {
    return {.kind = FailureKind::closed, .error_number = 0, .text = "EOF"};
  }
  if (step.error == SSL_ERROR_SSL) {
    return step.failure;
  }
  return {.kind = FailureKind::tls_other, .error_number = 0, .text = "TLS failure"};
}

}  // namespace headroom::net::internal
