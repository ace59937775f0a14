// Endpoints that httpbin has not: the front page, simulated work, and the list
// of faults. The server plays the faults themselves before it asks for an answer.
#pragma once

#include "target/answer.h"
#include "target/path_values.h"
#include "target/question.h"

namespace headroom::target {

Answer front_page_answer(const Question& question, const PathValues& values);
Answer work_answer(const Question& question, const PathValues& values);
Answer faults_answer(const Question& question, const PathValues& values);
Answer unknown_fault_answer(const Question& question, const PathValues& values);

}  // namespace headroom::target
