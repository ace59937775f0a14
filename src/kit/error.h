// An expected failure: what was met, and the trail of what was being done.
// Not for what a system under test does wrong (that is data) nor for bugs
// (those are assertions).
#pragma once

#include <string>
#include <string_view>

namespace headroom::kit {

class Error {
 public:
  // `text` is one line without a full stop: what was met and, where it helps,
  // what to do about it.
  explicit Error(std::string text, int code = 0) : text_(std::move(text)), code_(code) {}

  // The same error with what was being done in front: "reading x: no such file".
  Error during(std::string_view activity) &&;

  // A small number whose meaning the module that made the error defines (an
  // exit code, say); 0 means none. It survives during().
  Error with_code(int code) &&;

  const std::string& text() const { return text_; }
  int code() const { return code_; }

 private:
  std::string text_;
  int code_ = 0;
};

// "No such file or directory" and its kin, for an errno value.
std::string text_of_errno(int error_number);

}  // namespace headroom::kit
