// Answers that break HTTP on purpose, as scripts of raw bytes, pauses and
// endings: one per kind of misbehaving server that a load tool must survive.
// What a client should make of each is in test/ and docs, not here.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kit/time.h"

namespace headroom::net {
class Transport;
}

namespace headroom::target {

struct FaultStep {
  enum class Action {
    write,  // `bytes`
    pause,  // `span`
    hold,   // keeps the connection without a word until the client leaves, at most `span`
    reset,  // ends the connection abruptly; the last step
  };
  Action action = Action::write;
  std::string bytes;
  kit::Duration span;
};

// None when there is no fault of this name. A script without reset ends the
// connection in order.
std::optional<std::vector<FaultStep>> fault_named(std::string_view name);

// All names, in the order of the documentation.
std::vector<std::string_view> fault_names();
// What the server does, in a few words; empty when there is no such fault.
std::string_view fault_meaning(std::string_view name);

// Plays the steps on a connection whose request has been read, and closes its
// writing side. Blocks the fiber. Ends early when the client leaves.
void play_fault(std::span<const FaultStep> steps, net::Transport& transport);

}  // namespace headroom::target
