// Endpoints that send the client elsewhere: chains of redirects, relative or
// with the whole URL, and one to any place.
#pragma once

#include "target/answer.h"
#include "target/path_values.h"
#include "target/question.h"

namespace headroom::target {

Answer redirect_chain_answer(const Question& question, const PathValues& values);
Answer relative_redirect_answer(const Question& question, const PathValues& values);
Answer absolute_redirect_answer(const Question& question, const PathValues& values);
Answer redirect_to_answer(const Question& question, const PathValues& values);

}  // namespace headroom::target
