// Stacks are text that a script may have written.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "kit/assert.h"
#include "script/error.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  headroom::script::ScriptError error;
  error.frames = headroom::script::parse_frames({reinterpret_cast<const char*>(bytes), size});
  for (const headroom::script::Frame& frame : error.frames) {
    HEADROOM_ASSERT(frame.line >= 0 && frame.column >= 0);
  }
  HEADROOM_ASSERT(!error.trace().empty());
  return 0;
}
