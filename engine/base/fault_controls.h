// Faults put in on purpose, one at a time, to show that a test of crashes, races or security can fail: each takes one
// protection away. In the product each is the constant `false` and leaves nothing behind; only hejie_control
// (tests/controls) is compiled with HEJIE_FAULT_CONTROLS and takes the name of its fault from the environment.
#pragma once

#ifdef HEJIE_FAULT_CONTROLS
#include <cstdlib>
#include <string_view>

namespace hejie {
/// Is this the fault that the environment names?
inline bool has_fault(std::string_view name) {
  const char* chosen = std::getenv("HEJIE_CONTROL");
  return chosen != nullptr && name == chosen;
}
}  // namespace hejie
#define HEJIE_FAULT(name) ::hejie::has_fault(#name)
#else
#define HEJIE_FAULT(name) false
#endif
