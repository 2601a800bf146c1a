// Takes a case script into a store with the script's own dates; recorded now, by who brings it in. The story runs first
// in a store of its own, so it is stored whole or not at all. Called by `hejie import`, the control socket and the
// demonstration bureau.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "app/bundle.h"
#include "app/script_run.h"

namespace hejie::app {

/// Makes an empty store to run a story in (the memory store; app knows no backend).
using MakeScratch = std::function<std::unique_ptr<storage::Store>()>;

struct Story {
  ScriptReport report;
  Bundle bundle;                               ///< empty when the script failed, unless it was to stop there
  std::shared_ptr<const Definitions> reading;  ///< what it ran on when the script has readings of its own; else null
  /// Counted by another calendar than the set's: only a bureau of that region can store it.
  bool local_days = false;
  std::vector<storage::Account> accounts;  ///< disabled: names of the persons who act in the script
  [[nodiscard]] bool ok() const { return report.failures == 0; }
};

/// Runs the script from its first day, with the overlays it names (and with them its region) and its readings.
/// @errors not_found: unknown workflow, switch; invalid: unknown overlay, no such option; those of the scratch store
[[nodiscard]] Result<Story> run_story(const Script& script, const Definitions& definitions, const MakeScratch& scratch,
                                      IdMaker& ids, const ScriptOptions& options = {});

struct Imported {
  std::string file;
  bool stored = false;
  int steps = 0, events = 0, expectations = 0;
  std::vector<std::pair<std::string, CaseId>> cases;
  std::vector<std::string> numbers;
  std::vector<std::string> failures;
};

/// @param by whose entries the events are. @errors as run_story; invalid: a script with readings of its own (the cases
/// of a bureau run on the bureau's); of the commit
[[nodiscard]] Result<Imported> import_story(const Script& script, const Definitions& definitions,
                                            const MakeScratch& scratch, storage::Store& store, const Clock& clock,
                                            const AccountId& by, bool dry_run);

}  // namespace hejie::app
