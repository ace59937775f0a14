// Any text gives a complaint about one of its bytes, or bytes whose own text gives them back.
#include <cstddef>
#include <cstdint>

#include "kit/assert.h"
#include "kit/base64.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace headroom::kit;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  for (const Base64Alphabet alphabet : {Base64Alphabet::standard, Base64Alphabet::url}) {
    for (const bool is_padded : {true, false}) {
      const Base64Form form{.alphabet = alphabet, .is_padded = is_padded};
      const auto decoded = base64_decoded(text, form);
      HEADROOM_ASSERT(!decoded || base64_decoded(base64_encoded(*decoded, form), form) == *decoded);
    }
  }
  return 0;
}
