// Endpoints that ask for credentials, which are in the path: Basic, hidden
// Basic (404 instead of a challenge), Bearer and Digest.
#pragma once

#include "target/answer.h"
#include "target/path_values.h"
#include "target/question.h"

namespace headroom::target {

Answer basic_auth_answer(const Question& question, const PathValues& values);
Answer hidden_basic_auth_answer(const Question& question, const PathValues& values);
Answer bearer_answer(const Question& question, const PathValues& values);
Answer digest_auth_answer(const Question& question, const PathValues& values);

}  // namespace headroom::target
