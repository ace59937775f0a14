// Endpoints that answer with so many bytes: at once, in chunks, in ranges or
// drop by drop. One seed, one sequence of bytes.
#pragma once

#include "target/answer.h"
#include "target/path_values.h"
#include "target/question.h"

namespace headroom::target {

Answer bytes_answer(const Question& question, const PathValues& values);
Answer stream_bytes_answer(const Question& question, const PathValues& values);
Answer range_answer(const Question& question, const PathValues& values);
Answer drip_answer(const Question& question, const PathValues& values);

}  // namespace headroom::target
