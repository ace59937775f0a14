// Keeps alive the shapes (QuickJS's tables of property names) that short-lived
// objects go through while they are made: {}, {a}, {a, b}. QuickJS finds a shape
// again as long as an object has it; else it makes and frees all of them for
// each such object. One runtime's; costs some 150 bytes for each shape kept.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "script/value.h"

namespace headroom::script {

class KeptShapes {
 public:
  // Those of closures, which have `length` and `name`.
  void keep_of_functions(JSContext* context);
  // Those of object literals with these names in this order. Beyond a bound it keeps none.
  void keep_of_literal(JSContext* context, std::span<const JSPropertyEnum> names);
  // Before the context goes.
  void clear() { objects_.clear(); }

  std::size_t count() const { return objects_.size(); }

 private:
  void keep(Value object) { objects_.push_back(std::move(object)); }

  std::vector<Value> objects_;
};

}  // namespace headroom::script
