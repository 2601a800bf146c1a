// What the case scripts touch of the definitions: register rows, events, guards, states, documents, articles. Runs the
// scripts in stores of their own and looks at what they expect; a thing that happened but that no expectation names is
// not touched. For `hejie verify --coverage`. Prints nothing.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/import.h"
#include "engine/definition/deadlines.h"

namespace hejie::app {

/// Kinds of things that scripts must touch, in the order of the report.
enum class Covered {
  row,       ///< a clock (row of the register): some `opens` names it with its day, or with null where it has none
  event,     ///< happened, and a step names the state after it
  passing,   ///< the guard of a row (`when`, `within`) let an act pass
  refusal,   ///< the guard refused an act, or chose another row of the same event
  state,     ///< named by some expectation
  document,  ///< named by some expectation, or served by a step that names the state
  article    ///< cited by a touched clock, event or document, or by the head of a procedure with a touched event; those
             ///< of the modes of service once for all procedures
};

struct Uncovered {
  Covered kind = Covered::row;
  std::string procedure;  ///< empty for a row of the register that no procedure has
  std::string id;         ///< clock, event, event.row, event@window, state, document, article
  std::string pointer;    ///< JSON pointer in the procedure; empty for articles, whose procedure is empty for service
  bool operator==(const Uncovered&) const = default;
};

struct CoverageCount {
  Covered kind = Covered::row;
  int all = 0;
  int touched = 0;
};

/// A script that does not come out as it says, and where in the definitions to look.
struct FailedScript {
  std::string file;
  std::size_t step = 0;  ///< the first that came out otherwise, from 1
  std::string procedure;
  std::vector<std::string> parts;  ///< JSON pointers of the procedure: what the step rests on; script_parts.h
};

struct Coverage {
  std::vector<CoverageCount> counts;  ///< one a kind
  std::vector<Uncovered> untouched;   ///< by kind, then in the order of the files
  std::vector<std::string> unplaced;  ///< rows of the register without a clock and without a reason
  std::vector<FailedScript> failed;   ///< they touch nothing
};

/// @param deadlines null: rows are the clocks of the procedures alone
/// @errors those of running a script (not_found: a script of an unknown workflow)
[[nodiscard]] Result<Coverage> coverage_of(const Definitions& definitions, std::span<const Script> scripts,
                                           const MakeScratch& scratch, const definition::DeadlineRegister* deadlines);

}  // namespace hejie::app
