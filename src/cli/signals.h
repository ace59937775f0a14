// SIGINT and SIGTERM: the first asks the run to stop, the second ends the
// process at once. SIGPIPE is ignored: a closed pipe is an error of write().
#pragma once

#include <string>

#include "conduct/load_run.h"

namespace headroom::cli {

// Lives as long as the process; `exit_code` is that of the second signal.
conduct::StopRequest& watch_signals(int exit_code);

// The first one's name, in Go's words: "interrupt" or "terminated".
std::string received_signal();

}  // namespace headroom::cli
