#include "target/answers/redirects.h"

#include "protocol/http1/field.h"

namespace headroom::target {

namespace {

constexpr std::string_view last_place = "/get";

// The next of a chain that has `rest` redirects left, `kind` and all.
std::string next_place(std::string_view kind, std::uint64_t rest) {
  return rest == 0 ? std::string(last_place)
                   : "/" + std::string(kind) + "-redirect/" + std::to_string(rest);
}

Answer chain_answer(const Question& question, std::string_view count_text, std::string_view kind) {
  const auto count = parse_count(count_text);
  if (!count || *count == 0) {
    return refusal(count ? 400 : 404, "write a count from 1 on, for example /redirect/3");
  }
  const std::string place = next_place(kind, *count - 1);
  return redirect_answer(kind == "absolute" ? url_of(question, place) : place);
}

}  // namespace

Answer redirect_chain_answer(const Question& question, const PathValues& values) {
  const Pairs arguments = arguments_of(question);
  const std::string_view absolute = value_of(arguments, "absolute").value_or("");
  const bool is_absolute = protocol::http1::equals_ignoring_case(absolute, "true");
  return chain_answer(question, values[0], is_absolute ? "absolute" : "relative");
}

Answer relative_redirect_answer(const Question& question, const PathValues& values) {
  return chain_answer(question, values[0], "relative");
}

Answer absolute_redirect_answer(const Question& question, const PathValues& values) {
  return chain_answer(question, values[0], "absolute");
}

Answer redirect_to_answer(const Question& question, const PathValues&) {
  Pairs arguments = arguments_of(question);
  if (!value_of(arguments, "url")) {
    arguments = pairs_of_form(question.body);
  }
  const auto url = value_of(arguments, "url");
  if (!url || !protocol::http1::is_field_value(*url)) {
    return refusal(400, "write /redirect-to?url=WHERE, with &status_code=307 for another status");
  }
  Answer answer = redirect_answer(std::string(*url));
  const auto status = parse_count(value_of(arguments, "status_code").value_or("302"));
  if (!status) {
    return refusal(400, "status_code is a number from 300 to 399");
  }
  answer.status = *status >= 300 && *status < 400 ? static_cast<int>(*status) : 302;
  return answer;
}

}  // namespace headroom::target
