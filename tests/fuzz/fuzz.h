// What the fuzz targets share. A target returns when the bytes were refused or taken; it stops the program when a
// promise is broken: a sanitizer does so for memory, hold() for what the text of a header says.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace hejie::fuzz {

inline void hold(bool promise, const char* what) {
  if (promise) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace hejie::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
/// Where there is much to read first: once, before the processes that take inputs are forked.
extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv);
