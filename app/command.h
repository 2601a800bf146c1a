// From what a caller sent to the act the engine decides: which event, in which role, on which day, with which form.
// Checks what no rule of law speaks of (future days, unknown fields, roles the caller does not have). Used by
// case_service.
#pragma once

#include <variant>
#include <vector>

#include "app/case_service.h"
#include "app/case_source.h"

namespace hejie::app {

struct CommandQuestion {
  const Caller& caller;
  const CommandInput& input;
  const OpenedCase* opened;  ///< null: opens a case
  engine::ProcedurePtr procedure;
  SnapshotSource& source;
  IdMaker& ids;
  Moment now{};
};

struct PreparedCommand {
  engine::Act act;
  std::vector<storage::Person> persons;
  std::vector<storage::PrivateText> texts;
};

/// @errors invalid (all findings); forbidden: input.role is not one of the caller's
[[nodiscard]] Result<std::variant<PreparedCommand, Refused>> prepare_command(const CommandQuestion& question);

/// Start events of the procedure, in file order, that people may record.
[[nodiscard]] std::vector<const engine::Event*> start_events(const engine::Procedure& procedure);
/// A role with which this caller may have to do with the procedure at all; "" = none.
[[nodiscard]] std::string any_role(const engine::Procedure& procedure, const Caller& caller);

}  // namespace hejie::app
