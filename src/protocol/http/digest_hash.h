// The hashing of digest authentication (RFC 7616): "a:b:c" in hexadecimal digits. For
// the client that answers a challenge, and for servers that check the answer.
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <openssl/types.h>

namespace headroom::protocol::http {

class DigestHash {
 public:
  // By OpenSSL's name: "MD5", "SHA256". None where the machine's policy forbids it, as
  // FIPS does with MD5.
  static std::optional<DigestHash> make(const char* name);

  // Of the parts with colons between them; at least one.
  std::string of(std::initializer_list<std::string_view> parts) const;

 private:
  struct Free {
    void operator()(EVP_MD* method) const;
  };
  explicit DigestHash(EVP_MD* method) : method_(method) {}

  std::unique_ptr<EVP_MD, Free> method_;
};

}  // namespace headroom::protocol::http
