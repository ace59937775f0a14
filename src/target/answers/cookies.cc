#include "target/answers/cookies.h"

#include <algorithm>

#include "protocol/http1/field.h"
#include "target/answers/echo.h"
#include "target/json_object.h"
#include "target/set_cookie.h"

namespace headroom::target {

namespace {

Answer to_cookies(const Question& question, const Pairs& cookies) {
  Answer answer = redirect_answer("/cookies");
  for (const auto& [name, value] : cookies) {
    if (!protocol::http1::is_token(name)) {
      return refusal(400, "a cookie's name is of letters, digits and !#$%&'*+-.^_`|~");
    }
    answer.headers.emplace_back("Set-Cookie",
                                set_cookie_text(name, value, question.scheme == "https"));
  }
  return answer;
}

}  // namespace

Answer cookies_answer(const Question& question, const PathValues&) {
  JsonObject json;
  json.add_json("cookies", pairs_json(cookies_of(question)));
  return json_answer(std::move(json).line());
}

Answer set_cookie_answer(const Question& question, const PathValues& values) {
  return to_cookies(question, {{percent_decoded(values[0]), percent_decoded(values[1])}});
}

Answer set_cookies_answer(const Question& question, const PathValues&) {
  return to_cookies(question, arguments_of(question));
}

Answer delete_cookies_answer(const Question& question, const PathValues&) {
  Answer answer = redirect_answer("/cookies");
  for (const auto& [name, value] : arguments_of(question)) {
    if (!protocol::http1::is_token(name)) {
      return refusal(400, "no cookie has such a name");
    }
    answer.headers.emplace_back(
        "Set-Cookie", name + "=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/");
  }
  return answer;
}

}  // namespace headroom::target
