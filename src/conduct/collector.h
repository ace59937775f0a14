// Brings the workers' windows together once a second: a fiber on each worker
// rotates its recorder, and the control reactor merges what arrives.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "conduct/health.h"
#include "conduct/windowed_thresholds.h"
#include "fiber/wait_group.h"
#include "load/virtual_user.h"
#include "metrics/totals.h"
#include "metrics/window_clock.h"

namespace headroom::conduct {

// Of one worker, from start() to finish().
struct WorkerHealth {
  kit::Duration wall_time;
  kit::Duration cpu_time;
  kit::Duration run_queue_wait;
  bool has_run_queue_wait = false;
};

// What a window's values go to.
struct CollectorSinks {
  metrics::Totals& totals;
  WindowedThresholds& thresholds;
};

class Collector {
 public:
  // All references outlive the collector. Used on the control reactor's thread.
  Collector(fiber::Reactor& control, std::vector<load::Worker> workers, const CollectorSinks& sinks,
            const metrics::WindowClock& windows);
  ~Collector();
  Collector(const Collector&) = delete;
  Collector& operator=(const Collector&) = delete;

  void start();
  // Takes what is left of every worker and ends the fibers. Blocks the calling fiber.
  void finish();
  // Merges the control thread's own recorder.
  void merge_control(metrics::Recorder& recorder);

  const std::vector<WorkerHealth>& health() const { return health_; }

 private:
  struct Delivery {
    std::size_t worker = 0;
    metrics::Shard shard;
    std::int64_t window = 0;
    bool is_last = false;
    WorkerHealth health;
  };
  struct Rotation;

  // Any thread. After the last of a worker the collector may be gone.
  void deliver(Delivery delivery);
  void receive(Delivery delivery);
  // Notes it, and closes the seconds that every worker has delivered.
  void close_after(const Delivery& delivery);

  fiber::Reactor& control_;
  std::vector<load::Worker> workers_;
  CollectorSinks sinks_;
  const metrics::WindowClock& windows_;
  fiber::WaitGroup receiving_;
  std::vector<std::unique_ptr<Rotation>> rotations_;
  std::vector<WorkerHealth> health_;
  std::vector<std::int64_t> delivered_;  // by worker: the newest whole second
};

}  // namespace headroom::conduct
