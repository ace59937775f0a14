// What decoding an answer of some ten kilobytes adds to a request.
#include <benchmark/benchmark.h>

#include "protocol/http/content_coding.h"

namespace headroom::protocol::http {
namespace {

std::string json_text() {
  std::string text = "[";
  for (int i = 0; i < 200; ++i) {
    text += R"({"id":)" + std::to_string(i * 7919) + R"(,"name":"headroom","active":true},)";
  }
  text.back() = ']';
  return text;
}

void decode(benchmark::State& state, std::string_view coding) {
  const std::string text = json_text();
  const auto body = encode_body(coding, text);
  BodyDecoder decoder;
  std::string decoded;
  for (auto _ : state) {
    benchmark::DoNotOptimize(decoder.decode(coding, body->bytes, decoded, 1 << 20));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK_CAPTURE(decode, gzip, "gzip");
BENCHMARK_CAPTURE(decode, deflate, "deflate");
BENCHMARK_CAPTURE(decode, br, "br");
BENCHMARK_CAPTURE(decode, zstd, "zstd");

void pass_over_no_coding(benchmark::State& state) {
  BodyDecoder decoder;
  std::string decoded;
  for (auto _ : state) {
    benchmark::DoNotOptimize(decoder.decode("", "hello", decoded, 1 << 20));
  }
}
BENCHMARK(pass_over_no_coding);

}  // namespace
}  // namespace headroom::protocol::http
