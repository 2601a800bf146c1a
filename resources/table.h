// The table that resources/CMakeLists.txt generates. For resources.cpp only; others use resources.h.
#pragma once

namespace hejie::resources {

/// One embedded file: its bytes are [begin, end), followed by a NUL that is not counted.
struct Row {
  const char* path;
  const char* begin;
  const char* end;
};

/// In order of path; the last row has no path.
extern const Row kRows[];

}  // namespace hejie::resources
