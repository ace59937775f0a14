// What a path has in the places its endpoint's pattern leaves open, in order:
// of "/status/CODES" one, still escaped. Views into the request's target.
#pragma once

#include <string_view>
#include <vector>

namespace headroom::target {

class PathValues {
 public:
  void add(std::string_view value) { values_.push_back(value); }
  std::size_t size() const { return values_.size(); }
  // Empty for an optional place that the path has not.
  std::string_view operator[](std::size_t index) const {
    return index < values_.size() ? values_[index] : std::string_view();
  }

 private:
  std::vector<std::string_view> values_;
};

}  // namespace headroom::target
