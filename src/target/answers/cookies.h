// Endpoints that show, set and delete the client's cookies.
#pragma once

#include "target/answer.h"
#include "target/path_values.h"
#include "target/question.h"

namespace headroom::target {

Answer cookies_answer(const Question& question, const PathValues& values);
Answer set_cookie_answer(const Question& question, const PathValues& values);
Answer set_cookies_answer(const Question& question, const PathValues& values);
Answer delete_cookies_answer(const Question& question, const PathValues& values);

}  // namespace headroom::target
