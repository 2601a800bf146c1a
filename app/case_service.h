// Use cases on one case: open, record an event, dry run, "what may I do now", tick. load -> decide -> commit, one
// transaction. The only place where engine and store meet. Knows no HTTP and no JSON types; `data_json` is the raw form
// of a request or script, read here against the definition (form_json.cpp). Callers: api, alerts (ticks), replay,
// import.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/caller.h"
#include "app/idempotency.h"
#include "engine/base/clock.h"
#include "engine/base/result.h"
#include "engine/machine/machine.h"

namespace hejie::storage {
class Store;
}

namespace hejie::definition {
struct AlertRules;
}

namespace hejie::app {

class Definitions;  ///< definitions.h: registry, calendars, roles, pinned versions
class Metrics;      ///< metrics.h
class IdMaker;      ///< id_maker.h

struct CommandInput {
  CaseId case_id;        ///< empty: open a case
  std::string workflow;  ///< opening only
  std::string event;  ///< event id or built-in (serve, approve, decline, recall, correct, annul); opening: may be empty
                      ///< = the first start event this caller may record
  std::string data_json = "{}";
  std::optional<Date> occurred_on;  ///< default: today
  std::optional<Moment> occurred_at;
  std::string on_behalf_of;                ///< party key or case role whose act it is
  std::vector<AccountId> officers;         ///< taking part besides the caller
  std::vector<std::string> officer_names;  ///< the same by user name or account id; must be accounts
  std::string role;     ///< role used when the caller holds several; empty = the first that the event allows
  std::string act_for;  ///< id of the delegation under which the caller acts; empty = own power
  std::optional<Version> if_match;     ///< required for an existing case; checked before deciding and in the commit
  std::optional<Instant> recorded_at;  ///< import only; default now
  bool dry_run = false;
  IdempotencyKey idempotency;
  std::string address, request_id;  ///< of the request, for the access log
};

struct ClockView {
  std::string id;   ///< rule, e.g. "A12"
  std::string key;  ///< party
  int ordinal = 1;
  std::string label;  ///< "A12/respondent", "A12#2"
  Text name;
  std::string kind;    ///< duty, window, timer
  std::string status;  ///< running, breached, expired, stopped, left, superseded
  std::string owner;   ///< staff role or case role
  std::optional<Date> base, nominal, due, clear_days_due, ended_on;
  std::optional<Moment> due_at;
  bool provisional = false;
  bool halted = false;
  int excluded_days = 0;
  std::optional<int> working_days_left;  ///< negative = overdue; at the bureau's today
  engine::Cites cite, unit_cite;
};

struct DocumentView {
  std::string document;
  int copy = 1;
  Text name;
  Date on{};
  std::vector<std::string> to;
};

struct LinkedView {
  CaseId id;
  std::string link;
  std::string workflow;
  std::string state;
  Version version = 0;
  bool opened = false;  ///< by this command
};

struct AlertView {
  std::string clock, key, rung, to;
  int ordinal = 1;
  Date on{}, due{};
};

/// An act of a person that stays although it no longer stands on lawful ground.
struct IrregularView {
  Version version = 0;
  std::string event;  ///< event id; for a service the document
  Text name;
  std::string role;  ///< who acted
  Date on{};
};

/// What a command changed.
struct CommandOutcome {
  CaseId case_id;
  Version version = 0;
  Seq seq = 0;         ///< of the act; 0 in a dry run
  std::string number;  ///< case number given by this command or before; "" = none yet
  std::string workflow, state, state_before;
  bool created = false;
  bool proposal = false;
  Version proposal_version = 0;
  std::vector<std::string> approver_roles;
  std::vector<ClockView> clocks_opened, clocks_closed, clocks_moved;
  std::vector<AlertView> alerts;            ///< raised
  std::vector<AlertView> alerts_withdrawn;  ///< told before, no longer true
  std::vector<DocumentView> documents;
  std::vector<LinkedView> linked;
  std::vector<engine::Rederived::Moved> moved;
  std::vector<IrregularView> irregular;        ///< acts that become irregular by this one
  std::optional<engine::Rederived> rederived;  ///< what a late entry or correction changes, as it is kept
  std::vector<Text> warnings;
  bool dry_run = false;
};

/// A command ends in one of these; Error is the fourth (Result).
struct Refused {
  engine::Rejection rejection;
  bool authority = false;  ///< 403 rather than 409
};
struct Stale {
  Version current = 0;
  std::vector<engine::CaseEvent> since;
};
using CommandResult = std::variant<CommandOutcome, Refused, Stale, StoredAnswer>;

/// Makes the answer that is stored with the idempotency key; called once, after seq and numbers are known, inside the
/// deciding transaction (so it must be quick and must not touch the store).
struct Render {
  std::function<StoredAnswer(const CommandOutcome&)> outcome;
  std::function<StoredAnswer(const Refused&)> refused;
};

struct PartyView {
  std::string key, role, kind;
  PersonId person;
  std::string name;  ///< from the private tables; masked for who may not read it
  bool representative = false;
  engine::Values standings;
};

/// A request that waits for approval, as the one who looks sees it.
struct ProposalView {
  Seq seq = 0;  ///< of the entry; what approve, decline and recall name as `of`
  engine::Proposal proposal;
  std::string by_name;                      ///< display name of who asked; "" = no account
  std::vector<std::string> approver_roles;  ///< of the step it waits for
  std::vector<std::string> answers;         ///< approve, decline, recall: what the caller may say now
};

struct CaseView {
  CaseId id;
  std::string number, workflow, state, title;
  int workflow_version = 1;
  Text workflow_name, state_name;
  std::string phase;
  Version version = 0;
  Date opened_on{}, since{};
  engine::ProcedurePtr procedure;
  engine::CaseState raw;                     ///< the fold itself, for mapping facts, items, holds
  std::map<std::string, std::string> texts;  ///< TextId -> body, for facts of type text, entered or proposed
  std::vector<PartyView> parties;
  std::vector<ProposalView> proposals;
  std::vector<LinkedView> links;
  std::vector<ClockView> clocks;  ///< open ones; `all_clocks` for the rest
};

struct HistoryItem {
  Seq seq = 0;
  Version version = 0;
  Instant recorded_at{};
  AccountId recorded_by;
  std::string recorded_by_name;
  std::string for_whom_name;  ///< whose power it was, of an act under a delegation
  engine::CaseEvent event;
  bool mendable = false;  ///< the caller may correct or annul it, as far as that is a matter of who asks
};

class CaseService {
 public:
  struct Parts {
    storage::Store& store;
    const Definitions& definitions;
    const Clock& clock;
    Metrics& metrics;
    IdMaker* ids = nullptr;  ///< null: random ids
    std::size_t cache_cases = 2000;
    const definition::AlertRules* alerts = nullptr;  ///< null: nobody waits for answers, no risk is found
  };
  explicit CaseService(Parts parts);
  ~CaseService();

  /// @errors not_found, forbidden, precondition_required, invalid (all findings, paths under /data), key_reused,
  /// in_flight,
  ///   unavailable, read_only, corrupt
  Result<CommandResult> execute(const Caller& caller, const CommandInput& input, const Render& render);

  /// All that fell due up to `until` on one case; doing it twice changes nothing. @returns number of events and alerts
  /// written
  Result<int> tick(const CaseId& id, Moment until);
  /// The same for many cases, decided one after another while the store writes those before, so that they share its
  /// transactions. @returns one answer a case, in their order
  std::vector<Result<int>> tick_all(const std::vector<CaseId>& ids, Moment until);

  Result<CaseView> view(const Caller& caller, const CaseId& id, std::optional<Date> as_of,
                        std::optional<Date> occurred_by);
  Result<std::vector<ClockView>> all_clocks(const Caller& caller, const CaseId& id);
  Result<std::vector<calendar::Step>> explain(const Caller& caller, const CaseId& id, const ClockView& clock);
  Result<std::vector<HistoryItem>> history(const Caller& caller, const CaseId& id);
  Result<std::vector<engine::Availability>> actions(const Caller& caller, const CaseId& id,
                                                    const std::string& act_for = "");
  /// Open requests, with what the caller may answer under the delegation. @errors of acting_under
  Result<std::vector<ProposalView>> proposals(const Caller& caller, const CaseId& id, const std::string& act_for);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hejie::app
