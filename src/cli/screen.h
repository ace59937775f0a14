// The terminal of `headroom run`: bars that stay at the bottom while lines scroll by
// above them. Log, console and banner go through it, so that none writes into another.
// Where a stream is no terminal its text passes unchanged. Any thread.
#pragma once

#include <string>

#include "cli/environment.h"
#include "kit/mutex.h"

namespace headroom::cli {

class Screen {
 public:
  explicit Screen(Terminal terminal) : terminal_(terminal) {}
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  void write_out(const std::string& text);
  void write_error(const std::string& text);

  // In place of those shown so far. They end with the cursor on their first row.
  void show_bars(const std::string& bars);
  // Takes them away; what is written next begins where they were.
  void clear_bars();

  // As it is now: people resize windows.
  Terminal terminal() const { return with_present_size(terminal_); }

 private:
  using Stream = bool (*)(const std::string& text);
  void write(bool is_terminal, Stream stream, const std::string& text);

  kit::Mutex mutex_;
  const Terminal terminal_;
  std::string bars_ HEADROOM_GUARDED_BY(mutex_);
};

}  // namespace headroom::cli
