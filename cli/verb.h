// The table of verbs of `hejie`. One file a verb; each reads its own arguments and answers with an exit code:
// 0 done, 1 the answer is no, 2 wrong usage or bad input, 3 could not, 70 stopped after a failed write to disk.
#pragma once

#include <span>
#include <string_view>

namespace hejie::cli {

struct Verb {
  std::string_view name;
  std::string_view summary;                       ///< one line for `hejie --help`
  int (*run)(int argc, const char* const* argv);  ///< argv[0] is the verb
};

std::span<const Verb> verbs();

}  // namespace hejie::cli
