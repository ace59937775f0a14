#include "k6/test_status.h"

#include "k6/exit_code.h"
#include "load/engine.h"

namespace headroom::k6 {

void TestStatus::abort(const std::string& reason) {
  {
    const kit::MutexLock lock(mutex_);
    if (!abort_error_) {
      abort_error_ = kit::Error(reason, exit_test_aborted);
    }
  }
  if (load::Engine* const engine = engine_; engine != nullptr) {
    engine->abort();
  }
}

std::optional<kit::Error> TestStatus::abort_error() const {
  const kit::MutexLock lock(mutex_);
  return abort_error_;
}

}  // namespace headroom::k6
