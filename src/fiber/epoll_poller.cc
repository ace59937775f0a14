#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "fiber/poller.h"
#include "kit/assert.h"
#include "kit/file_descriptor.h"

namespace headroom::fiber {

namespace {

constexpr std::size_t batch_count_max = 512;

class EpollPoller final : public Poller {
 public:
  EpollPoller(kit::FileDescriptor epoll, kit::FileDescriptor event, kit::Duration spin)
      : spin_(spin), epoll_(std::move(epoll)), event_(std::move(event)) {}

  const kit::Clock& clock() const override { return clock_; }

  void enter_thread() override {
    // 50 us by default, which would make every sleep that much late.
    prctl(PR_SET_TIMERSLACK, 1);
  }

  kit::Result<void> add(int descriptor, Watch& watch) override {
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.ptr = &watch;
    if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, descriptor, &event) != 0) {
      return kit::failure("epoll: " + kit::text_of_errno(errno));
    }
    return {};
  }

  void remove(int descriptor, Watch& watch) override {
    epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, descriptor, nullptr);
    // The rest of the batch in hand must not touch a watch that is gone.
    for (int i = next_; i < count_; ++i) {
      epoll_event& event = events_[static_cast<std::size_t>(i)];
      event.data.ptr = event.data.ptr == &watch ? nullptr : event.data.ptr;
    }
  }

  bool wait(kit::Instant deadline, kit::Instant& stamp, Sink& sink) override {
    count_ = wait_for_events(deadline);
    stamp = clock_.now();
    for (next_ = 0; next_ < count_;) {
      const epoll_event event = events_[static_cast<std::size_t>(next_++)];
      if (event.data.ptr == this) {
        drain_interrupt();
      } else if (event.data.ptr != nullptr) {
        constexpr std::uint32_t ends = EPOLLHUP | EPOLLERR;
        auto& watch = *static_cast<Watch*>(event.data.ptr);
        watch.is_hung_up = watch.is_hung_up || (event.events & (EPOLLRDHUP | ends)) != 0;
        sink.on_ready(watch, (event.events & (EPOLLIN | EPOLLRDHUP | ends)) != 0,
                      (event.events & (EPOLLOUT | ends)) != 0);
      }
    }
    next_ = count_ = 0;
    return true;
  }

  void interrupt() override {
    const std::uint64_t one = 1;
    // It can only fail when the counter is full: then an interrupt is pending anyway.
    static_cast<void>(!::write(event_.get(), &one, sizeof one));
  }

  kit::Result<void> watch_interrupts() {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = this;
    if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, event_.get(), &event) != 0) {
      return kit::failure("epoll: " + kit::text_of_errno(errno));
    }
    return {};
  }

 private:
  void drain_interrupt() {
    std::uint64_t count = 0;
    static_cast<void>(!::read(event_.get(), &count, sizeof count));
  }

  int wait_for_events(kit::Instant deadline) {
    if (deadline == kit::Instant()) {
      return wait_milliseconds(0);
    }
    if (deadline == kit::Instant::never()) {
      return wait_milliseconds(-1);
    }
    const kit::Instant spin_start = deadline - spin_;
    int count = wait_nanoseconds((spin_start - clock_.now()).in_nanoseconds());
    if (spin_ > kit::Duration()) {
      // Before spin_start only when a signal cut the wait short.
      for (kit::Instant now = clock_.now(); count == 0 && now >= spin_start && now < deadline;
           now = clock_.now()) {
        count = wait_milliseconds(0);
      }
    }
    return count;
  }

  int wait_nanoseconds(std::int64_t ns) {
    ns = std::max<std::int64_t>(ns, 0);
    if (has_pwait2_) {
      const timespec timeout{.tv_sec = ns / 1'000'000'000, .tv_nsec = ns % 1'000'000'000};
      const int count =
          epoll_pwait2(epoll_.get(), events_.data(), batch_count_max, &timeout, nullptr);
      // ENOSYS under valgrind 3.19, EPERM under older containers' system call filters.
      has_pwait2_ = count >= 0 || (errno != ENOSYS && errno != EPERM);
      if (has_pwait2_) {
        return checked(count);
      }
    }
    constexpr std::int64_t ms_max = 1'000'000;  // the loop comes back
    return wait_milliseconds(static_cast<int>(std::min((ns + 999'999) / 1'000'000, ms_max)));
  }

  int wait_milliseconds(int ms) {
    return checked(epoll_wait(epoll_.get(), events_.data(), batch_count_max, ms));
  }

  // A signal ends a wait without events; the loop comes back.
  static int checked(int count) {
    HEADROOM_ASSERT(count >= 0 || errno == EINTR);
    return count < 0 ? 0 : count;
  }

  const kit::SystemClock clock_;
  const kit::Duration spin_;
  kit::FileDescriptor epoll_;
  kit::FileDescriptor event_;
  std::array<epoll_event, batch_count_max> events_{};
  int next_ = 0;
  int count_ = 0;
  bool has_pwait2_ = true;
};

}  // namespace

kit::Result<std::unique_ptr<Poller>> make_epoll_poller(kit::Duration spin) {
  kit::FileDescriptor epoll(epoll_create1(EPOLL_CLOEXEC));
  kit::FileDescriptor event(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!epoll.is_open() || !event.is_open()) {
    return kit::failure("event loop: " + kit::text_of_errno(errno));
  }
  auto poller = std::make_unique<EpollPoller>(std::move(epoll), std::move(event), spin);
  if (auto watched = poller->watch_interrupts(); !watched) {
    return kit::failure_of(watched);
  }
  return poller;
}

}  // namespace headroom::fiber
