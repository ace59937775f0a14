// SIGINT and SIGTERM: the first asks the run to stop, the second ends the
// process at once. SIGPIPE is ignored: a closed pipe is an error of write().
#pragma once

#include "conduct/load_run.h"

namespace headroom::cli {

// Lives as long as the process; `exit_code` is that of the second signal.
conduct::StopRequest& watch_signals(int exit_code);

}  // namespace headroom::cli
