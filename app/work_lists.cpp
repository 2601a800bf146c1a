#include <algorithm>

#include "app/case_rows.h"
#include "app/clock_view.h"
#include "app/units.h"
#include "app/work_lists_impl.h"

namespace hejie::app {
namespace {

Date today(const Clock& clock) {
  return to_bureau(clock.now()).day;
}

Result<std::pair<storage::CaseSort, bool>> read_sort(std::string sort) {
  if (sort.empty()) return std::pair{storage::CaseSort::updated, true};
  const bool descending = sort.front() == '-';
  if (descending) sort.erase(0, 1);
  if (sort == "due") return std::pair{storage::CaseSort::due, descending};
  if (sort == "filed") return std::pair{storage::CaseSort::filed, descending};
  if (sort == "number") return std::pair{storage::CaseSort::number, descending};
  if (sort == "updated") return std::pair{storage::CaseSort::updated, descending};
  return fail(ErrorCode::invalid, {"排序方式有误", "The sort order is wrong"},
              {{"?sort",
                "unknown_value",
                {"可用 due, filed, number, updated,前加 - 为倒序",
                 "One of due, filed, number, updated, with - for descending"}}});
}

Finding not_one_of(const std::string& path, const std::string& options) {
  return {path, "unknown_value", {"可用 " + options, "One of " + options}};
}

/// A typing error must not look like an empty desk. States are not checked: every version of a procedure has its own.
Status check_filters(const CaseQuery& query, const Definitions& definitions) {
  std::vector<Finding> findings;
  const auto procedures = definitions.all_in_force();
  std::string known;
  for (const auto& procedure : procedures) known += (known.empty() ? "" : ", ") + procedure->id;
  for (const auto& id : query.workflow)
    if (std::ranges::none_of(procedures, [&](const auto& procedure) { return procedure->id == id; }))
      findings.push_back(not_one_of("?workflow", known));
  for (const auto& stage : query.stage)
    if (!is_stage(stage)) findings.push_back(not_one_of("?stage", "mediation, arbitration, inspection, after"));
  if (findings.empty()) return {};
  return fail(ErrorCode::invalid, {"查询条件有误", "A query value is wrong"}, std::move(findings));
}

std::optional<engine::ClockStatus> read_status(const std::string& text) {
  using enum engine::ClockStatus;
  for (const auto status : {running, breached, expired, stopped, left, superseded}) {
    if (clock_status_id(status) == text) return status;
  }
  return std::nullopt;
}

Text state_name(const engine::ProcedurePtr& procedure, const std::string& state) {
  const auto* found = procedure ? procedure->find_state(state) : nullptr;
  return found != nullptr ? found->name : Text{state, state};
}

CaseListItem to_item(const storage::CaseItem& row, const engine::ProcedurePtr& procedure) {
  CaseListItem item;
  item.id = row.id;
  item.number = row.number;
  item.workflow = row.pin.procedure;
  item.state = row.summary.state;
  item.workflow_name = procedure ? procedure->name : Text{row.pin.procedure, row.pin.procedure};
  item.state_name = state_name(procedure, row.summary.state);
  item.title = row.summary.title;
  item.stage = row.summary.stage;
  item.phase = phase_id(row.summary.phase);
  item.handler = row.summary.handler;
  item.employer = row.summary.employer;
  item.sector = row.summary.sector;
  item.cause = row.summary.cause;
  item.next_due = row.summary.next_due;
  item.next_clock = row.summary.next_clock;
  item.flags = row.summary.flags;
  item.opened_on = row.summary.opened_on;
  item.filed_on = row.summary.filed_on;
  item.closed_on = row.summary.closed_on;
  item.version = row.version;
  return item;
}

Result<List<CaseListItem>> to_list(storage::Snapshot& snapshot, const Definitions& definitions,
                                   const storage::Page<storage::CaseItem>& page) {
  auto list = page_of<CaseListItem>(page.next);
  std::vector<PersonId> persons;
  std::vector<AccountId> accounts;
  for (const auto& row : page.items) {
    persons.push_back(row.summary.employer);
    accounts.push_back(row.summary.handler);
    list.items.push_back(to_item(row, procedure_of(definitions, row.pin)));
  }
  Names names;
  TRY_VOID(names.load(snapshot, std::move(persons), accounts));
  for (auto& item : list.items) {
    item.employer_name = names.of(item.employer);
    item.handler_name = names.of(item.handler);
  }
  return list;
}

}  // namespace

WorkLists::WorkLists(storage::Store& store, const Definitions& definitions, const Clock& clock,
                     const definition::AlertRules* rules)
    : store_(store), definitions_(definitions), clock_(clock), rules_(rules) {}

Result<List<CaseListItem>> WorkLists::cases(const Caller& caller, const CaseQuery& query) {
  if (!may_read_cases(caller)) return List<CaseListItem>{};
  TRY(const auto sort, read_sort(query.sort));
  TRY_VOID(check_filters(query, definitions_));
  storage::CaseFilter filter;
  filter.workflow = query.workflow;
  filter.state = query.state;
  filter.stage = query.stage;
  filter.handler = query.handler;
  filter.sector = query.sector;
  filter.employer = query.employer;
  filter.open = query.open;
  filter.q = query.q;
  if (query.overdue.value_or(false)) filter.overdue_on = today(clock_);
  filter.due_before = query.due_before;
  filter.sort = sort.first;
  filter.descending = sort.second;
  filter.page = {query.limit, query.cursor};
  TRY(auto snapshot, snapshot_for(store_, clock_, caller));
  TRY(const auto page, snapshot->list_cases(filter));
  return to_list(*snapshot, definitions_, page);
}

Result<List<CaseListItem>> WorkLists::cases_of(const Caller& caller, const std::vector<CaseId>& ids) {
  if (!may_read_cases(caller)) return List<CaseListItem>{};
  TRY(auto snapshot, snapshot_for(store_, clock_, caller));
  storage::Page<storage::CaseItem> page;
  for (const auto& id : ids) {
    TRY(auto item, snapshot->find_case(id));
    page.items.push_back(std::move(item));
  }
  return to_list(*snapshot, definitions_, page);
}

Result<List<ClockListItem>> WorkLists::clocks(const Caller& caller, const ClockQuery& query) {
  if (!may_read_cases(caller)) return List<ClockListItem>{};
  storage::ClockFilter filter;
  filter.owner = query.owner;
  for (const auto& text : query.status) {
    const auto status = read_status(text);
    if (!status) {
      return fail(ErrorCode::invalid, {"查询条件有误", "A query value is wrong"},
                  {{"?status",
                    "unknown_value",
                    {"可用 running, breached, expired, stopped, left, superseded",
                     "One of running, breached, expired, stopped, left, superseded"}}});
    }
    filter.status.push_back(*status);
  }
  filter.due_before = query.due_before;
  filter.page = {query.limit, query.cursor};
  TRY(auto snapshot, snapshot_for(store_, clock_, caller));
  TRY(const auto page, snapshot->list_clocks(filter));
  auto list = page_of<ClockListItem>(page.next);
  const auto calendar = definitions_.calendar();
  const Date now = today(clock_);
  for (const auto& row : page.items) {
    ClockListItem item;
    const auto procedure = definitions_.in_force(row.workflow, now);
    const auto* rule = procedure ? procedure->find_clock(row.clock.rule) : nullptr;
    item.case_id = row.case_id;
    item.number = row.number;
    item.workflow = row.workflow;
    item.title = row.title;
    item.id = row.clock.rule;
    item.key = row.clock.key;
    item.ordinal = row.clock.ordinal;
    item.label = clock_label(row.clock.rule, row.clock.key, row.clock.ordinal);
    item.name = rule != nullptr ? rule->name : Text{row.clock.rule, row.clock.rule};
    item.kind = clock_kind_id(row.clock.kind);
    item.status = clock_status_id(row.clock.status);
    item.owner = row.clock.owner;
    item.handler = row.handler;
    item.base = row.clock.base;
    item.nominal = row.clock.nominal;
    item.due = row.clock.due;
    item.due_at = row.clock.due_at;
    item.provisional = row.clock.provisional;
    item.halted = row.clock.halted;
    if (row.clock.due && is_open(row.clock.status))
      item.working_days_left = calendar->working_days_between(now, *row.clock.due);
    list.items.push_back(std::move(item));
  }
  TRY_VOID(put_sides(*snapshot, list.items));
  return list;
}

Result<std::vector<ApprovalItem>> WorkLists::approvals(const Caller& caller) {
  TRY(auto snapshot, snapshot_for(store_, clock_, caller));
  TRY(const auto rows, snapshot->proposals(caller.roles, 500));
  std::vector<ApprovalItem> items;
  std::vector<AccountId> accounts;
  for (const auto& row : rows) {
    if (row.proposal.by == caller.account) continue;  // nobody approves their own request
    TRY(const auto found, snapshot->find_case(row.case_id));
    TRY(const auto history, snapshot->history(row.case_id, row.proposal.version - 1));
    const auto procedure = procedure_of(definitions_, found.pin);
    const auto* event = procedure ? procedure->find_event(row.proposal.event) : nullptr;
    ApprovalItem item;
    item.case_id = row.case_id;
    item.number = found.number;
    item.workflow = found.pin.procedure;
    item.version = row.proposal.version;
    item.seq = history.empty() ? 0 : history.front().seq;
    item.event = row.proposal.event;
    item.event_name = event != nullptr ? event->name : Text{row.proposal.event, row.proposal.event};
    item.by = row.proposal.by;
    item.approver_roles = row.proposal.approver_roles;
    item.on = row.proposal.on;
    accounts.push_back(item.by);
    items.push_back(std::move(item));
  }
  Names names;
  TRY_VOID(names.load(*snapshot, {}, accounts));
  for (auto& item : items) item.by_name = names.of(item.by);
  TRY_VOID(put_sides(*snapshot, items));
  return items;
}

Result<List<EmployerView>> WorkLists::employers(const Caller& caller, const std::string& q, int limit,
                                                const std::string& cursor) {
  if (!may_read_cases(caller)) return List<EmployerView>{};
  TRY(auto snapshot, snapshot_for(store_, clock_, caller));
  TRY(const auto page, snapshot->list_employers(q, {limit, cursor}));
  auto list = page_of<EmployerView>(page.next);
  for (const auto& row : page.items) {
    list.items.push_back({row.person.id, row.person.credit_code, row.person.name, row.cases, row.open_cases});
  }
  return list;
}

Result<EmployerView> WorkLists::employer(const Caller& caller, const std::string& code) {
  if (!may_read_cases(caller)) return fail(ErrorCode::not_found, {"没有此用人单位", "No such employer"});
  TRY(auto snapshot, snapshot_for(store_, clock_, caller));
  TRY(const auto page, snapshot->list_employers(code, {500, ""}));
  for (const auto& row : page.items) {
    // Not every employer has a credit code: the register's own id always names one.
    if (row.person.credit_code != code && row.person.id.value != code) continue;
    return EmployerView{row.person.id, row.person.credit_code, row.person.name, row.cases, row.open_cases};
  }
  return fail(ErrorCode::not_found, {"没有此用人单位", "No such employer"});
}

Result<DocumentDetail> WorkLists::document(const Caller& caller, const std::string& id) {
  if (!may_read_cases(caller)) return fail(ErrorCode::not_found, {"没有此文书", "No such document"});
  TRY(auto snapshot, snapshot_for(store_, clock_, caller));
  TRY(const auto row, snapshot->find_document(id));
  TRY(const auto found, snapshot->find_case(row.case_id));
  const auto procedure = procedure_of(definitions_, found.pin);
  const auto* def = procedure ? procedure->find_document(row.document.document) : nullptr;
  DocumentDetail detail;
  detail.id = row.document.id;
  detail.case_id = row.case_id;
  detail.document = row.document.document;
  detail.name = def != nullptr ? def->name : Text{row.document.document, row.document.document};
  detail.copy = row.document.copy;
  detail.on = row.document.on;
  detail.to = row.document.to;
  if (def != nullptr) detail.cite = def->cite;
  return detail;
}

Result<std::vector<HearingView>> WorkLists::hearings(const Caller& caller, Date on) {
  if (!may_read_cases(caller)) return std::vector<HearingView>{};
  TRY(auto snapshot, snapshot_for(store_, clock_, caller));
  TRY(const auto rows, snapshot->hearings(on));
  std::vector<HearingView> out;
  for (const auto& row : rows) {
    TRY(const auto found, snapshot->find_case(row.case_id));
    out.push_back(
        {row.case_id, found.number, found.pin.procedure, {}, row.hearing.at, row.hearing.kind, row.hearing.place});
  }
  TRY_VOID(put_sides(*snapshot, out));
  return out;
}

}  // namespace hejie::app
