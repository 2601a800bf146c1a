// Draws for tests with a seed: whole numbers and members of a list. The same seed gives the same draws. Used by the
// property tests here and of the machine.
#pragma once

#include <random>
#include <vector>

namespace hejie::engine::properties {

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  /// 0 to n - 1. @pre n > 0
  int below(int n) { return static_cast<int>(engine_() % static_cast<unsigned>(n)); }
  int between(int low, int high) { return low + below(high - low + 1); }
  bool one_in(int n) { return below(n) == 0; }
  /// @pre not empty
  template <typename T>
  const T& of(const std::vector<T>& all) {
    return all[static_cast<std::size_t>(below(static_cast<int>(all.size())))];
  }

 private:
  std::mt19937 engine_;
};

}  // namespace hejie::engine::properties
