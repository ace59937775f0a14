// /status: any status, or one drawn by weight, with what belongs to it: where
// to go, how to authenticate, a teapot.
#pragma once

#include "target/answer.h"
#include "target/path_values.h"
#include "target/question.h"

namespace headroom::target {

Answer status_answer(const Question& question, const PathValues& values);

}  // namespace headroom::target
