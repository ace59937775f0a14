#include <atomic>
#include <string>

#include "fiber/poller.h"

namespace headroom::fiber {

namespace {

class SimulatedPoller final : public Poller {
 public:
  explicit SimulatedPoller(kit::SimulatedClock& clock) : clock_(clock) {}

  const kit::Clock& clock() const override { return clock_; }

  void enter_thread() override {}

  kit::Result<void> add(int descriptor, Watch& watch) override {
    static_cast<void>(watch);
    return kit::failure("descriptor " + std::to_string(descriptor) +
                        ": a simulated reactor watches no descriptors");
  }
  void remove(int descriptor, Watch& watch) override {
    static_cast<void>(descriptor);
    static_cast<void>(watch);
  }

  bool wait(kit::Instant deadline, kit::Instant& stamp, Sink& sink) override {
    static_cast<void>(sink);
    const bool was_interrupted = is_interrupted_.exchange(false);
    const bool can_go_on = was_interrupted || deadline != kit::Instant::never();
    if (!was_interrupted && can_go_on) {
      clock_.advance_to(deadline);
    }
    stamp = clock_.now();
    return can_go_on;
  }

  void interrupt() override { is_interrupted_ = true; }

 private:
  kit::SimulatedClock& clock_;
  std::atomic<bool> is_interrupted_ = false;
};

}  // namespace

std::unique_ptr<Poller> make_simulated_poller(kit::SimulatedClock& clock) {
  return std::make_unique<SimulatedPoller>(clock);
}

}  // namespace headroom::fiber
