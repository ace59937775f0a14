// What it costs to read an answer's head, the client's work per request.
#include <benchmark/benchmark.h>

#include "protocol/http1/chunked.h"
#include "protocol/http1/request_head.h"
#include "protocol/http1/response_head.h"

namespace headroom::protocol::http1 {
namespace {

// As nginx sends it: 240 bytes with the body.
constexpr std::string_view nginx_answer =
    "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nDate: Tue, 24 Nov 2026 06:00:00 GMT\r\n"
    "Content-Type: application/json\r\nContent-Length: 31\r\n"
    "Last-Modified: Mon, 23 Nov 2026 00:00:00 GMT\r\nConnection: keep-alive\r\n\r\n"
    "{\"id\":1,\"name\":\"headroom\",\"a\":1}";

void parse_response_head(benchmark::State& state) {
  std::string buffer;
  for (auto _ : state) {
    buffer.assign(nginx_answer);
    ResponseHeadParser parser;
    benchmark::DoNotOptimize(parser.parse(buffer));
    auto length = parser.head().length;
    benchmark::DoNotOptimize(length);
  }
}
BENCHMARK(parse_response_head);

void find_one_field(benchmark::State& state) {
  const std::size_t start = nginx_answer.find('\n') + 1;
  const Fields fields(nginx_answer.substr(start, nginx_answer.find("\r\n\r\n") + 2 - start));
  for (auto _ : state) {
    benchmark::DoNotOptimize(fields.find("Content-Type"));
  }
}
BENCHMARK(find_one_field);

void parse_server_request(benchmark::State& state) {
  constexpr std::string_view request =
      "GET /get?x=1 HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUser-Agent: headroom/0.1\r\n\r\n";
  for (auto _ : state) {
    RequestHead head;
    std::size_t scanned = 0;
    benchmark::DoNotOptimize(parse_request_head(request, scanned, head));
  }
}
BENCHMARK(parse_server_request);

void decode_chunks(benchmark::State& state) {
  std::string chunks;
  for (int i = 0; i < 16; ++i) {
    chunks += "400\r\n" + std::string(1024, 'x') + "\r\n";
  }
  chunks += "0\r\n\r\n";
  std::string buffer;
  for (auto _ : state) {
    buffer.assign(chunks);
    ChunkedDecoder decoder;
    benchmark::DoNotOptimize(decoder.decode(buffer));
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(chunks.size()) * state.iterations());
}
BENCHMARK(decode_chunks);

}  // namespace
}  // namespace headroom::protocol::http1
