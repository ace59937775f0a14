// A load test as an input language hands it over to be conducted: what to run,
// by whom, and what must hold. One class per language implements it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "kit/result.h"
#include "load/scenario.h"
#include "load/virtual_user.h"
#include "metrics/catalog.h"
#include "threshold/expression.h"

namespace headroom::load {

struct ThresholdPlan {
  metrics::MetricId metric = 0;  // or sub-metric
  threshold::Expression expression;
  bool aborts_on_fail = false;
  kit::Duration abort_delay;  // no abort before the run is that old
  // Must hold in every window of that length, instead of over the whole run.
  std::optional<std::int64_t> window_seconds;
};

class Engine;

// What a test says of its own run.
struct OwnVerdict {
  // Why it ended the run, with an exit code; none when it did not.
  std::optional<kit::Error> abort = {};
  bool is_failed = false;  // it marked the run as failed, which went on
};

class LoadTest {
 public:
  virtual ~LoadTest() = default;
  virtual const std::vector<Scenario>& scenarios() const = 0;
  // What of the whole test this instance runs; the scenarios are its part already.
  virtual const Stripes& stripes() const = 0;
  virtual const std::vector<ThresholdPlan>& thresholds() const = 0;
  virtual metrics::Catalog& catalog() = 0;
  virtual VirtualUserFactory& factory() = 0;
  // Before the engine initialises virtual users. It outlives every later call, and
  // a test that wants the run to end calls its abort().
  virtual void attach(Engine& engine) { static_cast<void>(engine); }
  virtual OwnVerdict own_verdict() const { return {}; }
  // Before the first and after the last iteration, on a fiber of the control
  // reactor. `control` records like a worker. An error carries its exit code.
  virtual kit::Result<void> setup(Worker& control) = 0;
  virtual kit::Result<void> teardown(Worker& control) = 0;
  // A running setup() or teardown() must end soon; from another fiber of the control reactor.
  virtual void interrupt() = 0;
};

}  // namespace headroom::load
