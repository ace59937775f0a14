// Endpoints with a coded body: compressed, Base64 and UTF-8. And /uuid, the
// one that says something new each time.
#pragma once

#include "target/answer.h"
#include "target/path_values.h"
#include "target/question.h"

namespace headroom::target {

Answer gzip_answer(const Question& question, const PathValues& values);
Answer deflate_answer(const Question& question, const PathValues& values);
Answer brotli_answer(const Question& question, const PathValues& values);
Answer zstd_answer(const Question& question, const PathValues& values);
Answer base64_answer(const Question& question, const PathValues& values);
Answer utf8_answer(const Question& question, const PathValues& values);
Answer uuid_answer(const Question& question, const PathValues& values);

}  // namespace headroom::target
