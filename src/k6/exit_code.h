// The exit codes of `headroom run`: those of k6, because CI jobs read them.
// They travel as kit::Error::code(). Source: k6's errext/exitcodes.
#pragma once

namespace headroom::k6 {

enum ExitCode : int {
  exit_ok = 0,
  exit_thresholds_crossed = 99,
  exit_setup_timeout = 100,
  exit_teardown_timeout = 101,
  exit_generic_timeout = 102,
  exit_invalid_config = 104,
  exit_interrupted = 105,
  exit_script_exception = 107,
  exit_test_aborted = 108,
  exit_marked_failed = 110,
  exit_other = 255,
};

}  // namespace headroom::k6
