#include "protocol/http/session.h"

#include <algorithm>

#include "protocol/http/exchange.h"

namespace headroom::protocol::http {

namespace {

constexpr std::size_t spare_buffers_max = 64;
constexpr std::size_t spare_buffer_bytes_max = std::size_t{256} << 10;
// Beyond so many places, one that is empty is taken over by another key.
constexpr std::size_t places_kept = 16;

}  // namespace

std::string WorkerContext::borrow_buffer() {
  if (spare_buffers_.empty()) {
    return {};
  }
  std::string buffer = std::move(spare_buffers_.back());
  spare_buffers_.pop_back();
  buffer.clear();
  return buffer;
}

void WorkerContext::give_back(std::string buffer) {
  if (spare_buffers_.size() < spare_buffers_max && buffer.capacity() <= spare_buffer_bytes_max) {
    spare_buffers_.push_back(std::move(buffer));
  }
}

Outcome<void> Session::exchange(const PreparedRequest& request, const ExchangeOptions& options,
                                Response& response) {
  response.clear();
  return Exchange(*this, request, options, response).run();
}

Outcome<PreparedRequest> Session::prepare(const Url& url, RequestParts parts) const {
  parts.proxy = worker_.connector().proxy_of_requests(origin_of(url));
  return PreparedRequest::make(url, parts);
}

std::size_t Session::idle_connection_count() const {
  return static_cast<std::size_t>(std::ranges::count_if(
      places_, [](const Place& place) { return place.transport != nullptr; }));
}

std::unique_ptr<net::Transport> Session::take_idle(const ConnectionKey& key) {
  for (Place& place : places_) {
    if (place.transport == nullptr || place.key != key) {
      continue;
    }
    std::unique_ptr<net::Transport> transport = std::move(place.transport);
    if (transport->is_idle_usable()) {
      return transport;
    }
  }
  return nullptr;
}

void Session::keep(const ConnectionKey& key, std::unique_ptr<net::Transport> transport) {
  for (Place& place : places_) {
    const bool is_free = place.transport == nullptr;
    if (is_free && (place.key == key || places_.size() > places_kept)) {
      // A place keeps its key, so that keeping allocates nothing.
      if (place.key != key) {
        place.key = key;
      }
      place.transport = std::move(transport);
      return;
    }
  }
  places_.push_back({.key = key, .transport = std::move(transport)});
}

}  // namespace headroom::protocol::http
