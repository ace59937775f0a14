// The file that SSLKEYLOGFILE names: the secrets of TLS connections in NSS' key
// log format, so that a captured run can be decrypted. Any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "kit/file_descriptor.h"
#include "kit/result.h"

namespace headroom::net {

class KeyLog {
 public:
  // Appends to the file, or creates it for its owner only.
  static kit::Result<std::unique_ptr<KeyLog>> open(const std::string& path);

  // `line` without its end. One write, so lines of several threads stay whole.
  void append(std::string_view line) const;

 private:
  explicit KeyLog(kit::FileDescriptor file) : file_(std::move(file)) {}
  kit::FileDescriptor file_;
};

}  // namespace headroom::net
