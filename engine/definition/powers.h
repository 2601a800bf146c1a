// Who may do what: for each procedure the roles that may record an act, approve it, how many officers it takes, and
// where a case may turn back or end at once. The table of powers of the bureau (权力清单), kept beside the roles in
// workflows/roles/powers.json, apart from the procedures that must agree with it. It grants nothing at run time: the
// machine reads the procedures. Read by verify.cpp, compared by checks/powers.cpp.
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

struct ProcedurePowers {
  using Lists = std::map<std::string, std::set<std::string, std::less<>>, std::less<>>;
  Lists records;   ///< role -> events it may record; "*": any event but those another role keeps to itself
  Lists approves;  ///< role -> events it approves
  std::map<std::string, int, std::less<>> officers;  ///< event -> distinct persons it takes; others take one
  Lists returns;                                     ///< state -> states no later in the order of the file it may go to
  Lists ends;                                        ///< open state -> final states it may go to at once
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

/// Takes roles/powers.json out of the files; empty when there is none or it does not read (told).
[[nodiscard]] std::optional<Powers> powers_of(std::span<const SourceFile> files, Findings& findings);

}  // namespace hejie::definition
