// Tells AFL++ where the program has been: GCC calls this at every block, AFL++ keeps the map. Compiled without
// instrumentation itself. Edges are told apart as AFL does it: here and the block before.
#include <cstdint>

extern "C" {
extern unsigned char* __afl_area_ptr;
extern char __executable_start;

void __sanitizer_cov_trace_pc() {
  static thread_local std::uintptr_t before = 0;
  const auto address = reinterpret_cast<std::uintptr_t>(__builtin_return_address(0));
  const auto place = address - reinterpret_cast<std::uintptr_t>(&__executable_start);  // the same in every run
  const std::uintptr_t here = (place * 0x9E3779B97F4A7C15ULL) >> 48;
  ++__afl_area_ptr[here ^ before];
  before = here >> 1;
}
}
