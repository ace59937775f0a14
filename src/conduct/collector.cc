#include "conduct/collector.h"

#include <algorithm>
#include <limits>

namespace headroom::conduct {

// The fiber on one worker. Touched by that worker's thread only.
struct Collector::Rotation {
  load::Worker worker;
  std::size_t index;
  const metrics::WindowClock& windows;
  Collector& collector;
  fiber::Fiber* fiber = nullptr;
  bool must_end = false;

  void run() {
    fiber::Reactor& reactor = worker.reactor;
    const kit::Instant start = reactor.now();
    const ThreadHealth health_start = read_thread_health();
    while (!must_end) {
      const kit::Instant window_start = reactor.now();
      const kit::Instant end = windows.end_of_window(window_start);
      if (reactor.suspend(end) == fiber::Wake::cancelled) {
        break;
      }
      if (!must_end) {
        collector.deliver({.worker = index,
                           .shard = worker.recorder.rotate(),
                           .window = windows.index_of(window_start),
                           .is_last = false,
                           .health = {}});
      }
    }
    fiber = nullptr;
    const ThreadHealth health_end = read_thread_health();
    collector.deliver({.worker = index,
                       .shard = worker.recorder.rotate(),
                       .window = windows.index_of(reactor.now()),
                       .is_last = true,
                       .health = health_between(health_start, health_end, reactor.now() - start)});
  }

  static WorkerHealth health_between(const ThreadHealth& before, const ThreadHealth& after,
                                     kit::Duration wall_time) {
    WorkerHealth health{
        .wall_time = wall_time, .cpu_time = after.cpu_time - before.cpu_time, .run_queue_wait = {}};
    if (before.run_queue_wait && after.run_queue_wait) {
      health.run_queue_wait = *after.run_queue_wait - *before.run_queue_wait;
      health.has_run_queue_wait = true;
    }
    return health;
  }
};

Collector::Collector(fiber::Reactor& control, std::vector<load::Worker> workers,
                     const CollectorSinks& sinks, const metrics::WindowClock& windows)
    : control_(control),
      workers_(std::move(workers)),
      sinks_(sinks),
      windows_(windows),
      receiving_(control),
      health_(workers_.size()),
      delivered_(workers_.size(), std::numeric_limits<std::int64_t>::min()) {}

Collector::~Collector() = default;

void Collector::start() {
  receiving_.add(workers_.size());
  for (std::size_t i = 0; i < workers_.size(); ++i) {
    rotations_.push_back(std::make_unique<Rotation>(
        Rotation{.worker = workers_[i], .index = i, .windows = windows_, .collector = *this}));
    Rotation& rotation = *rotations_.back();
    rotation.worker.reactor.post([&rotation] {
      rotation.fiber = &rotation.worker.reactor.spawn([&rotation] { rotation.run(); });
    });
  }
}

// A post and no mailbox: a mailbox has to outlive its senders' last call.
void Collector::deliver(Delivery delivery) {
  control_.post([this, delivery = std::move(delivery)]() mutable { receive(std::move(delivery)); });
}

void Collector::receive(Delivery delivery) {
  sinks_.thresholds.add(delivery.shard, delivery.window);
  close_after(delivery);
  metrics::Shard empty = sinks_.totals.merge(std::move(delivery.shard), delivery.window);
  if (delivery.is_last) {
    health_[delivery.worker] = delivery.health;
    receiving_.done();
    return;
  }
  load::Worker& worker = workers_[delivery.worker];
  worker.reactor.post([&recorder = worker.recorder, shard = std::move(empty)]() mutable {
    recorder.recycle(std::move(shard));
  });
}

void Collector::close_after(const Delivery& delivery) {
  if (!delivery.is_last) {
    delivered_[delivery.worker] = delivery.window;
    sinks_.thresholds.close(std::ranges::min(delivered_));
  }
}

void Collector::finish() {
  for (const std::unique_ptr<Rotation>& rotation : rotations_) {
    rotation->worker.reactor.post([&state = *rotation] {
      state.must_end = true;
      if (state.fiber != nullptr) {
        state.worker.reactor.wake(*state.fiber);
      }
    });
  }
  receiving_.wait();
}

void Collector::merge_control(metrics::Recorder& recorder) {
  metrics::Shard shard = recorder.rotate();
  const std::int64_t window = windows_.index_of(control_.now());
  sinks_.thresholds.add(shard, window);
  recorder.recycle(sinks_.totals.merge(std::move(shard), window));
}

}  // namespace headroom::conduct
