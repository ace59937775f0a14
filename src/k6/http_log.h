// What the HTTP API writes to the log: requests that failed, and with httpDebug
// every request and response.
#pragma once

#include <string>
#include <string_view>

#include "k6/http_body.h"
#include "k6/vu_state.h"
#include "protocol/http/chain.h"

namespace headroom::k6 {

void log_failure(const VuState& vu, const std::string& error);

// `Get "http://...": dial: connection refused`, as Go says it.
std::string request_error_text(std::string_view method, std::string_view url,
                               std::string_view error);

void log_too_many_redirects(const VuState& vu, const protocol::http::Url& url);

// Nothing unless httpDebug is on. The bodies only with "full".
void log_exchange(const VuState& vu, const protocol::http::ChainStep& step, const HttpBody& body);

}  // namespace headroom::k6
