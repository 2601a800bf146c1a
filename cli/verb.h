// The table of verbs of `hejie`. One file a verb; each reads its own arguments and answers with an exit code:
// 0 done, 1 the answer is no, 2 wrong usage or bad input, 3 could not, 70 stopped after a failed write to disk.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/base/text.h"

namespace hejie::cli {

struct Verb {
  std::string_view name;
  Text summary;                                   ///< one line for `hejie --help`
  int (*run)(int argc, const char* const* argv);  ///< argv[0] is the verb
};

std::span<const Verb> verbs();

/// LC_ALL or LANG asks for English; Chinese otherwise.
[[nodiscard]] bool wants_english();
[[nodiscard]] inline const std::string& pick(const Text& text, bool english) {
  return english ? text.en : text.zh;
}

}  // namespace hejie::cli
