#include "target/answers/images.h"

#include "kit/assert.h"
#include "kit/base64.h"

namespace headroom::target {

namespace {

// An arrow upwards, 16 by 16 in two colours.
constexpr std::string_view png_base64 =
    "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQAQMAAAAlPW0iAAAABlBMVEX///8fb4vatxrzAAAAIklEQVR42mNgYGBg"
    "bGBgPsDA/oCB/wOD/A8G+z8gLiYCAwARvQrSf4PACwAAAABJRU5ErkJggg==";

// A grey chessboard of four squares, 16 by 16: each block is its mean and no more.
constexpr std::string_view jpeg_base64 =
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI"
    "CAgICAgICAgICAgICAgICAgICAgICAj/wAALCAAQABABAREA/8QAFgAAAwAAAAAAAAAAAAAAAAAAAAYH/8QAFBAB"
    "AAAAAAAAAAAAAAAAAAAAAP/aAAgBAQAAPwB8QcLw/9k=";

// A blue square, 16 by 16: lossless, and every colour's code has one symbol.
constexpr std::string_view webp_base64 = "UklGRhgAAABXRUJQVlA4TAwAAAAvD8ADAOhbP7rY/wA=";

constexpr std::string_view svg = R"(<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" width="160" height="160">
  <path d="M8 1 L14 7 H10 V15 H6 V7 H2 Z" fill="#1f6f8b"/>
</svg>
)";

Answer picture(std::string_view content_type, std::string_view base64) {
  const auto bytes = kit::base64_decoded(base64);
  HEADROOM_ASSERT(bytes);
  return {.content_type = content_type, .body = *bytes};
}

}  // namespace

Answer image_answer(const Question& question, const PathValues& values) {
  const std::string_view accepted = header_of(question, "accept").value_or("image/png");
  const auto accepts = [accepted](std::string_view type) {
    return accepted.find(type) != accepted.npos;
  };
  if (accepts("image/webp")) {
    return webp_answer(question, values);
  }
  if (accepts("image/svg+xml")) {
    return svg_answer(question, values);
  }
  if (accepts("image/jpeg")) {
    return jpeg_answer(question, values);
  }
  if (accepts("image/png") || accepts("image/*") || accepts("*/*")) {
    return png_answer(question, values);
  }
  return not_acceptable_answer();
}

Answer png_answer(const Question&, const PathValues&) {
  return picture("image/png", png_base64);
}

Answer jpeg_answer(const Question&, const PathValues&) {
  return picture("image/jpeg", jpeg_base64);
}

Answer webp_answer(const Question&, const PathValues&) {
  return picture("image/webp", webp_base64);
}

Answer svg_answer(const Question&, const PathValues&) {
  return {.content_type = "image/svg+xml", .body = std::string(svg)};
}

Answer not_acceptable_answer() {
  Answer answer =
      json_answer(R"({"message":"Client did not request a supported media type.",)"
                  R"("accept":["image/webp","image/svg+xml","image/jpeg","image/png","image/*"]})"
                  "\n");
  answer.status = 406;
  return answer;
}

}  // namespace headroom::target
