// From a decided cascade to what is committed, what is told to the caller and what is kept in the cache. Pure but for
// the definition texts it looks up. Used by case_service for commands and ticks.
#pragma once

#include <vector>

#include "app/case_cache.h"
#include "app/case_service.h"
#include "app/definitions.h"
#include "engine/definition/alert_rules.h"
#include "storage/commit.h"

namespace hejie::app {

struct BuildInput {
  const Definitions& definitions;
  CalendarPtr calendar;
  Date today{};
  std::function<OpenedCasePtr(const CaseId&)> before;          ///< null for a new case
  std::function<bool(const std::string& sha256)> text_stored;  ///< definition text already in the store
  const definition::AlertRules* alerts = nullptr;              ///< null: nobody waits for answers, no risk is found
  Moment now{};                                                ///< with `alerts`: when the decision is made
  Instant recorded_at{};                                       ///< the same moment, to the millisecond
  /// When an entry of a case was recorded; may be empty.
  std::function<std::optional<Instant>(const CaseId&, Version)> entry_recorded_at = {};
  /// To which unit a new case of this stage goes, "" = the bureau; may be empty.
  std::function<std::string(const std::string& stage)> unit_of_new = {};
};

struct Built {
  storage::Commit commit;
  CommandOutcome outcome;     ///< of the first case; seq, number and versions are patched after the commit
  std::size_t act_index = 0;  ///< of the command's act among the first case's events
  std::vector<OpenedCasePtr> after;
};

/// @param cases what was decided; states and events move into the result
[[nodiscard]] Built build_commit(const BuildInput& input, std::vector<engine::CascadeCase> cases,
                                 const engine::Act* act);

/// Puts in what is known only after the commit.
void patch_outcome(CommandOutcome& outcome, std::size_t act_index, const storage::CommitResult& result);

}  // namespace hejie::app
