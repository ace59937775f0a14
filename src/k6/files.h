// The files a script opens: read once, kept, and frozen after the first
// initialisation, so that every virtual user sees the same. Any thread.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "kit/memory_file.h"
#include "kit/mutex.h"
#include "kit/result.h"

namespace headroom::k6 {

// A file's bytes: small ones here, those of a large file in memory that every
// virtual user maps for itself.
struct OpenedFile {
  std::string bytes;
  std::optional<kit::MemoryFile> large;
};

class Files {
 public:
  // `directory` is that of the main script; relative paths start there.
  explicit Files(std::string directory) : directory_(std::move(directory)) {}

  // Lives as long as this object.
  kit::Result<const OpenedFile*> open(const std::string& path);
  // From now on only files already opened may be opened.
  void freeze();

 private:
  std::string directory_;
  kit::Mutex mutex_;
  bool is_frozen_ HEADROOM_GUARDED_BY(mutex_) = false;
  std::map<std::string, std::unique_ptr<const OpenedFile>> opened_ HEADROOM_GUARDED_BY(mutex_);
};

// "/a/b" for "/a/b/c.js"; "." when there is no folder in it.
std::string directory_of(const std::string& path);
// `path` against `directory` unless absolute, with "." and ".." resolved.
std::string joined_path(const std::string& directory, const std::string& path);

}  // namespace headroom::k6
