// multipart/form-data (RFC 7578): request bodies as Go's mime/multipart writes
// them, put together from pieces so that the bytes of a file are never copied,
// and the strict reading of such a body for the server to load.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kit/random.h"
#include "kit/result.h"

namespace headroom::protocol::http {

struct FormPart {
  std::string_view name;
  std::optional<std::string_view> filename;  // none: an ordinary field
  std::string_view content_type;             // empty: no such line
  std::string_view bytes;
};

// A body, made once and sent often. Borrows the bytes of its parts, which must
// outlive it; owns what stands around them.
class MultipartBody {
 public:
  // Sixty hexadecimal digits, as Go makes them.
  static std::string random_boundary(kit::Random& random);

  // The boundary is not looked for in the parts: make it a random one.
  static kit::Result<MultipartBody> make(std::span<const FormPart> parts,
                                         std::string_view boundary);

  MultipartBody(MultipartBody&&) = default;
  MultipartBody& operator=(MultipartBody&&) = default;

  // "multipart/form-data; boundary=..."
  const std::string& content_type() const { return content_type_; }
  // To be sent one after the other.
  std::span<const std::string_view> pieces() const { return pieces_; }
  std::size_t size_bytes() const { return size_bytes_; }
  // All pieces in one string.
  std::string joined() const;

 private:
  MultipartBody() = default;

  std::vector<char> frame_;               // not a string: its bytes must stay put when it moves
  std::vector<std::string_view> pieces_;  // of frame_ and of the parts, in turn
  std::size_t size_bytes_ = 0;
  std::string content_type_;
};

// A part that was read; its bytes are a view into the body.
struct ReceivedPart {
  std::string name;
  std::optional<std::string> filename;
  std::string content_type;
  std::string_view bytes;

  bool operator==(const ReceivedPart&) const = default;
};

struct MultipartLimits {
  std::size_t part_count_max = 1000;
  std::size_t head_bytes_max = 8192;  // of one part
};

// Refuses what no form's sender writes: lines that end without \r, text before
// the first boundary or behind the last one, parts without a name.
kit::Result<std::vector<ReceivedPart>> parse_multipart(std::string_view content_type,
                                                       std::string_view body,
                                                       const MultipartLimits& limits = {});

}  // namespace headroom::protocol::http
