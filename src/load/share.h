// A share: the part of one scenario's executor that lives on one worker. This
// base does what all executors do alike: wait for the start, seat the virtual
// users, wait for the end, give gracefulStop, interrupt, count and record. The
// executors say how a virtual user spends its time, and what crosses workers.
#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "load/engine_metrics.h"
#include "load/scenario.h"
#include "load/tally.h"
#include "load/virtual_user.h"
#include "load/vu.h"
#include "load/vu_plan.h"
#include "load/vu_pool.h"
#include "metrics/histogram.h"

namespace headroom::load {

class Share;

// What the shares of one scenario have in common. Any thread.
struct ScenarioShared {
  std::size_t index = 0;               // constant
  const Scenario* scenario = nullptr;  // constant
  std::uint64_t max_vus = 0;           // constant
  // The next iteration of the scenario; also what shared-iterations counts down.
  alignas(64) std::atomic<std::uint64_t> next_iteration = 0;
  alignas(64) std::atomic<bool> is_ended = false;  // by stop() or abort()
  std::atomic<std::size_t> shares_running = 0;
  // Open model only.
  std::atomic<std::size_t> shares_pacing = 0;
  std::atomic<std::uint64_t> vus_to_add = 0;  // not yet begun
  std::atomic<bool> is_adding_vu = false;
  std::atomic<bool> has_warned = false;
  // That there are too few was said when nobody knew yet how many it takes.
  std::atomic<bool> owes_demand = false;
  // Constant once the engine is made; by rank.
  std::vector<Share*> shares;
};

struct ShareSetup {
  const Scenario& scenario;
  std::size_t scenario_index = 0;
  ScenarioShared& shared;
  std::size_t rank = 0;         // among the scenario's shares
  std::size_t share_count = 1;  // of the scenario
  Worker worker;
  VuPool& pool;
  const VuLoan& loan;  // of planned virtual users, by this worker; outlives the share
  EngineMetrics metrics;
};

enum class EndMode { graceful, at_once };

// The worker's thread only, except tally(). Constructed anywhere.
class Share {
 public:
  explicit Share(const ShareSetup& setup);
  Share(const Share&) = delete;
  Share& operator=(const Share&) = delete;
  virtual ~Share() = default;

  // From waiting for the start to the last virtual user's return: blocks the
  // calling fiber. `origin` is the run's common start.
  void run(kit::Instant origin);
  // Ends it early, once `is_ended` is set. May come before run(), which then
  // returns soon.
  void end(EndMode mode);
  // The virtual user's fiber spends its time here while it serves this share.
  void attend(Vu& vu);
  // One more virtual user than planned joins, or goes back when it is too late.
  void admit(Vu& vu);

  // Lets the share's fiber look again at what it waits for.
  void wake_overseer();
  bool is_over() const { return is_over_; }
  const Tally& tally() const { return tally_; }
  std::size_t scenario_index() const { return setup_.scenario_index; }
  std::size_t worker_index() const { return static_cast<std::size_t>(setup_.worker.index); }
  // Seconds from an iteration's scheduled to its actual start; open model only.
  // To be read once the share has ended.
  const metrics::Histogram& lateness() const { return lateness_; }

 protected:
  struct Turn {
    std::uint64_t iteration_in_scenario = 0;
    kit::Instant scheduled;
    kit::Instant started;
  };

  // On the virtual user's fiber: iterates until the share closes or there is no
  // more to do.
  virtual void drive(Vu& vu) = 0;
  // On the share's own fiber, from the start to the regular end: returns when it
  // is over or the share is closing.
  virtual void oversee();
  // On the share's own fiber, at the start or ahead of it: takes the virtual users
  // the scenario starts with.
  virtual void seat_first();
  // On the share's own fiber: from now on no iteration starts.
  virtual void on_closing() {}
  // On the share's own fiber, after that: interrupts members whose time is up before
  // that of all. Returns when to be asked again.
  virtual kit::Instant interrupt_due() { return kit::Instant::never(); }
  // The virtual user goes back to the pool.
  virtual void on_leaving(Vu& vu) { static_cast<void>(vu); }
  // When every virtual user has left: iterations that were asked for and will
  // never start. `is_last`: all other shares of the scenario have been asked.
  // Not asked after end(), which wanted that.
  virtual std::uint64_t count_leftover(bool is_last) {
    static_cast<void>(is_last);
    return 0;
  }

  // Returns when the iteration ended.
  kit::Instant run_iteration(Vu& vu, const Turn& turn);
  // A closed loop's first moment: waits for the start.
  kit::Instant begin(Vu& vu);
  // May a closed loop start another iteration at `now`?
  bool is_open_at(kit::Instant now) const { return now < regular_end_ && !is_closing(); }
  // Between two iterations of a closed loop: lets others run when this one has
  // had its slice without ever waiting. Returns the time then.
  kit::Instant breathe(Vu& vu, kit::Instant now);
  // Blocks the share's fiber until `instant`, or false when the share is closing.
  bool wait_until(kit::Instant instant);
  // The last moment of gracefulStop.
  kit::Instant grace_end() const { return grace_end_; }
  // From the pool, once there is one; null when the share is closing.
  Vu* seat_one();
  void interrupt(Vu& vu);
  void record_dropped(std::uint64_t count);
  void count_interrupted() { tally_.interrupted.add(); }
  void record_lateness(kit::Duration late) { lateness_.record(late.in_seconds()); }

  // True at once for whoever called stop() or abort(), on any worker.
  bool is_closing() const {
    return is_closing_ || setup_.shared.is_ended.load(std::memory_order_relaxed);
  }
  ScenarioShared& shared() const { return setup_.shared; }
  const Stripes& stripes() const { return setup_.scenario.stripes; }
  const VuLoan& loan() const { return setup_.loan; }
  std::size_t rank() const { return setup_.rank; }
  std::size_t share_count() const { return setup_.share_count; }
  kit::Instant start() const { return start_; }
  kit::Instant run_start() const { return start_ - setup_.scenario.start_time; }
  kit::Instant regular_end() const { return regular_end_; }
  fiber::Reactor& reactor() const { return setup_.worker.reactor; }

 private:
  void resolve_series();
  void seat(Vu& vu);
  void leave(Vu& vu);
  void close();
  void wait_for_members();
  void interrupt_members();
  void finish();
  void record_iteration(Vu& vu, const Turn& turn, kit::Instant ended);
  metrics::SeriesGroup resolve_iteration(metrics::TagSetId tags);

  const ShareSetup setup_;
  Tally tally_;
  metrics::Histogram lateness_;
  fiber::Fiber* overseer_ = nullptr;
  kit::Instant start_ = kit::Instant::never();
  kit::Instant regular_end_ = kit::Instant::never();
  kit::Instant grace_end_ = kit::Instant::never();
  kit::Duration slice_;  // each member's, so that all together take about 1 ms
  std::vector<Vu*> members_;
  bool is_closing_ = false;
  bool is_interrupting_ = false;
  bool is_over_ = false;
  metrics::TagSetId scenario_tags_ = 0;
  metrics::SeriesGroup scenario_series_{};
};

}  // namespace headroom::load
