// The parts of executors that cross workers, with a real thread for each.
#include <atomic>
#include <set>
#include <thread>

#include "load/load_fake.h"

namespace headroom::load {
namespace {

using namespace kit::literals;

// A reactor with its thread, alive until told to end.
class WorkerThread {
 public:
  WorkerThread() {
    auto made = fiber::Reactor::make_system();
    HEADROOM_ASSERT(made.has_value());
    reactor_ = std::move(*made);
    keeper_ = &reactor_->spawn([this] {
      while (!must_end_) {
        reactor_->suspend();
      }
    });
    thread_ = std::thread([this] { reactor_->run(); });
  }
  ~WorkerThread() {
    reactor_->post([this] {
      must_end_ = true;
      reactor_->wake(*keeper_);
    });
    thread_.join();
  }
  fiber::Reactor& reactor() { return *reactor_; }

 private:
  std::unique_ptr<fiber::Reactor> reactor_;
  fiber::Fiber* keeper_ = nullptr;
  bool must_end_ = false;
  std::thread thread_;
};

RunOutcome run_on_two_threads(std::vector<Scenario> scenarios, FakeUsers& users) {
  metrics::Catalog catalog;
  metrics::Recorder left(catalog);
  metrics::Recorder right(catalog);
  const auto ids = add_engine_metrics(catalog);
  HEADROOM_ASSERT(ids.has_value());
  auto control = fiber::Reactor::make_system();
  HEADROOM_ASSERT(control.has_value());
  WorkerThread threads[2];
  RunOutcome outcome;
  (*control)->spawn([&] {
    Engine engine({.scenarios = std::move(scenarios),
                   .workers = {{threads[0].reactor(), left, 0}, {threads[1].reactor(), right, 1}},
                   .control = **control,
                   .factory = users,
                   .metrics = *ids});
    HEADROOM_ASSERT(engine.initialize().has_value());
    outcome = engine.run();
  });
  (*control)->run();
  return outcome;
}

TEST(Threads, ShareIterationsWithoutLosingOrRepeatingOne) {
  constexpr std::uint64_t iterations = 20'000;
  std::vector<std::atomic<int>> ran(iterations);
  FakeUsers users([&](const FakeIteration& iteration) {
    ++ran[iteration.context.iteration_in_scenario];
    if (iteration.context.iteration_in_scenario % 64 == 0) {
      iteration.reactor.yield();
    }
    return IterationEnd::complete;
  });

  const RunOutcome outcome = run_on_two_threads(
      {{.name = "shared", .executor = SharedIterations{.vus = 8, .iterations = iterations}}},
      users);

  EXPECT_EQ(outcome.progress.completed, iterations);
  EXPECT_EQ(outcome.progress.dropped, 0);
  for (const std::atomic<int>& count : ran) {
    EXPECT_EQ(count, 1);
  }
  EXPECT_EQ(users.alive(), 0);
}

// Virtual user 1 is the only one of its worker and never free, so that worker's
// ticks go to the other.
TEST(Threads, HandTicksOverAndAccountForEach) {
  std::atomic<std::uint64_t> of_other_worker = 0;
  FakeUsers users([&](const FakeIteration& iteration) {
    if (iteration.vu == 1) {
      return iteration.sleep(60_s);
    }
    ++of_other_worker;
    return iteration.sleep(100_us);
  });

  const RunOutcome outcome = run_on_two_threads(
      {{.name = "open",
        .executor =
            ConstantArrivalRate{
                .rate = 2000, .duration = 250_ms, .preallocated_vus = 2, .max_vus = 40},
        .graceful_stop = 100_ms}},
      users);

  const Progress& progress = outcome.progress;
  EXPECT_EQ(progress.completed + progress.dropped + progress.interrupted, 501);
  EXPECT_GT(of_other_worker, 0);
  EXPECT_EQ(users.alive(), 0);
}

TEST(Threads, AbortReachesEveryWorker) {
  Engine* running = nullptr;
  FakeUsers users([&](const FakeIteration& iteration) { return iteration.sleep(3600_s); });
  metrics::Catalog catalog;
  metrics::Recorder left(catalog);
  metrics::Recorder right(catalog);
  const auto ids = add_engine_metrics(catalog);
  ASSERT_TRUE(ids.has_value());
  auto control = fiber::Reactor::make_system();
  ASSERT_TRUE(control.has_value());
  WorkerThread threads[2];
  (*control)->spawn([&] {
    Engine engine(
        {.scenarios = {{.name = "s", .executor = ConstantVus{.vus = 4, .duration = 3600_s}}},
         .workers = {{threads[0].reactor(), left, 0}, {threads[1].reactor(), right, 1}},
         .control = **control,
         .factory = users,
         .metrics = *ids});
    ASSERT_TRUE(engine.initialize().has_value());
    running = &engine;
    (*control)->spawn([&] {
      while (running->progress().active_vus < 4) {
        (*control)->yield();
      }
      running->abort();
    });

    const RunOutcome outcome = engine.run();

    EXPECT_EQ(outcome.end, RunEnd::aborted);
    EXPECT_EQ(outcome.progress.completed, 0);
    EXPECT_LE(outcome.progress.interrupted, 4);
  });
  (*control)->run();
}

}  // namespace
}  // namespace headroom::load
