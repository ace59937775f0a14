// Records one exchange: the values of all http_req_* metrics under the tags that
// tell what the request was and what came of it.
#pragma once

#include <string>
#include <string_view>

#include "k6/vu_state.h"
#include "protocol/http/message.h"

namespace headroom::k6 {

struct EndedExchange {
  std::string url;        // as tagged
  std::string_view name;  // empty: the URL is its own name
  std::string_view method;
  const protocol::http::Response& response;
  const protocol::http::ExchangeFailure* failure = nullptr;
  bool is_expected = true;
  bool is_expectation_asked = true;
  const metrics::Tags* custom = nullptr;
  const metrics::Tags* layers = nullptr;
};

void record_exchange(VuState& vu, const EndedExchange& exchange);

// The values of one exchange for a series that is known already.
void record_values(VuState& vu, metrics::SeriesGroup series,
                   const protocol::http::Response& response, double failed);

// A URL with user and password hidden.
std::string url_for_tags(const protocol::http::Url& url);

}  // namespace headroom::k6
