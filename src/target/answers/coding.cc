#include "target/answers/coding.h"

#include <algorithm>

#include "kit/assert.h"
#include "kit/base64.h"
#include "kit/random.h"
#include "protocol/http/content_coding.h"
#include "target/answers/echo.h"
#include "target/json_object.h"
#include "target/uuid.h"

namespace headroom::target {

namespace {

constexpr std::string_view utf8_page = R"(<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Unicode in UTF-8</title></head>
<body>
<h1>Unicode in UTF-8</h1>
<p>One byte: the quick brown fox.</p>
<p>Two bytes: Ærøskøbing, naïve, Łódź, Ελλάδα, Київ, שלום, سلام.</p>
<p>Three bytes: 東京, 서울, ไทย, हिन्दी, ∀x∈ℝ: ⌈x⌉ = −⌊−x⌋, „quoted“ — €.</p>
<p>Four bytes: 𝄞 𐍈 😀 🚀.</p>
<p>One sign of two characters: é (e and U+0301). Of seven: 👩‍👩‍👧‍👦.</p>
<pre>
┌────────┬────────┐
│ ░▒▓█   │ ←↑→↓   │
└────────┴────────┘
</pre>
</body>
</html>
)";

// The request as JSON with `claim` set, in that coding.
Answer coded_answer(const Question& question, std::string_view claim, std::string_view coding) {
  JsonObject json;
  json.add_json(claim, "true");
  json.add_json("headers", headers_json(question));
  json.add("method", question.method).add("origin", origin_of(question));
  const std::string plain = std::move(json).line();
  Answer answer;
  auto encoded = protocol::http::encode_body(coding, plain);
  HEADROOM_ASSERT(encoded.has_value());
  answer.body = std::move(encoded->bytes);
  answer.headers.emplace_back("Content-Encoding", coding);
  return answer;
}

}  // namespace

Answer gzip_answer(const Question& question, const PathValues&) {
  return coded_answer(question, "gzipped", "gzip");
}

Answer deflate_answer(const Question& question, const PathValues&) {
  return coded_answer(question, "deflated", "deflate");
}

Answer brotli_answer(const Question& question, const PathValues&) {
  return coded_answer(question, "brotli", "br");
}

Answer zstd_answer(const Question& question, const PathValues&) {
  return coded_answer(question, "zstd", "zstd");
}

// In either alphabet, with padding or without.
Answer base64_answer(const Question&, const PathValues& values) {
  std::string text = percent_decoded(values[0]);
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  text.erase(text.find_last_not_of('=') + 1);
  const auto plain =
      kit::base64_decoded(text, {.alphabet = kit::Base64Alphabet::url, .is_padded = false});
  return html_answer(plain && kit::is_utf8(*plain)
                         ? *plain
                         : "That is no text in Base64. Try aGVhZHJvb20gdGFyZ2V0");
}

Answer utf8_answer(const Question&, const PathValues&) {
  return html_answer(std::string(utf8_page));
}

Answer uuid_answer(const Question& question, const PathValues&) {
  kit::Random random(question.seed);
  JsonObject json;
  json.add("uuid", random_uuid(random));
  return json_answer(std::move(json).line());
}

}  // namespace headroom::target
