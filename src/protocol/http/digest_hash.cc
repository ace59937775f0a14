#include "protocol/http/digest_hash.h"

#include <array>

#include <openssl/evp.h>

#include "kit/assert.h"
#include "kit/hex.h"

namespace headroom::protocol::http {

std::optional<DigestHash> DigestHash::make(const char* name) {
  EVP_MD* method = EVP_MD_fetch(nullptr, name, nullptr);
  return method == nullptr ? std::nullopt : std::optional(DigestHash(method));
}

std::string DigestHash::of(std::initializer_list<std::string_view> parts) const {
  std::string text;
  for (const std::string_view part : parts) {
    text.append(part).append(":");
  }
  HEADROOM_ASSERT(!text.empty());
  text.pop_back();
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned size = 0;
  HEADROOM_ASSERT(
      EVP_Digest(text.data(), text.size(), bytes.data(), &size, method_.get(), nullptr) == 1);
  return kit::hex_of({reinterpret_cast<const char*>(bytes.data()), size});
}

void DigestHash::Free::operator()(EVP_MD* method) const {
  EVP_MD_free(method);
}

}  // namespace headroom::protocol::http
