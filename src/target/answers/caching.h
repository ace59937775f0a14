// Endpoints of conditional requests and of fields that the client names:
// /cache, /etag, /response-headers.
#pragma once

#include "target/answer.h"
#include "target/path_values.h"
#include "target/question.h"

namespace headroom::target {

Answer cache_answer(const Question& question, const PathValues& values);
Answer cache_control_answer(const Question& question, const PathValues& values);
Answer etag_answer(const Question& question, const PathValues& values);
Answer response_headers_answer(const Question& question, const PathValues& values);

}  // namespace headroom::target
