#include "conduct/stall_watch.h"

#include <atomic>
#include <thread>

namespace headroom::conduct {

namespace {

// One question to one reactor.
struct Question {
  kit::Instant asked_at;
  // Shared because the answer may come after the watch has ended.
  std::shared_ptr<std::atomic<bool>> is_answered;
  bool is_told = false;
};

Question ask(fiber::Reactor& reactor, kit::Instant now) {
  Question question{.asked_at = now, .is_answered = std::make_shared<std::atomic<bool>>(false)};
  reactor.post([answered = question.is_answered] { *answered = true; });
  return question;
}

}  // namespace

void watch_for_stalls(fiber::Reactor& own, const std::vector<fiber::Reactor*>& watched,
                      const StallOptions& options) {
  constexpr int looks_per_limit = 10;
  std::vector<Question> questions;
  questions.reserve(watched.size());
  for (fiber::Reactor* reactor : watched) {
    questions.push_back(ask(*reactor, own.now()));
  }
  while (own.sleep(options.limit / looks_per_limit) != fiber::Wake::cancelled) {
    for (std::size_t i = 0; i < questions.size(); ++i) {
      Question& question = questions[i];
      if (*question.is_answered) {
        question = ask(*watched[i], own.now());
      } else if (!question.is_told && own.now() - question.asked_at >= options.limit) {
        question.is_told = true;
        options.on_stall(i);
      }
    }
  }
}

struct StallWatch::Thread {
  std::unique_ptr<fiber::Reactor> reactor;
  std::thread thread;
};

StallWatch::StallWatch(std::unique_ptr<Thread> thread) : thread_(std::move(thread)) {}

kit::Result<std::unique_ptr<StallWatch>> StallWatch::start(std::vector<fiber::Reactor*> watched,
                                                           StallOptions options) {
  auto reactor = fiber::Reactor::make_system();
  if (!reactor) {
    return kit::failure_of(reactor);
  }
  auto thread = std::make_unique<Thread>();
  thread->reactor = std::move(*reactor);
  thread->thread = std::thread(
      [&own = *thread->reactor, reactors = std::move(watched), asked = std::move(options)] {
        own.spawn([&] { watch_for_stalls(own, reactors, asked); });
        own.run();
        own.cancel_all();
        own.run();
      });
  return std::unique_ptr<StallWatch>(new StallWatch(std::move(thread)));
}

StallWatch::~StallWatch() {
  thread_->reactor->stop();
  thread_->thread.join();
}

}  // namespace headroom::conduct
