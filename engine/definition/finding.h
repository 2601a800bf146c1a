// One thing wrong with the definitions: which file, where in it, why, and what to write instead. Made by the reader and
// the checks; printed by `hejie verify`. Says nothing about cases.
#pragma once

#include <string>
#include <vector>

#include "engine/base/text.h"

namespace hejie::definition {

enum class Severity { warning, error };

struct DefinitionFinding {
  Severity severity = Severity::error;
  std::string check;  ///< stable id: unknown_key, unreachable_state, ...
  std::string file;   ///< as named by the source
  std::string path;   ///< JSON pointer in that file (RFC 6901)
  Text message;
  bool operator==(const DefinitionFinding&) const = default;
};
using Findings = std::vector<DefinitionFinding>;

[[nodiscard]] inline bool has_errors(const Findings& findings) {
  for (const auto& finding : findings)
    if (finding.severity == Severity::error) return true;
  return false;
}

}  // namespace hejie::definition
