#include "net/internal/openssl_pointer.h"

#include <openssl/err.h>

namespace headroom::net::internal {

Bio bio_of(const std::string& text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

std::string openssl_reason() {
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  return reason == nullptr ? "unknown error" : reason;
}

std::unexpected<kit::Error> refused_by_openssl(std::string_view what) {
  auto failure = kit::failure(std::string(what) + ": " + openssl_reason());
  ERR_clear_error();
  return failure;
}

}  // namespace headroom::net::internal
