// The interpreter: pure functions from (definition, calendar, case, command) to what happens or why not.
// Reads no clock, file or store and starts no thread. Live use, dry run, "what may I do now", replay, check and
// verification all call these functions. Callers: app, checks, tests.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/base/result.h"
#include "engine/calendar/calendar.h"
#include "engine/calendar/trace.h"
#include "engine/machine/act.h"
#include "engine/machine/case_state.h"

namespace hejie::engine {

using calendar::Calendar;
using PeriodTrace = std::vector<calendar::Step>;

/// What a case is decided with. The procedure is the version the case is pinned to; the calendar the newest known.
struct Context {
  const Procedure& procedure;
  const calendar::Calendar& calendar;
};

/// A lawful "no": data, not an error.
struct Rejection {
  enum class Kind {
    unknown_event,
    state,
    hold,
    role,
    party,
    officers,
    separation,
    window,
    guard,
    unknown_fact,
    approval,
    proposal,
    conflict,
    served,
    link,
    clock,
    date
  };
  Kind kind = Kind::guard;
  std::string rule;     ///< stable id: "<event>" or "<event>.<row>", a clock id for windows, a hold id ...
  std::string subject;  ///< fact, role, clock, party meant
  Cites cite;
  Text message;                    ///< what is refused, why, and what to do
  std::vector<Version> conflicts;  ///< late entry: later acts that would be refused
};

/// Field findings (missing, unknown, wrong type, out of range): bad input, not a refusal. Paths start at "/data".
using FormFindings = std::vector<Finding>;

struct AlertTold {
  std::string clock, key;
  int ordinal = 1;
  std::string rung;  ///< "-3wd", "0", "+1wd"
  std::string to;    ///< role
  Date due{};
  Date on{};  ///< day it is told
  bool operator==(const AlertTold&) const = default;
};

/// A rung whose time came and that nobody was told.
struct AlertLeftOut {
  AlertTold what;
  bool overtaken = false;  ///< its clock had ended or moved before anybody looked; else a later rung was told instead
};

struct OpenCase {
  std::string link, procedure, event;
  Values fields;
  std::vector<PartyInput> parties;
  std::vector<Item> items;
  Date on{};
};
struct SignalCase {
  std::string link, event;
  CaseId other;
  Date on{};
};
struct Outcome {
  std::string milestone;
  Date on{};
  bool operator==(const Outcome&) const = default;
};
/// A case this one opened, or told a milestone, on ground that a late entry or correction took away. It is not undone:
/// the cascade tells it as link_outcome "basis_gone" and a person decides.
struct BasisGone {
  std::string link;
  CaseId other;
  Date on{};
};
struct DocumentOut {
  std::string document;
  int copy = 1;
  std::vector<std::string> to;
  Date on{};
};

/// What leaves the case: for the ledger, the outbox and linked cases. Only what is new through this decision.
struct Effects {
  std::vector<AlertTold> alerts;
  std::vector<AlertTold> alerts_superseded;  ///< told before, no longer true
  std::vector<AlertLeftOut> alerts_left_out;
  std::vector<DocumentOut> documents;
  std::vector<OpenCase> opens;
  std::vector<SignalCase> signals;
  std::vector<Outcome> outcomes;  ///< milestones reached, for every linked case
  std::vector<BasisGone> basis_gone;
  std::vector<std::string> adopts;  ///< link kinds (with Act::link of the command)
  bool gives_number = false;
};

struct Decision {
  std::vector<CaseEvent> events;  ///< versions set, in order; empty for a tick on which nothing happened
  CaseState after;
  Effects effects;
  std::vector<StoredWarning> warnings;
  std::vector<Rederived::Moved> moved;  ///< late entry, correction: dates that moved
  bool proposal = false;                ///< stored as a proposal: nothing else changed
  std::vector<std::string> approver_roles;
};

using Decided = std::variant<Decision, Rejection, FormFindings>;

/// A case as loaded: its acts in order of entry and the state folded from them.
struct CaseFile {
  std::vector<Act> acts;
  CaseState state;
};

/// One act. An act before what has already happened (`file.state.latest`) is a late entry: the case is folded again.
/// An event that needs approval is stored as a proposal when it is commanded as `done`; kind `proposed` means the same.
/// `corrected`: `on` is the legal day the entry `of` shall have (its old one if only data changes), `fields` replace
/// one by one (unknown removes), `party`, `serve`, `items`, `parties` replace when given. `annulled`: only `of` and
/// `reason` count. `calendar_changed`: `file.state` still holds the dates of the old calendar, `context` the new one.
/// @pre act.version == 0; act.on is a real day on or after the calendar's first
[[nodiscard]] Decided decide(const Context& context, const CaseFile& file, const Act& act);

/// Everything that falls due up to `until` (expiries at 00:00 of the day after due, deemed services, rungs of
/// until.day). Doing it twice changes nothing.
[[nodiscard]] Decision tick(const Context& context, const CaseFile& file, Moment until);

/// Appends what a decision stored to the loaded case, so that the next decide needs no load.
void advance(CaseFile& file, const Decision& decision);

/// The fold: state after all acts, caught up to `through`. Acts are ordered by (day, minute, version) after
/// corrections.
/// @errors corrupt: an act no longer applies to the definition (names version and rule)
[[nodiscard]] Result<CaseState> fold(const Context& context, const CaseId& id, const std::vector<Act>& acts,
                                     Moment through);

/// The fold over what had been entered with version <= `version` (as known then).
[[nodiscard]] Result<CaseState> fold_as_of(const Context& context, const CaseId& id, const std::vector<Act>& acts,
                                           Version version, Moment through);

struct Availability {
  const Event* event = nullptr;  ///< null for built-in events
  std::string id;
  bool allowed = false;  ///< true also when it depends on the form only
  bool depends_on_form = false;
  bool needs_approval = false;
  std::vector<std::string> approver_roles;
  std::optional<Rejection> why_not;
  std::vector<std::string> from_here;  ///< states it may lead to
};

/// Every event of the procedure: may this actor do it on that day, and why not.
[[nodiscard]] std::vector<Availability> available(const Context& context, const CaseFile& file, const Actor& actor,
                                                  Moment at);

/// Day-by-day trace of a clock's date, for explaining it.
[[nodiscard]] Result<std::vector<calendar::Step>> explain(const Context& context, const CaseState& state,
                                                          const ClockInstance& clock);

/// Next moment at which the case wants a tick; empty when nothing is waiting. Rungs count from `opening_minute`.
[[nodiscard]] std::optional<Moment> next_moment(const Context& context, const CaseState& state, int opening_minute);

// ---- several cases in one decision -------------------------------------------------------------------------------

/// How a cascade sees other cases. Implemented over a store snapshot or a map; the engine itself does no I/O.
class CaseSource {
 public:
  virtual ~CaseSource() = default;
  /// Never null. Shared: a decision reads it and leaves it as it is.
  virtual Result<std::shared_ptr<const CaseFile>> load(const CaseId& id) = 0;
  /// Procedure the case is pinned to; for a new case the version in force on `on`.
  virtual Result<ProcedurePtr> procedure_of(const CaseId& id) = 0;
  virtual Result<ProcedurePtr> procedure(const std::string& id, Date on) = 0;
  virtual CaseId new_case_id() = 0;
};

struct CascadeCase {
  CaseId id;
  ProcedurePtr procedure;
  Version expected = 0;  ///< version before; 0 = new case
  Decision decision;     ///< all its decisions of this cascade merged
  CaseId opened_by;      ///< new case: who opened it
  std::string link;
};

using Cascade = std::variant<std::vector<CascadeCase>, Rejection, FormFindings>;

/// Decides `act` on `id` (empty id: start `procedure`) and, in the same breath, everything it opens, signals or tells
/// in linked cases; all or nothing. Depth at most 4. The first case is the one commanded.
[[nodiscard]] Result<Cascade> decide_cascade(CaseSource& source, const calendar::Calendar& calendar, const CaseId& id,
                                             const std::string& procedure, const Act& act);
[[nodiscard]] Result<Cascade> tick_cascade(CaseSource& source, const calendar::Calendar& calendar, const CaseId& id,
                                           Moment until);

}  // namespace hejie::engine
