#include "target/answer.h"

namespace headroom::target {

Answer json_answer(std::string body) {
  return {.body = std::move(body)};
}

Answer html_answer(std::string body) {
  return {.content_type = html_type, .body = std::move(body)};
}

Answer refusal(int status, std::string_view text) {
  return {.status = status, .content_type = text_type, .body = std::string(text) + "\n"};
}

Answer redirect_answer(std::string location) {
  Answer answer = html_answer(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Elsewhere</title></head>"
      "<body><p>What you asked for is elsewhere: see Location.</p></body></html>\n");
  answer.status = 302;
  answer.headers.emplace_back("Location", std::move(location));
  return answer;
}

}  // namespace headroom::target
