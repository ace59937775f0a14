// Endpoints that say what was asked: /get, /post, /anything, /headers, /ip and
// their kin, and what else shows the request.
#pragma once

#include "target/answer.h"
#include "target/path_values.h"
#include "target/question.h"

namespace headroom::target {

// Members of the request's JSON besides args, headers, origin and url.
struct EchoMembers {
  bool has_body = false;  // data, files, form
  bool has_json = false;
  bool has_method = false;
};

// {"args":{},"headers":{},...}, without a line's end.
std::string echo_of(const Question& question, EchoMembers members = {});
// {"Host":"x"}: names as in Accept-Encoding, values of one name joined.
std::string headers_json(const Question& question);
// Of one name the value, of a repeated one an array, as httpbin does; sorted.
std::string pairs_json(const Pairs& pairs);

Answer get_answer(const Question& question, const PathValues& values);
// Of a request that may have a body.
Answer body_answer(const Question& question, const PathValues& values);
Answer anything_answer(const Question& question, const PathValues& values);
Answer delay_answer(const Question& question, const PathValues& values);
Answer headers_answer(const Question& question, const PathValues& values);
Answer ip_answer(const Question& question, const PathValues& values);
Answer user_agent_answer(const Question& question, const PathValues& values);
Answer stream_answer(const Question& question, const PathValues& values);

}  // namespace headroom::target
