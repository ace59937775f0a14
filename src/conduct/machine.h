// Facts about the machine and its limits, from the kernel's files.
#pragma once

#include <cstdint>

#include "kit/result.h"
#include "run/record.h"

namespace headroom::conduct {

run::MachineFacts read_machine();

// Fails, with the limit and the remedy, when a run with that many connections
// cannot get its file descriptors. Raises the soft limit as far as needed.
kit::Result<void> prepare_descriptors(std::uint64_t connections);
// The same for the mappings that fibers' stacks need.
kit::Result<void> check_mappings(std::uint64_t virtual_users);

}  // namespace headroom::conduct
