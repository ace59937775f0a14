// The known word that a mistyped one was most likely meant to be.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace headroom::cli {

// How many letters must be put in, left out, changed or swapped with their neighbour.
std::size_t edits_between(std::string_view left, std::string_view right);

// Empty when none is near: within a third of the word's letters, at least one.
std::string_view nearest_word(std::string_view word, std::span<const std::string_view> known);

}  // namespace headroom::cli
