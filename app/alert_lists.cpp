// The alerts of the work lists: their list, and that somebody answered.
#include <algorithm>

#include "app/alert_lines.h"
#include "app/alert_names.h"
#include "app/case_risks.h"
#include "app/clock_view.h"
#include "app/hand_over.h"
#include "app/kept_bodies.h"
#include "app/reports_told.h"
#include "app/units.h"
#include "app/work_lists_impl.h"
#include "engine/definition/alert_rules.h"

namespace hejie::app {
namespace {

/// A risk stands in the ledger as "risk:<rule>", its id where a clock has its ordinal.
void put_risk(const definition::AlertRules* rules, const storage::AlertRow& row, AlertListItem& item) {
  constexpr std::string_view kPrefix = "risk:";
  if (const auto name = name_of_alert(item.clock)) {
    item.name = *name;
    item.label = item.clock;
    item.is_notice = true;
  }
  if (!item.clock.starts_with(kPrefix)) return;
  item.risk = row.what.ordinal;
  item.label = item.clock;
  const auto* rule = rules == nullptr ? nullptr : rules->find(std::string_view(item.clock).substr(kPrefix.size()));
  if (rule == nullptr) return;
  item.name = rule->name;
  item.duty = rule->duty;
}

/// A special report stands there as "report:<event>", the body it went to as the party.
void put_report(const engine::ProcedurePtr& procedure, AlertListItem& item) {
  if (!item.clock.starts_with(kReportMark)) return;
  item.label = item.clock;
  if (const auto* event = procedure ? procedure->find_event(item.clock.substr(kReportMark.size())) : nullptr)
    item.name = Text{"突发特报：", "special report: "} + event->name;
}

/// Whose alerts he may answer: his own; a head those of all below him, the head of the bureau all.
storage::NoCaseAlerts answered_by(const Caller& caller) {
  storage::NoCaseAlerts whose;
  whose.to = caller.roles;
  whose.to.push_back(kToAccount + caller.account.value);
  if (caller.has("bureau_head")) {
    whose.all_but.emplace();
  } else if (is_head(caller)) {
    whose.all_but.emplace(kHeads.begin(), kHeads.end());
  }
  return whose;
}

/// As answered_by; whoever has the case for a body outside, which does not log in.
bool may_answer(const Caller& caller, const storage::AlertRow& row) {
  const auto among = [&row](const std::vector<std::string>& recipients) {
    return std::ranges::find(recipients, row.what.to) != recipients.end();
  };
  const auto whose = answered_by(caller);
  return row.what.clock.starts_with(kReportMark) || among(whose.to) || (whose.all_but && !among(*whose.all_but));
}

}  // namespace

Result<List<AlertListItem>> WorkLists::alerts(const Caller& caller, const AlertQuery& query) {
  if (!may_read_cases(caller)) return List<AlertListItem>{};
  storage::AlertFilter filter;
  filter.to = query.to;
  filter.acknowledged = query.acknowledged;
  filter.case_id = query.case_id;
  filter.no_case = answered_by(caller);  // nobody answers for a case that is not there
  filter.page = {query.limit, query.cursor};
  TRY(auto snapshot, snapshot_for(store_, clock_, caller));
  TRY(const auto page, snapshot->list_alerts(filter));
  auto list = page_of<AlertListItem>(page.next);
  std::vector<AccountId> accounts;
  for (const auto& row : page.items) accounts.push_back(row.acknowledged_by);
  Names names;
  TRY_VOID(names.load(*snapshot, {}, accounts));
  std::map<CaseId, storage::CaseItem> cases;
  for (const auto& row : page.items) {
    if (row.what.case_id.empty() || cases.contains(row.what.case_id)) continue;
    TRY(cases[row.what.case_id], snapshot->find_case(row.what.case_id));
  }
  for (const auto& row : page.items) {
    const auto& found = cases[row.what.case_id];
    const auto procedure = procedure_of(definitions_, found.pin);
    const auto* rule = procedure ? procedure->find_clock(row.what.clock) : nullptr;
    AlertListItem item;
    item.number = found.number;
    item.workflow = found.pin.procedure;
    item.id = row.id;
    item.case_id = row.what.case_id;
    item.clock = row.what.clock;
    item.key = row.what.key;
    item.ordinal = row.what.ordinal;
    item.label = clock_label(row.what.clock, row.what.key, row.what.ordinal);
    item.rung = row.what.rung;
    item.to = row.what.to;
    item.name = rule != nullptr ? rule->name : Text{row.what.clock, row.what.clock};
    put_risk(rules_, row, item);
    put_report(procedure, item);
    item.wait_until = row.wait_until;
    item.on = row.on;
    item.due = row.what.due;
    item.told_at = row.told_at;
    item.superseded = row.superseded;
    item.acknowledged_by = names.of(row.acknowledged_by);
    item.acknowledged_at = row.acknowledged_at;
    list.items.push_back(std::move(item));
  }
  TRY_VOID(put_sides(*snapshot, list.items));
  return list;
}

Result<std::vector<LeftOutItem>> WorkLists::left_out(const Caller& caller, const CaseId& id) {
  constexpr int kMost = 500;
  std::vector<LeftOutItem> items;
  if (!may_read_cases(caller)) return items;
  TRY(const auto snapshot, snapshot_for(store_, clock_, caller));
  storage::KeptFilter filter;
  filter.kind = {kLeftOut};
  filter.case_id = id;
  filter.page.limit = kMost;
  TRY(const auto page, snapshot->list_kept(filter));
  if (page.items.empty()) return items;
  TRY(const auto found, snapshot->find_case(id));
  const auto procedure = procedure_of(definitions_, found.pin);
  for (const auto& row : page.items) {
    std::vector<KeptLeftOut> groups;
    read_body(row.body, groups);
    for (auto& group : groups) {
      const auto* rule = procedure ? procedure->find_clock(group.clock) : nullptr;
      items.push_back({group.clock, group.key, clock_label(group.clock, group.key, group.ordinal), group.to,
                       rule != nullptr ? rule->name : Text{group.clock, group.clock}, group.due, group.overtaken,
                       std::move(group.rungs), row.made_at});
    }
  }
  return items;
}

Result<std::optional<StoredAnswer>> WorkLists::acknowledge(const Caller& caller, long long alert,
                                                           const IdempotencyKey& key, const StoredAnswer& answer) {
  const Error none{ErrorCode::not_found, {"没有此提醒", "No such alert"}};
  if (!may_read_cases(caller)) return fail(Error(none));
  TRY(const auto snapshot, snapshot_for(store_, clock_, caller));
  TRY(const auto before, find_answer(*snapshot, caller, key));
  if (before) return before;
  TRY(const auto row, snapshot->find_alert(alert));
  if (!row) return fail(Error(none));
  if (!row->what.case_id.empty()) TRY_VOID(check_acts(store_, clock_, caller, row->what.case_id));
  if (!may_answer(caller, *row))
    return fail(ErrorCode::forbidden,
                {"提醒是发给别人的，须由收件人或其负责人确认",
                 "The alert is addressed to somebody else: its recipient acknowledges it, or a head"});
  storage::Commit commit;
  commit.recorded_at = clock_.now();
  commit.recorded_by = caller.account;
  commit.puts.push_back(storage::Acknowledge{alert, caller.account, commit.recorded_at});
  return commit_once(store_, std::move(commit), caller, key, answer);
}

}  // namespace hejie::app
