// Endpoints with a document of our own: HTML, XML, JSON, a form, links, and
// what robots may not read.
#pragma once

#include "target/answer.h"
#include "target/path_values.h"
#include "target/question.h"

namespace headroom::target {

Answer html_page_answer(const Question& question, const PathValues& values);
Answer xml_answer(const Question& question, const PathValues& values);
Answer json_document_answer(const Question& question, const PathValues& values);
Answer robots_answer(const Question& question, const PathValues& values);
Answer deny_answer(const Question& question, const PathValues& values);
Answer form_answer(const Question& question, const PathValues& values);
Answer links_answer(const Question& question, const PathValues& values);
Answer links_page_answer(const Question& question, const PathValues& values);

}  // namespace headroom::target
