// The value of a Set-Cookie field for a session cookie of the whole site.
#pragma once

#include <string>
#include <string_view>

namespace headroom::target {

// `name` is a token. A value with more than the plain characters is quoted, with
// octal escapes, as Python's web servers do (and question.h reads).
std::string set_cookie_text(std::string_view name, std::string_view value, bool is_secure = false);

}  // namespace headroom::target
