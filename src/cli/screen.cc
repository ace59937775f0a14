#include "cli/screen.h"

#include "cli/signals.h"

namespace headroom::cli {

namespace {

constexpr const char* erase_below = "\r\x1b[J";

// Lines that go over bars wipe what the bars had there.
std::string with_wiped_lines(const std::string& text) {
  std::string wiped;
  for (const char c : text) {
    if (c == '\n') {
      wiped += "\x1b[K";
    }
    wiped += c;
  }
  return wiped;
}

}  // namespace

void Screen::write_out(const std::string& text) {
  write(terminal_.is_stdout, write_stdout, text);
}

void Screen::write_error(const std::string& text) {
  write(terminal_.is_stderr, write_stderr, text);
}

// Bars are drawn anew below what was written, in one go each: a terminal shows no
// state between.
void Screen::write(bool is_terminal, Stream stream, const std::string& text) {
  const kit::MutexLock lock(mutex_);
  if (!is_terminal || bars_.empty()) {
    stream(text);
    return;
  }
  stream(with_wiped_lines(text));
  write_stdout(bars_);
}

void Screen::show_bars(const std::string& bars) {
  const kit::MutexLock lock(mutex_);
  bars_ = bars;
  set_bars_are_drawn(true);
  write_stdout(bars_);
}

void Screen::clear_bars() {
  const kit::MutexLock lock(mutex_);
  if (!bars_.empty()) {
    bars_.clear();
    set_bars_are_drawn(false);
    write_stdout(erase_below);
  }
}

}  // namespace headroom::cli
