// Does every algorithm give its published answer on this machine? Asked by `hejie crypto-selftest` and at the start of
// a server: a library that was exchanged or built wrongly is found before anything is sealed, hashed or signed with it.
#pragma once

#include <vector>

#include "engine/base/result.h"

namespace hejie::crypto {

struct SelfTest {
  const char* name;  ///< algorithm and where its answer is published
  bool national;     ///< SM2, SM3, SM4
  bool passed;
};

/// All of them; a few milliseconds.
[[nodiscard]] std::vector<SelfTest> self_test();

/// @errors corrupt: names those that failed
[[nodiscard]] Status check_self_test();

}  // namespace hejie::crypto
