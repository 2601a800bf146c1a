// One script on its way: its cases by name, its time, its commands. Internal to script_run.
#pragma once

#include "app/script_run.h"

namespace hejie::app {

/// A case as it stands before or after a step.
struct CaseSight {
  std::string name;
  CaseId id;
  Version version = 0;
  long long last_alert = 0;
  engine::CaseState state;
  engine::ProcedurePtr procedure;
};

class ScriptStory {
 public:
  ScriptStory(const ScriptRunner::Parts& parts, const Script& script);

  /// Lets every case of the store live through what falls due up to `until`.
  Status pass_time(Moment until, std::vector<TraceLine>& lines);
  void stand_at(Moment moment);
  [[nodiscard]] std::optional<std::string> name_of(const CaseId& id) const;

  /// The case of this name; nothing yet for a case that is still to be opened.
  Result<CaseSight> look(const std::string& name);
  Result<StepEffects> difference(const CaseSight& before, const CaseSight& after);
  /// Lines of everything stored since the last telling.
  Status tell(std::vector<TraceLine>& lines);

  /// The act of a step with its approvals. @returns the refusal, if there was one
  Result<std::optional<Refused>> act(const ScriptStep& step);

  std::map<std::string, CaseId> cases;
  std::map<std::string, std::string> workflow_of;

 private:
  Result<long long> last_alert();
  Result<CommandResult> send(const ScriptPerson& by, const ScriptStep& step, const std::string& event,
                             const std::string& data_json, Date on);
  Result<Seq> entry_meant(const ScriptStep& step);
  Result<std::string> with_entry(const ScriptStep& step);
  [[nodiscard]] std::string name_or_id(const CaseId& id) const;
  [[nodiscard]] std::string why(const storage::StoredEvent& stored);

  const ScriptRunner::Parts& parts_;
  std::string workflow_;
  std::map<CaseId, engine::ProcedurePtr> procedures_;
  Seq told_ = 0;
  long long alert_told_ = 0;
};

}  // namespace hejie::app
