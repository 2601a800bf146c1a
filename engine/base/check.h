// CHECK(condition, "why it must hold"): an impossible state is a bug; stop at once, in every build.
#pragma once

#include <cstdio>
#include <cstdlib>

#define CHECK(condition, why)                                                                        \
  do {                                                                                               \
    if (!(condition)) {                                                                              \
      std::fprintf(stderr, "CHECK failed: %s (%s) at %s:%d\n", #condition, why, __FILE__, __LINE__); \
      std::abort();                                                                                  \
    }                                                                                                \
  } while (false)
