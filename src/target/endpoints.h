// What the target answers to a request, in the manner of httpbin: finds the
// endpoint and asks it. Pure; the server waits, queues and writes. Refuses what
// would cost it too much memory or time.
#pragma once

#include <string_view>

#include "target/answer.h"
#include "target/question.h"

namespace headroom::target {

Answer answer_to(const Question& question);

// The fault's name in "/fault/NAME?...", or empty.
std::string_view fault_of(std::string_view target);

// "Name: value\r\n" lines for the browser that calls us from another site's page:
// it may. The usual ones for most requests, without a copy.
inline constexpr std::string_view usual_cross_origin_lines =
    "Access-Control-Allow-Origin: *\r\nAccess-Control-Allow-Credentials: true\r\n";
bool is_usual_origin(const Question& question);
std::string cross_origin_lines(const Question& question);

}  // namespace headroom::target
