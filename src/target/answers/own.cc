#include "target/answers/own.h"

#include "target/endpoint_pages.h"
#include "target/fault.h"

namespace headroom::target {

Answer front_page_answer(const Question&, const PathValues&) {
  return html_answer(endpoints_html());
}

Answer work_answer(const Question&, const PathValues&) {
  return {.is_work = true};
}

Answer faults_answer(const Question&, const PathValues&) {
  std::string names;
  for (const std::string_view name : fault_names()) {
    names += "/fault/" + std::string(name) + "\n";
  }
  return {.content_type = text_type, .body = names};
}

Answer unknown_fault_answer(const Question&, const PathValues&) {
  return refusal(404, "no such fault: /fault lists them");
}

}  // namespace headroom::target
