#include "target/answers/status.h"

#include <algorithm>
#include <array>

#include "kit/number.h"
#include "kit/random.h"
#include "target/answers/images.h"

namespace headroom::target {

namespace {

constexpr std::string_view teapot = R"(
         _
      ___)_
     /     \  __
 __ |       |/  |
 \ \|       |__/
  \_  tea   |
    \_______/

      short and stout
)";

struct Choice {
  int status = 0;
  double weight = 1;
};

// "503" or "503:0.1".
std::optional<Choice> parse_choice(std::string_view text) {
  const std::size_t colon = text.find(':');
  const auto status = parse_count(text.substr(0, colon));
  const auto weight =
      colon == text.npos ? std::optional(1.0) : kit::parse_decimal(text.substr(colon + 1));
  if (!status || *status < 200 || *status > 599 || !weight || *weight < 0) {
    return std::nullopt;
  }
  return Choice{.status = static_cast<int>(*status), .weight = *weight};
}

// None unless all of them are choices and one can be drawn.
std::optional<std::vector<Choice>> parse_choices(std::string_view text) {
  std::vector<Choice> choices;
  double total = 0;
  for (std::size_t comma = 0; comma != text.npos;) {
    comma = text.find(',');
    const auto choice = parse_choice(text.substr(0, comma));
    if (!choice) {
      return std::nullopt;
    }
    total += choice->weight;
    choices.push_back(*choice);
    text.remove_prefix(comma == text.npos ? text.size() : comma + 1);
  }
  return total > 0 ? std::optional(std::move(choices)) : std::nullopt;
}

int draw(const std::vector<Choice>& choices, std::uint64_t seed) {
  double total = 0;
  for (const Choice& choice : choices) {
    total += choice.weight;
  }
  double left = kit::Random(seed).next_double() * total;
  for (const Choice& choice : choices) {
    left -= choice.weight;
    if (left < 0) {
      return choice.status;
    }
  }
  return choices.back().status;
}

void add_what_belongs(Answer& answer) {
  constexpr std::array redirects{301, 302, 303, 305, 307, 308};
  if (std::ranges::find(redirects, answer.status) != redirects.end()) {
    answer.headers.emplace_back("Location", "/redirect/1");
  }
  switch (answer.status) {
    case 401: answer.headers.emplace_back("WWW-Authenticate", "Basic realm=\"Fake Realm\""); break;
    case 402: answer.body = "This costs a little something.\n"; break;
    case 407:
      answer.headers.emplace_back("Proxy-Authenticate", "Basic realm=\"Fake Realm\"");
      break;
    case 418:
      answer.headers.emplace_back("x-more-info", "http://tools.ietf.org/html/rfc2324");
      answer.body = teapot;
      break;
    default: break;
  }
}

}  // namespace

Answer status_answer(const Question& question, const PathValues& values) {
  const auto choices = parse_choices(values[0]);
  if (!choices) {
    return refusal(400,
                   "Invalid status code: write /status/503 or /status/200:0.9,500:0.1, "
                   "with codes from 200 to 599");
  }
  const int status = draw(*choices, question.seed);
  if (status == 406) {
    return not_acceptable_answer();
  }
  Answer answer{.status = status, .content_type = html_type};
  add_what_belongs(answer);
  return answer;
}

}  // namespace headroom::target
