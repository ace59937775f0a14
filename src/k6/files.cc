#include "k6/files.h"

#include <filesystem>

#include "kit/file.h"

namespace headroom::k6 {

namespace {

// Below it a copy costs less than a mapping, of which the kernel allows only so many.
constexpr std::size_t large_bytes_min = std::size_t{256} << 10;

OpenedFile opened(std::string bytes) {
  if (bytes.size() >= large_bytes_min) {
    if (auto large = kit::MemoryFile::make(bytes)) {
      return {.bytes = {}, .large = std::move(*large)};
    }
  }
  return {.bytes = std::move(bytes), .large = std::nullopt};
}

}  // namespace

kit::Result<const OpenedFile*> Files::open(const std::string& path) {
  const std::string scheme = "file://";
  const std::string bare = path.starts_with(scheme) ? path.substr(scheme.size()) : path;
  const std::string full = joined_path(directory_, bare);
  const kit::MutexLock lock(mutex_);
  if (const auto found = opened_.find(full); found != opened_.end()) {
    return found->second.get();
  }
  if (is_frozen_) {
    return kit::failure("open() can't open \"" + path +
                        "\": only files opened by the first initialisation may be opened later");
  }
  auto bytes = kit::read_file(full);
  if (!bytes) {
    return kit::failure("open() can't open \"" + path + "\": " + bytes.error().text());
  }
  auto& kept = opened_[full];
  kept = std::make_unique<const OpenedFile>(opened(std::move(*bytes)));
  return kept.get();
}

void Files::freeze() {
  const kit::MutexLock lock(mutex_);
  is_frozen_ = true;
}

std::string directory_of(const std::string& path) {
  const std::string directory = std::filesystem::path(path).parent_path().string();
  return directory.empty() ? "." : directory;
}

std::string joined_path(const std::string& directory, const std::string& path) {
  return (std::filesystem::path(directory) / path).lexically_normal().string();
}

}  // namespace headroom::k6
