// Who may do what: for each procedure the roles that may record an act, approve it, how many officers it takes, and
// where a case may turn back or end at once (the table of powers, 权力清单, workflows/roles/powers.json); and the
// course of a case, stage by stage (办事流程表, workflows/roles/course.json). Both stand apart from the procedures that
// must agree with them and grant nothing at run time. So does the table of parties (当事人表,
// workflows/roles/parties.json). Read by verify.cpp, compared by checks/powers.cpp, checks/course.cpp and
// checks/parties.cpp.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "engine/definition/finding.h"
#include "engine/definition/source.h"

namespace hejie::definition {

/// What a stage of a case allows: the acts by the state they lead to ("" = none: the case stays), and the terms that
/// can run meanwhile. An act of an event with several rows is named "event.row".
struct CourseStage {
  std::map<std::string, std::set<std::string, std::less<>>, std::less<>> acts;
  std::set<std::string, std::less<>> terms;
  std::string tells;  ///< the milestone that linked cases are told of here
};

/// A party of a case, or a kind of persons (no number then): how many there are ("1", "1+", "0-1", "0+"), who it may
/// be, the acts that are its own, the documents it is given.
struct PartyStanding {
  using Names = std::set<std::string, std::less<>>;
  std::string number;
  Names who, acts, gets;
};

struct ProcedurePowers {
  using Lists = std::map<std::string, std::set<std::string, std::less<>>, std::less<>>;
  Lists records;   ///< role -> events it may record; "*": any event but those another role keeps to itself
  Lists approves;  ///< role -> events it approves
  std::map<std::string, int, std::less<>> officers;  ///< event -> distinct persons it takes; others take one
  Lists returns;                                     ///< state -> states no later in the order of the file it may go to
  Lists ends;                                        ///< open state -> final states it may go to at once
  std::map<std::string, CourseStage, std::less<>> course;     ///< state ("" = the beginning) -> stage; empty: no table
  std::map<std::string, PartyStanding, std::less<>> parties;  ///< "any": all of them; empty: no table
};

struct Powers {
  std::map<std::string, ProcedurePowers, std::less<>> procedures;
  /// What an overlay adds: overlay -> procedure -> powers. An overlay that is not here is not compared.
  std::map<std::string, std::map<std::string, ProcedurePowers, std::less<>>, std::less<>> overlays;
};

/// The powers in a procedure with the overlays merged in it; empty when the table knows the procedure or one of the
/// overlays not.
[[nodiscard]] std::optional<ProcedurePowers> powers_in(const Powers& powers, std::string_view procedure,
                                                       std::span<const std::string> overlays);

/// Takes the three files of roles/ out of the files; empty when there is no table of powers or one of them does not
/// read (told).
[[nodiscard]] std::optional<Powers> powers_of(std::span<const SourceFile> files, Findings& findings);

}  // namespace hejie::definition
