// Faults put in on purpose, one at a time, to show that a test of crashes or races can fail. In the product each is the
// constant `false` and leaves nothing behind; only hejie_control (tests/controls) is compiled with HEJIE_FAULT_CONTROLS
// and takes the name of its fault from the environment. Asked by storage/sqlite and app/case_service.cpp.
#pragma once

#ifdef HEJIE_FAULT_CONTROLS
#include <cstdlib>
#include <string_view>

namespace hejie::storage {
/// Is this the fault that the environment names?
inline bool has_fault(std::string_view name) {
  const char* chosen = std::getenv("HEJIE_CONTROL");
  return chosen != nullptr && name == chosen;
}
}  // namespace hejie::storage
#define HEJIE_FAULT(name) ::hejie::storage::has_fault(#name)
#else
#define HEJIE_FAULT(name) false
#endif
