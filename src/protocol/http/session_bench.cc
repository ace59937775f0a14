// A whole exchange over loopback, our client and our server on one reactor, and
// whether it allocates once it is under way: it should not, on either side.
#include <array>
#include <cstdlib>
#include <new>

#include <benchmark/benchmark.h>

#include "protocol/http/server.h"
#include "protocol/http/session.h"

namespace {

std::size_t allocation_count = 0;

}  // namespace

[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocation_count;
  void* memory = std::malloc(size);
  if (memory == nullptr) {
    std::abort();
  }
  return memory;
}
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++allocation_count;
  return std::malloc(size);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace headroom::protocol::http {
namespace {

void answer(const ServerRequest&, ServerResponder& responder) {
  responder.send({.content_type = "application/json", .body = R"({"id":1,"name":"headroom"})"});
}

void exchange_with(benchmark::State& state, const ExchangeOptions& options) {
  auto reactor = fiber::Reactor::make_system().value();
  auto tls = net::TlsClientContext::make({.trusts_system = false}).value();
  net::Resolver resolver(*reactor);
  Server server(*reactor, answer);
  WorkerContext worker(*reactor, resolver, *tls);
  Session session(worker);
  auto listener = net::Listener::listen(*reactor, net::Address::loopback(0)).value();
  const std::string url = "http://127.0.0.1:" + std::to_string(listener->local().port()) + "/";
  server.accept_from(std::move(listener));
  reactor->spawn([&] {
    const auto request = PreparedRequest::make(Url::parse(url).value(), {.method = "GET"}).value();
    Response response;
    const auto exchange_once = [&] {
      ExchangeOptions each = options;
      each.deadline = reactor->now() + kit::Duration::seconds(60);
      return session.exchange(request, each, response).has_value();
    };
    for (int i = 0; i < 100; ++i) {
      exchange_once();
    }
    const std::size_t before = allocation_count;
    for (auto _ : state) {
      if (!exchange_once()) {
        state.SkipWithError("the exchange failed");
        break;
      }
    }
    state.counters["allocations"] = benchmark::Counter(
        static_cast<double>(allocation_count - before), benchmark::Counter::kAvgIterations);
    session.close_idle_connections();
    server.stop();
    server.wait();
  });
  reactor->run();
}

void exchange(benchmark::State& state) {
  exchange_with(state, {});
}
BENCHMARK(exchange);

void exchange_with_body(benchmark::State& state) {
  constexpr std::array<std::string_view, 1> body{"{\"a\":1}"};
  exchange_with(state, {.body = body, .has_body = true});
}
BENCHMARK(exchange_with_body);

}  // namespace
}  // namespace headroom::protocol::http
