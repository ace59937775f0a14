// k6's numeric error codes (res.error_code and the error_code tag) for what
// came of an exchange. Source: k6's lib/netext/httpext/error_codes.go.
#pragma once

#include "protocol/http/failure.h"

namespace headroom::k6 {

inline constexpr int error_code_invalid_url = 1020;

int error_code_of(const protocol::http::ExchangeFailure& failure);
// 1404 for 404; 0 below 400.
int error_code_of_status(int status);

}  // namespace headroom::k6
