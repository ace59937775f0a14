// What the script says of its own run: that it must end at once (test.abort) or
// counts as failed (test.fail). Set by any virtual user; read by whoever conducts
// the run. It also leads to the engine, once there is one.
#pragma once

#include <atomic>
#include <optional>
#include <string>

#include "kit/mutex.h"
#include "kit/result.h"

namespace headroom::load {
class Engine;
}  // namespace headroom::load

namespace headroom::k6 {

// Any thread.
class TestStatus {
 public:
  // The engine outlives every later call.
  void attach(load::Engine& engine) { engine_ = &engine; }
  // Null while the options are read.
  load::Engine* engine() const { return engine_; }

  // No iteration starts any more, and the running ones are interrupted. The first
  // reason is kept.
  void abort(const std::string& reason);
  // With k6's exit code; none when nobody has called abort().
  std::optional<kit::Error> abort_error() const;

  void mark_failed() { is_failed_ = true; }
  bool is_failed() const { return is_failed_; }

 private:
  std::atomic<load::Engine*> engine_ = nullptr;
  std::atomic<bool> is_failed_ = false;
  mutable kit::Mutex mutex_;
  std::optional<kit::Error> abort_error_ HEADROOM_GUARDED_BY(mutex_);
};

}  // namespace headroom::k6
