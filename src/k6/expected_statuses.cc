#include "k6/expected_statuses.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "script/error.h"
#include "script/native_class.h"
#include "script/value.h"

namespace headroom::k6 {

namespace {

using script::Value;

const script::ClassId expected_statuses_class;

void finalize(JSRuntime* runtime, JSValue value) {
  static_cast<void>(runtime);
  const std::unique_ptr<ExpectedStatuses> statuses(
      script::opaque_if<ExpectedStatuses>(value, expected_statuses_class));
}

std::optional<int> read_status(const Value& value) {
  const double number = value.is_number() ? value.to_number().value_or(NAN) : NAN;
  const bool is_integer = number == std::floor(number) && std::abs(number) < 1e6;
  return is_integer ? std::optional(static_cast<int>(number)) : std::nullopt;
}

std::optional<int> read_bound(const Value& object, const char* name) {
  const auto bound = object.property(name);
  return bound ? read_status(*bound) : std::nullopt;
}

std::optional<ExpectedStatuses::Range> read_range(const Value& value) {
  if (const auto status = read_status(value)) {
    return ExpectedStatuses::Range{.min = *status, .max = *status};
  }
  if (!value.is_object()) {
    return std::nullopt;
  }
  const auto min = read_bound(value, "min");
  const auto max = read_bound(value, "max");
  return min && max ? std::optional(ExpectedStatuses::Range{.min = *min, .max = *max})
                    : std::nullopt;
}

}  // namespace

ExpectedStatuses ExpectedStatuses::none() {
  ExpectedStatuses statuses;
  statuses.is_asked_ = false;
  return statuses;
}

bool ExpectedStatuses::contains(int status) const {
  return std::ranges::any_of(
      ranges_, [status](const Range& range) { return range.min <= status && status <= range.max; });
}

void define_expected_statuses_class(JSContext* context) {
  JS_FreeValue(context, script::define_class(
                            context, expected_statuses_class,
                            {.name = "ExpectedStatuses", .prototype = {}, .finalizer = finalize}));
}

JSValue new_expected_statuses(JSContext* context, JSValueConst self, int argc, JSValueConst* argv) {
  static_cast<void>(self);
  if (argc == 0) {
    return script::throw_error(context, "no arguments");
  }
  std::vector<ExpectedStatuses::Range> ranges;
  for (int i = 0; i < argc; ++i) {
    const auto range = read_range(Value::borrowed(context, argv[i]));
    if (!range) {
      return script::throw_error(
          context, "argument number " + std::to_string(i + 1) +
                       " to expectedStatuses was neither an integer nor an object like "
                       "{min:100, max:329}");
    }
    ranges.push_back(*range);
  }
  auto statuses = std::make_unique<ExpectedStatuses>(std::move(ranges));
  const JSValue object = script::new_object(context, expected_statuses_class, statuses.get());
  if (JS_IsException(object) == 0) {
    // The object's now, until finalize().
    static_cast<void>(statuses.release());  // NOLINT(bugprone-unused-return-value)
  }
  return object;
}

kit::Result<ExpectedStatuses> read_response_callback(JSContext* context, JSValueConst value) {
  static_cast<void>(context);
  if (JS_IsNull(value) != 0) {
    return ExpectedStatuses::none();
  }
  const auto* statuses = script::opaque_if<ExpectedStatuses>(value, expected_statuses_class);
  if (statuses == nullptr) {
    return kit::failure("unsupported argument, expected http.expectedStatuses");
  }
  return *statuses;
}

}  // namespace headroom::k6
