// The verb as the program has it: what needs scripts or a store stands beside the checks, which need neither.
#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "cli/verify.h"
#include "cli/verify_coverage.h"
#include "cli/verify_diff.h"

namespace hejie::cli {

int verify_verb(int argc, const char* const* argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  const auto given = [&](const char* flag) { return std::ranges::find(args, flag) != args.end(); };
  if (given("--coverage")) return run_coverage(args, std::cout, std::cerr);
  if (given("--diff")) return run_diff(args, std::cout, std::cerr);
  return run_verify(args, std::cout, std::cerr);
}

}  // namespace hejie::cli
