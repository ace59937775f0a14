// SIGINT and SIGTERM: the first asks the run to stop, the second ends the
// process at once. SIGPIPE is ignored: a closed pipe is an error of write().
#pragma once

#include <string>

#include "conduct/load_run.h"

namespace headroom::cli {

// Lives as long as the process; `exit_code` is that of the second signal.
conduct::StopRequest& watch_signals(int exit_code);

// Whether bars are drawn on standard output, with the cursor above them: then the second
// signal takes them away, so that what comes next on the terminal starts on a clean line.
void set_bars_are_drawn(bool are_drawn);

// The first one's name, in Go's words: "interrupt" or "terminated".
std::string received_signal();

}  // namespace headroom::cli
