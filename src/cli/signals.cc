#include "cli/signals.h"

#include <atomic>
#include <csignal>
#include <string_view>

#include <unistd.h>

namespace headroom::cli {

namespace {

// Signal handlers have no argument of their own: this is the one global state.
conduct::StopRequest stop_request;
volatile std::sig_atomic_t second_exit_code = 1;
volatile std::sig_atomic_t first_signal = 0;
std::atomic<bool> bars_are_drawn = false;

void on_signal(int number) {
  if (first_signal == 0) {
    first_signal = number;
  }
  if (stop_request.is_requested.exchange(true)) {
    if (bars_are_drawn) {
      constexpr std::string_view erase_below = "\r\x1b[J";
      [[maybe_unused]] const ssize_t count =
          write(STDOUT_FILENO, erase_below.data(), erase_below.size());
    }
    _exit(second_exit_code);
  }
}

}  // namespace

conduct::StopRequest& watch_signals(int exit_code) {
  second_exit_code = exit_code;
  struct sigaction action{};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  action.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &action, nullptr);
  return stop_request;
}

void set_bars_are_drawn(bool are_drawn) {
  bars_are_drawn = are_drawn;
}

std::string received_signal() {
  return first_signal == SIGTERM ? "terminated" : "interrupt";
}

}  // namespace headroom::cli
