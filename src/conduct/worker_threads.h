// The threads of a run: one reactor and one recorder each. They start with the
// object and end with stop().
#pragma once

#include <memory>
#include <vector>

#include "fiber/reactor.h"
#include "kit/result.h"
#include "load/virtual_user.h"
#include "metrics/recorder.h"

namespace headroom::conduct {

class WorkerThreads {
 public:
  // All sub-metrics of the catalog must have been added.
  static kit::Result<std::unique_ptr<WorkerThreads>> start(int count, metrics::Catalog& catalog);
  ~WorkerThreads();
  WorkerThreads(const WorkerThreads&) = delete;
  WorkerThreads& operator=(const WorkerThreads&) = delete;

  std::vector<load::Worker> workers();
  // Unwinds what is left on the workers and joins the threads.
  void stop();

 private:
  struct Thread;
  WorkerThreads() = default;
  std::vector<std::unique_ptr<Thread>> threads_;
};

}  // namespace headroom::conduct
