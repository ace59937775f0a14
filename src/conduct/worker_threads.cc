#include "conduct/worker_threads.h"

#include <thread>

namespace headroom::conduct {

struct WorkerThreads::Thread {
  std::unique_ptr<fiber::Reactor> reactor;
  std::unique_ptr<metrics::Recorder> recorder;
  std::thread thread;

  void run() {
    // Keeps the reactor going while it has nothing else to do; ends by cancel_all().
    reactor->spawn([this] { reactor->suspend(); });
    reactor->run();
    reactor->cancel_all();
    reactor->run();
  }
};

kit::Result<std::unique_ptr<WorkerThreads>> WorkerThreads::start(int count,
                                                                 metrics::Catalog& catalog) {
  std::unique_ptr<WorkerThreads> workers(new WorkerThreads());
  for (int i = 0; i < count; ++i) {
    auto reactor = fiber::Reactor::make_system();
    if (!reactor) {
      return kit::failure_of(reactor);
    }
    auto thread = std::make_unique<Thread>();
    thread->reactor = std::move(*reactor);
    thread->recorder = std::make_unique<metrics::Recorder>(catalog);
    workers->threads_.push_back(std::move(thread));
  }
  for (const std::unique_ptr<Thread>& thread : workers->threads_) {
    thread->thread = std::thread([&state = *thread] { state.run(); });
  }
  return workers;
}

WorkerThreads::~WorkerThreads() {
  stop();
}

std::vector<load::Worker> WorkerThreads::workers() {
  std::vector<load::Worker> workers;
  workers.reserve(threads_.size());
  for (const std::unique_ptr<Thread>& thread : threads_) {
    workers.push_back({.reactor = *thread->reactor,
                       .recorder = *thread->recorder,
                       .index = static_cast<int>(workers.size())});
  }
  return workers;
}

void WorkerThreads::stop() {
  for (const std::unique_ptr<Thread>& thread : threads_) {
    if (thread->thread.joinable()) {
      thread->reactor->stop();
      thread->thread.join();
    }
  }
}

}  // namespace headroom::conduct
