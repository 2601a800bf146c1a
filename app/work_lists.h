// Lists over cases for desks and programs: cases, clocks, alerts, approvals waiting, employers, hearings. Reads a
// snapshot and joins names from the private tables; the only write is acknowledging an alert.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/caller.h"
#include "app/idempotency.h"
#include "app/sides.h"
#include "engine/base/clock.h"
#include "engine/base/result.h"
#include "engine/base/text.h"
#include "engine/calendar/calendar.h"
#include "engine/model/model.h"

namespace hejie::storage {
class Store;
}

namespace hejie::definition {
struct AlertRules;
}

namespace hejie::app {

class Definitions;

template <typename T>
struct List {
  std::vector<T> items;
  std::string next;  ///< "" = the end
};

struct CaseQuery {
  std::vector<std::string> workflow, state, stage, handler, employer, sector;
  std::optional<bool> open, overdue;
  std::string q;
  std::optional<Date> due_before;
  std::string sort;  ///< due, filed, number, updated, with "-" for descending; "" = updated, newest first
  int limit = 50;
  std::string cursor;
};

struct CaseListItem {
  CaseId id;
  std::string number, workflow, state;
  Text workflow_name, state_name, title;
  std::string stage, phase;
  AccountId handler;
  std::string handler_name;
  PersonId employer;
  std::string employer_name;
  std::string sector, cause;
  std::optional<Date> next_due;
  std::string next_clock;
  std::vector<std::string> flags;
  Date opened_on{};
  std::optional<Date> filed_on, closed_on;
  Version version = 0;
};

struct ClockQuery {
  std::vector<std::string> owner, status;  ///< running, breached, expired, stopped, left, superseded
  std::optional<Date> due_before;
  int limit = 50;
  std::string cursor;
};

struct ClockListItem {
  CaseId case_id;
  std::string number, workflow;
  Text title;
  Sides sides;
  std::string id, key, label;
  int ordinal = 1;
  Text name;
  std::string kind, status, owner;
  AccountId handler;
  std::optional<Date> base, nominal, due;
  std::optional<Moment> due_at;
  bool provisional = false, halted = false;
  std::optional<int> working_days_left;
};

struct AlertQuery {
  std::vector<std::string> to;
  std::optional<bool> acknowledged;
  CaseId case_id;
  int limit = 50;
  std::string cursor;
};

struct AlertListItem {
  long long id = 0;
  CaseId case_id;
  std::string number, workflow;
  Sides sides;
  std::string clock, key, label, rung, to;
  int ordinal = 1;
  Text name;
  Text duty;                         ///< of a risk: who must do what
  long long risk = 0;                ///< 0 = a clock's
  bool is_notice = false;            ///< of neither: `name` says all of it, `case_id` may be empty
  std::optional<Moment> wait_until;  ///< the next in line is told then, if nobody answers
  Date on{}, due{};
  Instant told_at{};
  bool superseded = false;
  std::string acknowledged_by;
  std::optional<Instant> acknowledged_at;
};

/// Rungs of a clock that nobody was told, for one recipient.
struct LeftOutItem {
  std::string clock, key, label, to;
  Text name;
  Date due{};
  bool overtaken = false;  ///< the clock had ended or moved before anybody looked; else a later rung was told instead
  std::vector<std::string> rungs;
  Instant noted_at{};
};

struct ApprovalItem {
  CaseId case_id;
  std::string number, workflow;
  Sides sides;
  Version version = 0;  ///< of the proposal within its case
  Seq seq = 0;
  std::string event;
  Text event_name;
  AccountId by;
  std::string by_name;
  std::vector<std::string> approver_roles;
  Date on{};
};

struct EmployerView {
  PersonId id;
  std::string code, name;
  int cases = 0, open_cases = 0;
};

struct DocumentDetail {
  std::string id;
  CaseId case_id;
  std::string document;
  Text name;
  int copy = 1;
  Date on{};
  std::vector<std::string> to;
  engine::Cites cite;
};

struct HearingView {
  CaseId case_id;
  std::string number, workflow;
  Sides sides;
  Moment at{};
  std::string kind, place;
};

class WorkLists {
 public:
  /// @param rules names risks and says who must do what; null: their ids stand for them
  WorkLists(storage::Store& store, const Definitions& definitions, const Clock& clock,
            const definition::AlertRules* rules = nullptr);

  /// @errors malformed: foreign cursor; invalid: unknown sort or workflow (findings with the query name as path)
  Result<List<CaseListItem>> cases(const Caller& caller, const CaseQuery& query);
  /// These cases in this order. @errors not_found
  Result<List<CaseListItem>> cases_of(const Caller& caller, const std::vector<CaseId>& ids);
  Result<List<ClockListItem>> clocks(const Caller& caller, const ClockQuery& query);
  Result<List<AlertListItem>> alerts(const Caller& caller, const AlertQuery& query);
  /// Rungs of a case that came due and were not told, with the reason, newest first; at most 500 records.
  Result<std::vector<LeftOutItem>> left_out(const Caller& caller, const CaseId& id);
  /// @param answer what is stored with the key. @returns the stored answer when this key had taken effect before
  /// @errors not_found, key_reused
  Result<std::optional<StoredAnswer>> acknowledge(const Caller& caller, long long alert, const IdempotencyKey& key,
                                                  const StoredAnswer& answer);
  Result<std::vector<ApprovalItem>> approvals(const Caller& caller);
  Result<List<EmployerView>> employers(const Caller& caller, const std::string& q, int limit,
                                       const std::string& cursor);
  Result<EmployerView> employer(const Caller& caller, const std::string& code);
  Result<DocumentDetail> document(const Caller& caller, const std::string& id);
  Result<std::vector<HearingView>> hearings(const Caller& caller, Date on);

 private:
  storage::Store& store_;
  const Definitions& definitions_;
  const Clock& clock_;
  const definition::AlertRules* rules_;
};

}  // namespace hejie::app
