// What changed between two versions of the definitions, in words a lawyer reads: transitions, limits, roles, documents.
// Order without meaning, layout and the like are no change. Knows no case. Called by `hejie verify --diff` and tests.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/calendar/calendar.h"
#include "engine/definition/reader.h"

namespace hejie::definition {

struct Change {
  enum class Kind { added, removed, changed };
  Kind kind = Kind::changed;
  std::string procedure;
  std::string pointer;                ///< in the new version; of a removed part in the old one
  Text what;                          ///< "Event “Accept”: recorded by: clerk; before: clerk, window"
  bool wording = false;               ///< a name or text only
  std::vector<std::string> states{};  ///< a case feels it in these states (before or after); empty: in any
  std::string clock{};                ///< a case feels it while this clock runs
  bool operator==(const Change&) const = default;
};

/// Changes of one procedure, in the order of its parts, removed ones last.
[[nodiscard]] std::vector<Change> compare(const engine::Procedure& before, const engine::Procedure& after,
                                          const calendar::Calendar& calendar);

/// Changes of a set: procedures by id (the newest version of each); one that is only here or there is one change.
[[nodiscard]] std::vector<Change> compare_sets(std::span<const ReadProcedure> before,
                                               std::span<const ReadProcedure> after,
                                               const calendar::Calendar& calendar);

}  // namespace hejie::definition
