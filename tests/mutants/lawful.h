// Faults that are none: changes that leave a lawful definition, each by a rule with a name and a reason. A rule sees
// the part before the fault, not whether some check found it. Used by the mutants test, which counts and prints them
// apart.
#pragma once

#include <string>

#include "tests/mutants/mutate.h"

namespace hejie::mutants {

struct Lawful {
  std::string rule;  ///< "" = none says that the mutant is lawful
  std::string why;
};

/// @param original the file without the fault
[[nodiscard]] Lawful lawful(const Mutant& mutant, const std::string& original);

}  // namespace hejie::mutants
