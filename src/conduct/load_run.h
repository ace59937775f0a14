// One load test from start to record: starts the workers, initialises, sets up,
// runs, watches thresholds, tears down, and judges its own measurement. Blocks
// a fiber of the control reactor.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "fiber/reactor.h"
#include "kit/result.h"
#include "load/engine.h"
#include "load/load_test.h"
#include "log/logger.h"
#include "run/record.h"

namespace headroom::conduct {

// Set by whoever handles signals; read by the run ten times a second. Any thread.
// Initialisation, setup() and iterations end at once; teardown() is left to
// finish, because it cleans up what the run has made of its target.
struct StopRequest {
  std::atomic<bool> is_requested = false;
};

struct LoadRunSetup {
  load::LoadTest& test;
  fiber::Reactor& control;
  log::Logger& logger;
  int worker_count = 0;  // 0: as many as cores, but no more than one per 64 virtual users
  run::Facts facts;      // script, tool and outputs; the rest is filled in
  const StopRequest* stop = nullptr;
  // Called on the control reactor, about ten times a second while iterations run
  // and once at their end.
  std::function<void(const load::Progress&)> on_progress;
  // After teardown, with the record and the worker to record as, for summaries
  // that run code of the test.
  std::function<kit::Result<void>(const run::Record&, load::Worker& control)> on_record;
};

struct LoadRunOutcome {
  run::Record record;
  load::RunEnd end = load::RunEnd::finished;
  bool was_stopped = false;  // by StopRequest
  bool aborted_by_threshold = false;
  bool is_marked_failed = false;  // by the test itself
  // Of setup(), after which neither iterations nor teardown() ran, or of teardown();
  // or why the test itself ended the run. Carries an exit code. None for a setup()
  // that ended because of StopRequest.
  std::optional<kit::Error> failure;
};

// An error means that the run never began; it carries an exit code.
kit::Result<LoadRunOutcome> run_load(const LoadRunSetup& setup);

// The same on workers of the caller's, whose reactors run meanwhile. Neither
// limits of the machine nor `worker_count` are looked at.
kit::Result<LoadRunOutcome> run_load_on(const LoadRunSetup& setup,
                                        std::vector<load::Worker> workers);

// As many as cores, one per 64 virtual users at most, at least one.
int default_worker_count(std::uint64_t vus_max);

}  // namespace headroom::conduct
