// The Authorization field of HTTP Basic (RFC 7617), for clients whose URL or script names
// a user. Bytes are sent as they are: UTF-8, mostly.
#pragma once

#include <string>
#include <string_view>

#include "kit/base64.h"

namespace headroom::protocol::http {

// "Basic dXNlcjpwYXNz". A user name with a colon in it cannot be told from its password.
inline std::string basic_authorization(std::string_view user_name, std::string_view password) {
  std::string both(user_name);
  both.append(":").append(password);
  return "Basic " + kit::base64_encoded(both);
}

}  // namespace headroom::protocol::http
