// Risks, key cases and messages as people see them and act on them: the rule, the facts and records behind a risk, who
// must do what; marking a case as key, its reports and its end; sending a dead message again. Reads a snapshot, writes
// small commits. Who may: leaders mark and end; whoever handles cases reports; the system's administrator re-sends.
#pragma once

#include "app/case_risks.h"
#include "app/id_maker.h"
#include "app/work_lists.h"
#include "storage/store.h"

namespace hejie::app {

struct RiskItem {
  long long id = 0;
  std::string rule, subject, kind;  ///< kind: employer, handler, sector, case
  Text name, says, duty;            ///< of the rule; `says` with its figures
  engine::Cites cite;
  int level = 1;
  std::string period;
  CaseId case_id;
  std::string number, workflow;
  Date on{};
  Instant found_at{};
  RiskGrounds grounds;
};

struct RiskQuery {
  std::vector<std::string> rule;
  CaseId case_id;
  int limit = 50;
  std::string cursor;
};

struct KeyCaseItem {
  CaseId case_id;
  std::string number, workflow;
  Text title;
  Sides sides;
  Date since{};
  std::string rule;
  Text rule_name;
  std::string marked_by, leader, reason;  ///< display names; the reason's text
  int every_days = 5, reports = 0;
  std::optional<Date> report_due, reported_on, ended_on;
  std::string ended_by, ended_reason;
};

struct MessageItem {
  long long id = 0, alert = 0;
  std::string channel, state;  ///< waiting, sent, dead
  CaseId case_id;
  int attempts = 0;
  Instant created_at{}, next_try_at{};
  std::string last_error;
  std::optional<Instant> ended_at;
};
struct MessageQuery {
  std::vector<std::string> channel;
  std::string state;  ///< "" = all
  int limit = 50;
  std::string cursor;
};

/// One key, one effect; the stored answer when the key had taken effect before.
using KeptAnswer = Result<std::optional<StoredAnswer>>;

struct KeyCommand {
  CaseId case_id;
  std::string text;    ///< reason
  std::string leader;  ///< user name of who is in charge; "" = unchanged
  IdempotencyKey key;
  StoredAnswer answer;
};

class RiskDesk {
 public:
  RiskDesk(storage::Store& store, const Definitions& definitions, const definition::AlertRules& rules,
           const Clock& clock, IdMaker& ids)
      : store_(store), definitions_(definitions), rules_(rules), clock_(clock), ids_(ids) {}

  Result<List<RiskItem>> risks(const Caller& caller, const RiskQuery& query);
  /// @errors not_found
  Result<RiskItem> risk(const Caller& caller, long long id);
  /// @param late only those whose report is overdue
  Result<std::vector<KeyCaseItem>> key_cases(const Caller& caller, const CaseId& case_id,
                                             bool late);  ///< "" = all open
  /// @errors not_found; forbidden: not a leader; invalid: no reason, no such leader, marked already
  KeptAnswer mark(const Caller& caller, const KeyCommand& command);
  /// A report was made (what it says is in the case): the next one is due. @errors not_found: no open mark
  KeptAnswer report(const Caller& caller, const KeyCommand& command);
  /// @errors not_found; forbidden; invalid: no reason
  KeptAnswer end(const Caller& caller, const KeyCommand& command);
  Result<List<MessageItem>> messages(const Caller& caller, const MessageQuery& query);
  /// @errors not_found: no dead message of that id; forbidden
  KeptAnswer send_again(const Caller& caller, long long id, const IdempotencyKey& key, const StoredAnswer& answer);

 private:
  Result<RiskItem> item_of(storage::Snapshot& snapshot, const storage::RiskRow& row) const;
  Result<KeyCaseItem> item_of(storage::Snapshot& snapshot, const storage::KeyCase& row) const;
  Result<storage::KeyCase> open_mark(storage::Snapshot& snapshot, const CaseId& id) const;
  storage::Commit begin(const Caller& caller) const;
  TextId keep(storage::Commit& commit, const KeyCommand& command);

  storage::Store& store_;
  const Definitions& definitions_;
  const definition::AlertRules& rules_;
  const Clock& clock_;
  IdMaker& ids_;
};

}  // namespace hejie::app
