// Which answers count as failed: http.expectedStatuses(200, {min: 300, max: 399}),
// given to http.setResponseCallback or as the param responseCallback.
#pragma once

#include <optional>
#include <vector>

#include "kit/result.h"
#include "script/quickjs.h"

namespace headroom::k6 {

class ExpectedStatuses {
 public:
  struct Range {
    int min = 0;
    int max = 0;
  };

  // k6's default: 200 to 399.
  ExpectedStatuses() : ranges_{{.min = 200, .max = 399}} {}
  explicit ExpectedStatuses(std::vector<Range> ranges) : ranges_(std::move(ranges)) {}
  // Nobody asks: no http_req_failed and no tag expected_response (responseCallback: null).
  static ExpectedStatuses none();

  bool is_asked() const { return is_asked_; }
  bool contains(int status) const;

 private:
  std::vector<Range> ranges_;
  bool is_asked_ = true;
};

void define_expected_statuses_class(JSContext* context);

// The function http.expectedStatuses.
JSValue new_expected_statuses(JSContext* context, JSValueConst self, int argc, JSValueConst* argv);

// What a script gives as a response callback: an object of that function, or null.
kit::Result<ExpectedStatuses> read_response_callback(JSContext* context, JSValueConst value);

}  // namespace headroom::k6
