// What must be so: for each act, warning, approval, paper and start of a term the matters it depends on (table of
// conditions, 办理条件表, workflows/laws/conditions.json), and how each term runs: from what, for whom, until what, and
// what it does not count (course of terms, 期限运行表, workflows/laws/terms.json). Both stand apart from the procedures
// that must agree with them, and do nothing at run time. Read by verify.cpp, compared by checks/conditions.cpp and
// checks/terms.cpp.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>

#include "engine/definition/finding.h"
#include "engine/definition/source.h"

namespace hejie::definition {

struct Conditions {
  using Names = std::set<std::string, std::less<>>;
  using Matters = std::map<std::string, Names, std::less<>>;
  using Terms = std::map<std::string, Matters, std::less<>>;

  std::map<std::string, Matters, std::less<>> matters;  ///< procedure -> "act accept.plain" -> what it depends on
  std::map<std::string, Terms, std::less<>> terms;      ///< procedure -> clock -> "begins", "ends" ... -> what does it
};

/// Takes laws/conditions.json and laws/terms.json out of the files; empty when one is missing or does not read (told).
[[nodiscard]] std::optional<Conditions> conditions_of(std::span<const SourceFile> files, Findings& findings);

}  // namespace hejie::definition
