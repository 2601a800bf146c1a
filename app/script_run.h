// Runs case scripts through the real CaseService on a given store with a clock of its own, and compares what happened
// with what each step expects. Owns no store and prints nothing. Used by replay, import, the demonstration bureau,
// tests.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/case_service.h"
#include "app/definitions.h"
#include "app/script.h"
#include "app/script_compare.h"
#include "storage/store.h"

namespace hejie::app {

/// One line of the trace. C command, E event, K clock, A alert, D document, R refusal.
struct TraceLine {
  char kind = 'E';
  Date on{};
  std::string case_name;
  std::string text;
};

struct StepReport {
  std::size_t index = 0;
  Date on{};
  std::string by, event, case_name, state, refused;
  std::optional<engine::Rejection::Kind> refused_as;
  bool tick = false, assumed = false;
  std::string from_source;
  std::vector<TraceLine> before;  ///< what time brought since the step above
  std::vector<TraceLine> lines;
  int expectations = 0;
  int failed = 0;                     ///< of the expectations
  std::vector<std::string> failures;  ///< in words; a step that could not be done has more of them
  std::vector<std::string> parts;     ///< with failures: parts of the procedure this step rests on, see script_parts.h
  std::string workflow;               ///< of those parts
};

struct ScriptReport {
  std::string file;
  Text title;
  std::string source, workflow;
  std::vector<StepReport> steps;
  std::map<std::string, CaseId> cases;                           ///< by name in the script
  std::map<std::string, std::string> final_state;                ///< by name
  std::map<std::string, std::string> workflow_of;                ///< by name
  int expectations = 0, failed = 0, failures = 0, refusals = 0;  ///< failed: expectations; failures: sentences
};

struct ScriptOptions {
  std::size_t most_steps = static_cast<std::size_t>(-1);
  bool stop_at_failure = false;  ///< do no more steps after the first that came out otherwise
  std::optional<Date> until;     ///< time passes on to this day after the last step
};

class ScriptRunner {
 public:
  struct Parts {
    storage::Store& store;
    CaseService& service;
    const Definitions& definitions;
    ManualClock& clock;  ///< the one `service` was made with; only moved forward
  };
  explicit ScriptRunner(Parts parts) : parts_(parts) {}

  /// @errors not_found: unknown workflow; corrupt, unavailable, io: of the store
  Result<ScriptReport> run(const Script& script, const ScriptOptions& options = {});

  /// The account a script's person acts with: the same name, the same account.
  [[nodiscard]] static Caller caller_of(const ScriptPerson& person);

 private:
  struct Story;
  Parts parts_;
};

}  // namespace hejie::app
