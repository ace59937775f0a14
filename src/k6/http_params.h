// The params of an HTTP call, read out of the script's object.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "k6/expected_statuses.h"
#include "kit/result.h"
#include "kit/time.h"
#include "metrics/tags.h"
#include "protocol/http/chain.h"
#include "script/quickjs.h"
#include "script/value.h"

namespace headroom::k6 {

enum class ResponseType { text, binary, none };

struct HttpParams {
  std::vector<std::pair<std::string, std::string>> headers;
  std::vector<protocol::http::GivenCookie> cookies;
  script::Value jar_object;                  // keeps `jar` alive
  protocol::http::CookieJar* jar = nullptr;  // null: the virtual user's
  std::optional<std::string> compression;    // "gzip, br"
  protocol::http::Authentication authentication = protocol::http::Authentication::basic;
  std::optional<int> redirects_max;
  std::optional<bool> throws_on_failure;
  std::optional<ExpectedStatuses> expected_statuses;
  metrics::Tags tags;
  kit::Duration timeout = kit::Duration::seconds(60);
  std::optional<ResponseType> response_type;
  bool has_tags = false;
};

// The error says what to change.
kit::Result<HttpParams> read_http_params(JSContext* context, JSValueConst value);

}  // namespace headroom::k6
