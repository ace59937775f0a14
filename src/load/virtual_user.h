// What load drives: a virtual user that does one iteration when told to, and
// the factory an input language supplies. Nothing here knows a protocol or a
// script; a virtual user is initialised once and serves one scenario after
// another until the run ends.
#pragma once

#include <cstdint>
#include <memory>

#include "fiber/reactor.h"
#include "kit/result.h"
#include "load/scenario.h"
#include "metrics/recorder.h"

namespace headroom::load {

// One thread of a run. Both references outlive the engine.
struct Worker {
  fiber::Reactor& reactor;
  metrics::Recorder& recorder;  // used on the worker's thread only
  int index = 0;
};

struct IterationContext {
  const Scenario* scenario = nullptr;
  std::size_t scenario_index = 0;
  std::uint64_t iteration_of_vu = 0;              // over its whole life, from 0
  std::uint64_t iteration_of_vu_in_scenario = 0;  // since it was activated, from 0
  // Unique within the scenario, from 0. Without gaps, except that under
  // constant-vus each of W workers numbers every W-th.
  std::uint64_t iteration_in_scenario = 0;
  // The same over all instances that run the test's segments.
  std::uint64_t iteration_in_test = 0;
  // When it was due (open model), else when it starts.
  kit::Instant scheduled_start;
};

enum class IterationEnd {
  complete,
  failed,       // it threw: counts as complete all the same
  interrupted,  // cut short by a cancel or by interrupt(): no iteration metrics
};

// Every call comes on the worker's thread. All but interrupt() come on the
// virtual user's own fiber, as do its construction and destruction.
class VirtualUser {
 public:
  virtual ~VirtualUser() = default;

  // The next iterations belong to `scenario`: its env, tags and function.
  virtual void activate(const Scenario& scenario) = 0;

  virtual IterationEnd iterate(const IterationContext& context) = 0;

  // The running iteration must end soon. Its fiber has been cancelled, so what
  // blocks returns already; this stops what computes. Also called between
  // iterations; holds until the next activate().
  virtual void interrupt() {}

  // The tags of this virtual user's iteration metrics, asked after each iteration.
  virtual metrics::TagSetId metric_tags(metrics::TagSetId scenario_tags) { return scenario_tags; }
};

// Both count from 1; 0 for one that serves no scenario.
struct VuId {
  std::uint64_t in_instance = 0;  // its worker is (in_instance - 1) % workers
  std::uint64_t in_test = 0;      // unique over all instances that run the test's segments
};

class VirtualUserFactory {
 public:
  virtual ~VirtualUserFactory() = default;
  // Called on the new virtual user's fiber, on its worker's thread: several
  // threads at once.
  virtual kit::Result<std::unique_ptr<VirtualUser>> make(Worker& worker, const VuId& id) = 0;
};

}  // namespace headroom::load
