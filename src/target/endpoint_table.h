// All endpoints of the target, in the order of its front page and of
// docs/commands/target-endpoints.md, which are both made of this table.
#pragma once

#include <span>
#include <string_view>

#include "target/answer.h"
#include "target/path_values.h"
#include "target/question.h"

namespace headroom::target {

struct Endpoint {
  std::string_view section;
  // Capitals stand for what the client chooses, brackets for what may be left
  // out: "/links/COUNT[/HERE]". "[/...]" takes whatever comes.
  std::string_view pattern;
  // "GET POST"; empty: any. GET includes HEAD, and OPTIONS is always answered.
  std::string_view methods;
  std::string_view what;
  std::string_view example;  // a target, asked for with the first of the methods
  int example_status = 200;
  Answer (*answer)(const Question&, const PathValues&) = nullptr;
};

// The first that matches a path is the one.
std::span<const Endpoint> endpoints();

}  // namespace headroom::target
