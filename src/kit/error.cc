#include "kit/error.h"

#include <system_error>
#include <utility>

namespace headroom::kit {

Error Error::during(std::string_view activity) && {
  std::string text(activity);
  text += ": ";
  text += text_;
  return Error(std::move(text), code_);
}

Error Error::with_code(int code) && {
  return Error(std::move(text_), code);
}

std::string text_of_errno(int error_number) {
  return std::generic_category().message(error_number);
}

}  // namespace headroom::kit
