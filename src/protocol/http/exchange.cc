#include "protocol/http/exchange.h"

#include <algorithm>
#include <vector>

namespace headroom::protocol::http {

namespace {

// A body up to this size is copied behind the head.
constexpr std::size_t joined_bytes_max = std::size_t{32} << 10;
// A longer body is received where it stays, instead of by way of the scratch.
constexpr std::size_t scratched_body_bytes_max = std::size_t{16} << 10;
// Unless it is so long that the announcement alone should not cost the memory.
constexpr std::size_t trusted_body_bytes_max = std::size_t{64} << 20;
// Go's limit, up to which a head too large to keep is read, so that what else is
// wrong with it is told.
constexpr std::size_t drained_head_bytes_max = 10 << 20;

std::unexpected<ExchangeFailure> failed(ExchangeFailure failure) {
  return std::unexpected(std::move(failure));
}

std::unexpected<ExchangeFailure> failed(http1::Malformed malformed) {
  const bool is_syntax = malformed.kind == http1::Malformed::Kind::syntax;
  return failed({.kind = is_syntax ? FailureKind::malformed : FailureKind::end_inside_answer,
                 .operation = Operation::read,
                 .detail = std::move(malformed.text)});
}

std::unexpected<ExchangeFailure> head_too_large(std::size_t limit) {
  return failed({.kind = FailureKind::head_too_large,
                 .operation = Operation::read,
                 .detail = "net/http: server response headers exceeded " + std::to_string(limit) +
                           " bytes; aborted"});
}

bool is_end(const ExchangeFailure& failure) {
  return failure.kind == FailureKind::end_inside_answer;
}

}  // namespace

Outcome<void> Exchange::run() {
  response_.started_at_ = session_.worker_.reactor().now();
  Outcome<void> outcome = run_attempt(true);
  if (!outcome && may_try_again(outcome.error())) {
    transport_.reset();
    outcome = run_attempt(false);
  }
  note_end(outcome.has_value());
  if (outcome) {
    keep_connection();
  }
  return outcome;
}

Outcome<void> Exchange::run_attempt(bool may_reuse) {
  if (auto opened = open(may_reuse); !opened) {
    return opened;
  }
  if (auto sent = send(); !sent) {
    const bool is_broken =
        sent.error().kind == FailureKind::reset || sent.error().kind == FailureKind::broken_pipe;
    // A server may answer and close before it has read the whole request.
    if (is_broken && !response_.is_reused_ && receive()) {
      has_surplus_ = true;
      return {};
    }
    return sent;
  }
  return receive();
}

bool Exchange::may_try_again(const ExchangeFailure& failure) const {
  const bool was_closed = failure.kind == FailureKind::reset ||
                          failure.kind == FailureKind::broken_pipe ||
                          failure.kind == FailureKind::end_before_answer;
  return was_closed && response_.is_reused_ && !has_answer_ && request_.is_replayable() &&
         !options_.has_body;
}

Outcome<void> Exchange::open(bool may_reuse) {
  const kit::Instant started = response_.started_at_;
  transport_ = may_reuse ? session_.take_idle(request_.connection_key()) : nullptr;
  response_.is_reused_ = transport_ != nullptr;
  if (transport_ != nullptr) {
    connected_at_ = started;
    read_before_ = transport_->wire_bytes_read();
    written_before_ = transport_->wire_bytes_written();
  } else {
    ConnectTimings timings;
    auto connected = session_.worker_.connector().connect(request_.origin(), options_.deadline,
                                                          timings, session_.connect_settings_);
    response_.timings_.connecting = timings.connecting;
    response_.timings_.tls_handshaking = timings.tls_handshaking;
    if (!connected) {
      return failed(std::move(connected).error());
    }
    transport_ = std::move(*connected);
    connected_at_ = session_.worker_.reactor().now();
    read_before_ = 0;
    written_before_ = 0;
  }
  response_.timings_.blocked = connected_at_ - started;
  note_connection();
  return {};
}

void Exchange::note_connection() {
  response_.remote_ = transport_->remote();
  if (const net::TlsFacts* tls = transport_->tls(); tls != nullptr) {
    response_.tls_ = *tls;
    response_.is_tls_ = true;
  }
}

Outcome<void> Exchange::send() {
  Outcome<void> sent = options_.has_body ? send_with_body() : write(request_.bytes());
  written_at_ = session_.worker_.reactor().now();
  was_written_ = sent.has_value();
  return sent;
}

// A small body goes out copied behind the head, pieces of a large one from where they lie.
Outcome<void> Exchange::send_with_body() {
  std::size_t body_bytes = 0;
  for (const std::string_view piece : options_.body) {
    body_bytes += piece.size();
  }
  WorkerContext& worker = session_.worker_;
  std::string buffer = worker.borrow_buffer();
  request_.write_head(buffer, body_bytes);
  Outcome<void> sent;
  if (body_bytes <= joined_bytes_max) {
    for (const std::string_view piece : options_.body) {
      buffer += piece;
    }
    sent = write(buffer);
  } else {
    std::vector<std::string_view> pieces{buffer};
    pieces.insert(pieces.end(), options_.body.begin(), options_.body.end());
    auto written = transport_->write_pieces(pieces, options_.deadline);
    if (!written) {
      sent = failed(failure_of_stream(std::move(written).error(), Operation::write));
    }
  }
  worker.give_back(std::move(buffer));
  return sent;
}

Outcome<void> Exchange::write(std::string_view bytes) {
  auto written = transport_->write(bytes, options_.deadline);
  if (!written) {
    return failed(failure_of_stream(std::move(written).error(), Operation::write));
  }
  return {};
}

Outcome<std::span<char>> Exchange::read() {
  const std::span<char> scratch = session_.worker_.scratch();
  const auto size = read_into(scratch);
  return size ? Outcome<std::span<char>>(scratch.first(*size)) : failed(size.error());
}

Outcome<std::size_t> Exchange::read_into(std::span<char> room) {
  auto size = transport_->read(room, options_.deadline);
  if (!size) {
    ExchangeFailure failure = failure_of_stream(std::move(size).error(), Operation::read);
    if (is_end(failure) && !has_answer_) {
      failure.kind = FailureKind::end_before_answer;
    }
    return failed(std::move(failure));
  }
  last_byte_at_ = std::max(transport_->ready_at(), written_at_);
  if (!has_answer_) {
    has_answer_ = true;
    first_byte_at_ = last_byte_at_;
  }
  return *size;
}

Outcome<void> Exchange::receive() {
  if (auto head = receive_head(); !head) {
    return head;
  }
  auto body = receive_body();
  has_surplus_ |= !response_.head_.keeps_alive;
  return body;
}

Outcome<void> Exchange::receive_head() {
  std::string& buffer = response_.bytes_;
  http1::ResponseHeadParser parser(0, request_.is_head());
  while (true) {
    const auto bytes = read();
    if (!bytes) {
      return is_end(bytes.error()) ? Outcome<void>(failed(parser.end(buffer)))
                                   : Outcome<void>(failed(bytes.error()));
    }
    const bool is_first_read = buffer.empty();
    buffer.append(bytes->data(), bytes->size());
    if (is_first_read && take_known_head()) {
      return {};
    }
    auto complete = parser.parse(buffer);
    if (!complete) {
      return failed(std::move(complete).error());
    }
    if (*complete) {
      response_.head_ = parser.head();
      if (is_first_read) {
        session_.worker_.known_heads().remember(buffer, response_.head_, request_.is_head(),
                                                buffer.size());
      }
      return {};
    }
    if (buffer.size() > http1::head_bytes_max) {
      return drain_large_head();
    }
  }
}

bool Exchange::take_known_head() {
  const http1::ResponseHead* known =
      session_.worker_.known_heads().find(response_.bytes_, request_.is_head());
  if (known != nullptr) {
    response_.head_ = *known;
  }
  return known != nullptr;
}

// The exchange has failed, but how is told by what follows: memory is given up,
// the bytes are read on.
Outcome<void> Exchange::drain_large_head() {
  std::size_t drained = response_.bytes_.size();
  std::string().swap(response_.bytes_);
  std::string tail;
  while (drained <= drained_head_bytes_max) {
    const auto bytes = read();
    if (!bytes) {
      return failed(bytes.error());
    }
    drained += bytes->size();
    tail.append(bytes->data(), bytes->size());
    if (tail.find("\n\r\n") != std::string::npos || tail.find("\n\n") != std::string::npos) {
      return head_too_large(http1::head_bytes_max);
    }
    tail.erase(0, tail.size() - std::min<std::size_t>(tail.size(), 2));
  }
  return head_too_large(drained_head_bytes_max);
}

Outcome<void> Exchange::receive_body() {
  switch (response_.head_.framing) {
    case http1::Framing::length: return receive_length();
    case http1::Framing::chunked: return receive_chunked();
    case http1::Framing::until_close: return receive_until_close();
    case http1::Framing::none: break;
  }
  has_surplus_ |= !bytes_after_head().empty();
  return take_after_head(0);
}

std::span<char> Exchange::bytes_after_head() {
  return std::span<char>(response_.bytes_).subspan(response_.head_.size);
}

// The first `size` bytes behind the head are of the body, others are dropped.
Outcome<void> Exchange::take_after_head(std::size_t size) {
  response_.bytes_.resize(response_.head_.size + (options_.keeps_body ? size : 0));
  return count_body(size);
}

Outcome<void> Exchange::take_body(std::string_view bytes) {
  if (options_.keeps_body) {
    response_.bytes_.append(bytes);
  }
  return count_body(bytes.size());
}

Outcome<void> Exchange::count_body(std::size_t size) {
  response_.body_bytes_received_ += size;
  if (response_.body_bytes_received_ <= options_.body_bytes_max) {
    return {};
  }
  return failed({.kind = FailureKind::body_too_large,
                 .operation = Operation::read,
                 .detail = "response body is larger than " +
                           std::to_string(options_.body_bytes_max) + " bytes"});
}

Outcome<void> Exchange::receive_length() {
  const std::uint64_t length = response_.head_.length;
  const std::size_t came = bytes_after_head().size();
  has_surplus_ |= came > length;
  Outcome<void> taken = take_after_head(std::min<std::uint64_t>(came, length));
  const std::uint64_t rest = length - std::min<std::uint64_t>(came, length);
  if (taken && options_.keeps_body && rest > scratched_body_bytes_max &&
      length <= std::min(options_.body_bytes_max, trusted_body_bytes_max)) {
    return receive_in_place();
  }
  while (taken && response_.body_bytes_received_ < length) {
    const auto bytes = read();
    if (!bytes) {
      return failed(bytes.error());
    }
    const std::uint64_t missing = length - response_.body_bytes_received_;
    has_surplus_ |= bytes->size() > missing;
    taken = take_body({bytes->data(), std::min<std::uint64_t>(bytes->size(), missing)});
  }
  return taken;
}

// The rest of a long body of known length, read to its place.
Outcome<void> Exchange::receive_in_place() {
  std::string& buffer = response_.bytes_;
  const std::size_t size = response_.head_.size + response_.head_.length;
  std::size_t filled = buffer.size();
  Outcome<void> outcome;
  buffer.resize_and_overwrite(size, [&](char*, std::size_t count) { return count; });
  while (outcome && filled < size) {
    const auto got = read_into(std::span<char>(buffer).subspan(filled));
    outcome = got ? count_body(*got) : Outcome<void>(failed(got.error()));
    filled += got.value_or(0);
  }
  buffer.resize(filled);
  return outcome;
}

Outcome<void> Exchange::receive_chunked() {
  http1::ChunkedDecoder decoder;
  const std::span<char> first = bytes_after_head();
  auto progress = decoder.decode(first);
  Outcome<void> taken = take_after_head(decoder.decoded());
  has_surplus_ |= progress && progress->consumed < first.size();
  while (taken && progress && !decoder.is_complete()) {
    const auto bytes = read();
    if (!bytes) {
      return is_end(bytes.error()) ? Outcome<void>(failed(decoder.end()))
                                   : Outcome<void>(failed(bytes.error()));
    }
    progress = decoder.decode(*bytes);
    taken = take_body({bytes->data(), decoder.decoded()});
    has_surplus_ |= progress && progress->consumed < bytes->size();
  }
  if (!progress) {
    return failed(std::move(progress).error());
  }
  return taken;
}

Outcome<void> Exchange::receive_until_close() {
  Outcome<void> taken = take_after_head(bytes_after_head().size());
  while (taken) {
    const auto bytes = read();
    if (!bytes) {
      return is_end(bytes.error()) ? Outcome<void>() : Outcome<void>(failed(bytes.error()));
    }
    taken = take_body({bytes->data(), bytes->size()});
  }
  return taken;
}

// A phase that did not end lasted until now.
void Exchange::note_end(bool is_whole) {
  Timings& timings = response_.timings_;
  response_.ended_at_ = is_whole ? last_byte_at_ : session_.worker_.reactor().now();
  if (was_written_) {
    timings.sending = written_at_ - connected_at_;
    const kit::Instant answered_at = has_answer_ ? first_byte_at_ : response_.ended_at_;
    timings.waiting = answered_at - written_at_;
  }
  if (has_answer_) {
    timings.receiving = response_.ended_at_ - first_byte_at_;
  }
  if (transport_ != nullptr) {
    response_.wire_bytes_read_ = transport_->wire_bytes_read() - read_before_;
    response_.wire_bytes_written_ = transport_->wire_bytes_written() - written_before_;
  }
}

void Exchange::keep_connection() {
  if (options_.keeps_connection && !has_surplus_) {
    session_.keep(request_.connection_key(), std::move(transport_));
  }
}

}  // namespace headroom::protocol::http
