// Small pictures of our own making in four formats, and the one of them that
// the client accepts.
#pragma once

#include "target/answer.h"
#include "target/path_values.h"
#include "target/question.h"

namespace headroom::target {

Answer image_answer(const Question& question, const PathValues& values);
Answer png_answer(const Question& question, const PathValues& values);
Answer jpeg_answer(const Question& question, const PathValues& values);
Answer webp_answer(const Question& question, const PathValues& values);
Answer svg_answer(const Question& question, const PathValues& values);

// 406 with the types there are.
Answer not_acceptable_answer();

}  // namespace headroom::target
