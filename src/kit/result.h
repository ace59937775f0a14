// Result<T>: a value, or the Error that says why there is none.
#pragma once

#include <expected>
#include <string>
#include <utility>

#include "kit/error.h"

namespace headroom::kit {

template <typename T>
using Result = std::expected<T, Error>;

// return kit::failure("port 80: permission denied");
inline std::unexpected<Error> failure(std::string text, int code = 0) {
  return std::unexpected<Error>(Error(std::move(text), code));
}

// Passes on the error of a failed result: return kit::failure_of(text, "reading " + path);
template <typename T>
std::unexpected<Error> failure_of(Result<T>& result, std::string_view activity) {
  return std::unexpected<Error>(std::move(result).error().during(activity));
}
template <typename T>
std::unexpected<Error> failure_of(Result<T>& result) {
  return std::unexpected<Error>(std::move(result).error());
}

}  // namespace headroom::kit
