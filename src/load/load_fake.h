// For tests: virtual users whose iterations are a function, and a whole run on
// a simulated reactor.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kit/assert.h"
#include "kit/clock.h"
#include "load/engine.h"

namespace headroom::load {

// What an iteration of virtual user `vu` does.
struct FakeIteration {
  const IterationContext& context;
  std::uint64_t vu = 0;
  std::uint64_t vu_in_test = 0;
  fiber::Reactor& reactor;
  const bool& is_interrupted;

  // Waits; interrupted when cancelled meanwhile.
  IterationEnd sleep(kit::Duration span) const {
    return reactor.sleep(span) == fiber::Wake::cancelled ? IterationEnd::interrupted
                                                         : IterationEnd::complete;
  }
};

class FakeUsers final : public VirtualUserFactory {
 public:
  using Body = std::function<IterationEnd(const FakeIteration&)>;
  using Making = std::function<kit::Result<void>(Worker&, std::uint64_t vu)>;

  explicit FakeUsers(Body body, Making making = {})
      : body_(std::move(body)), making_(std::move(making)) {}

  kit::Result<std::unique_ptr<VirtualUser>> make(Worker& worker, const VuId& id) override {
    if (making_) {
      auto made = making_(worker, id.in_instance);
      if (!made) {
        return kit::failure_of(made);
      }
    }
    ++alive_;
    return std::make_unique<User>(*this, worker.reactor, id);
  }

  int alive() const { return alive_; }

 private:
  class User final : public VirtualUser {
   public:
    User(FakeUsers& users, fiber::Reactor& reactor, const VuId& id)
        : users_(users), reactor_(reactor), id_(id) {}
    ~User() override { --users_.alive_; }

    void activate(const Scenario& scenario) override {
      scenario_ = &scenario;
      is_interrupted_ = false;
    }
    IterationEnd iterate(const IterationContext& context) override {
      HEADROOM_ASSERT(context.scenario == scenario_);
      return users_.body_({context, id_.in_instance, id_.in_test, reactor_, is_interrupted_});
    }
    void interrupt() override { is_interrupted_ = true; }

   private:
    FakeUsers& users_;
    fiber::Reactor& reactor_;
    const VuId id_;
    const Scenario* scenario_ = nullptr;
    bool is_interrupted_ = false;
  };

  Body body_;
  Making making_;
  std::atomic<int> alive_ = 0;
};

// Each iteration takes `span`.
inline FakeUsers::Body sleeping(kit::Duration span) {
  return [span](const FakeIteration& iteration) { return iteration.sleep(span); };
}

// Control and `workers` workers on one simulated reactor.
class SimulatedRun {
 public:
  SimulatedRun(std::vector<Scenario> scenarios, FakeUsers::Body body, std::size_t workers = 1,
               FakeUsers::Making making = {}, const Stripes& stripes = {})
      : users(std::move(body), std::move(making)), reactor(fiber::Reactor::make_simulated(clock)) {
    std::vector<Worker> made;
    for (std::size_t i = 0; i < workers; ++i) {
      recorders.push_back(std::make_unique<metrics::Recorder>(catalog));
      made.push_back({*reactor, *recorders[i], static_cast<int>(i)});
    }
    auto metrics = add_engine_metrics(catalog);
    HEADROOM_ASSERT(metrics.has_value());
    ids = *metrics;
    engine.emplace(
        EngineSetup{.scenarios = std::move(scenarios),
                    .stripes = stripes,
                    .workers = std::move(made),
                    .control = *reactor,
                    .factory = users,
                    .metrics = ids,
                    .on_notice = [this](const Notice& notice) { notices.push_back(notice); }});
  }

  // Runs `action` at `span` after the run's start.
  void at(kit::Duration span, std::function<void()> action) {
    actions_.emplace_back(span, std::move(action));
  }

  RunOutcome run() {
    RunOutcome outcome;
    reactor->spawn([&] {
      initialized = engine->initialize();
      if (initialized) {
        reactor->spawn([this] { act(); });
        outcome = engine->run();
      }
    });
    reactor->run();
    return outcome;
  }

  // Since the run's start.
  kit::Duration elapsed() const { return clock.now() - engine->start(); }

  kit::SimulatedClock clock;
  FakeUsers users;
  std::unique_ptr<fiber::Reactor> reactor;
  metrics::Catalog catalog;
  std::vector<std::unique_ptr<metrics::Recorder>> recorders;
  EngineMetrics ids;
  std::vector<Notice> notices;
  kit::Result<void> initialized;
  std::optional<Engine> engine;

 private:
  void act() {
    for (const auto& [span, action] : actions_) {
      reactor->sleep_until(engine->start() + span);
      action();
    }
  }

  std::vector<std::pair<kit::Duration, std::function<void()>>> actions_;
};

}  // namespace headroom::load
