#include "app/special_reports.h"

#include <algorithm>
#include <map>

#include "app/alert_lines.h"
#include "app/clock_view.h"
#include "app/kept_bodies.h"
#include "app/reports_told.h"
#include "app/text_body.h"
#include "app/texts.h"
#include "app/units.h"
#include "app/work_lists_impl.h"

namespace hejie::app {
namespace {

constexpr const char* kAnswerKind = "answer";
constexpr int kMostRows = 500;

Error no_row() {
  return {ErrorCode::not_found, {"没有这条报告记录", "There is no such row of a report"}};
}

bool is_report(const storage::AlertRow& row) {
  return row.what.clock.starts_with(kReportMark);
}

Result<std::vector<storage::AlertRow>> report_rows(storage::Snapshot& snapshot, const CaseId& id) {
  storage::AlertFilter filter;
  filter.case_id = id;
  filter.with_superseded = true;
  filter.page.limit = kMostRows;
  std::vector<storage::AlertRow> rows;
  do {
    TRY(const auto page, snapshot.list_alerts(filter));
    std::ranges::copy_if(page.items, std::back_inserter(rows), is_report);
    filter.page.cursor = page.next;
  } while (!filter.page.cursor.empty());
  std::ranges::sort(rows, {}, &storage::AlertRow::id);
  return rows;
}

std::vector<ReportDue> dues_of(const storage::CaseRows& rows, const engine::ProcedurePtr& procedure) {
  std::vector<ReportDue> out;
  for (const auto& clock : rows.clocks) {
    if (clock.kind != engine::ClockKind::duty || !is_open(clock.status)) continue;
    const auto* rule = procedure ? procedure->find_clock(clock.rule) : nullptr;
    out.push_back({clock_label(clock.rule, clock.key, clock.ordinal),
                   rule != nullptr ? rule->name : Text{clock.rule, clock.rule},
                   std::string(clock_status_id(clock.status)), clock.due, clock.due_at});
  }
  return out;
}

/// The row of a recipient in its report; made when it is the first of them.
ReportRecipient& recipient_of(std::vector<MadeReport>& reports, const storage::AlertRow& row) {
  const auto version = static_cast<Version>(row.what.ordinal);
  auto report = std::ranges::find(reports, version, &MadeReport::version);
  if (report == reports.end())
    report = reports.insert(reports.end(), {row.what.clock.substr(kReportMark.size()), {}, version, row.what.due, {}});
  auto& all = report->recipients;
  const auto found = std::ranges::find(all, row.what.key, &ReportRecipient::id);
  if (found != all.end()) return *found;
  ReportRecipient fresh;
  fresh.id = row.what.key;
  return *all.insert(all.end(), std::move(fresh));
}

void take(ReportRecipient& recipient, const storage::AlertRow& row, const Names& names) {
  if (row.what.rung == kWithdrawn) recipient.withdrawn = true;
  if (row.what.rung.find('^') != std::string::npos) recipient.passed_on = true;
  if (row.what.rung != "0") return;
  recipient.alert = row.id;
  recipient.told_at = row.told_at;
  recipient.acknowledge_by = row.wait_until;
  recipient.acknowledged_by = names.of(row.acknowledged_by);
  recipient.acknowledged_at = row.acknowledged_at;
}

Status put_answers(storage::Snapshot& snapshot, const CaseId& id, std::vector<MadeReport>& reports) {
  storage::KeptFilter filter;
  filter.kind = {kAnswerKind};
  filter.case_id = id;
  filter.page.limit = kMostRows;
  TRY(const auto page, snapshot.list_kept(filter));
  for (const auto& row : page.items) {
    KeptAnswerText kept;
    read_body(row.body, kept);
    TRY(const auto words, body_of(snapshot, kept.text));
    Names names;
    TRY_VOID(names.load(snapshot, {}, {row.made_by}));
    for (auto& report : reports)
      for (auto& recipient : report.recipients) {
        if (std::to_string(recipient.alert) != row.subject) continue;
        recipient.answer = words;
        recipient.answered_by = names.of(row.made_by);
        recipient.answered_at = row.made_at;
      }
  }
  return {};
}

}  // namespace

Result<std::vector<MadeReport>> SpecialReports::reports_of(storage::Snapshot& snapshot,
                                                           const storage::CaseItem& row) const {
  const auto procedure = procedure_of(definitions_, row.pin);
  TRY(const auto rows, report_rows(snapshot, row.id));
  std::vector<AccountId> accounts;
  for (const auto& one : rows) accounts.push_back(one.acknowledged_by);
  Names names;
  TRY_VOID(names.load(snapshot, {}, accounts));
  std::vector<MadeReport> reports;
  for (const auto& one : rows) take(recipient_of(reports, one), one, names);
  for (auto& report : reports) {
    const auto* event = procedure ? procedure->find_event(report.event) : nullptr;
    report.name = event != nullptr ? event->name : Text{report.event, report.event};
    for (auto& recipient : report.recipients) {
      const auto* body = rules_.reports.find_body(recipient.id);
      recipient.name = body != nullptr ? body->name : Text{recipient.id, recipient.id};
    }
  }
  TRY_VOID(put_answers(snapshot, row.id, reports));
  return reports;
}

Result<SpecialReportCase> SpecialReports::item_of(storage::Snapshot& snapshot, const storage::CaseItem& row) const {
  const auto procedure = procedure_of(definitions_, row.pin);
  const auto* state = procedure ? procedure->find_state(row.summary.state) : nullptr;
  SpecialReportCase item;
  item.case_id = row.id;
  item.number = row.number;
  item.workflow = row.pin.procedure;
  item.state = row.summary.state;
  item.state_name = state != nullptr ? state->name : Text{row.summary.state, row.summary.state};
  item.title = row.summary.title;
  item.open = row.summary.phase == engine::Phase::open;
  item.opened_on = row.summary.opened_on;
  TRY(const auto rows, snapshot.load_rows(row.id));
  item.due = dues_of(rows, procedure);
  TRY(item.reports, reports_of(snapshot, row));
  TRY(auto sides, load_sides(snapshot, {row.id}));
  item.sides = std::move(sides[row.id]);
  return item;
}

Result<List<SpecialReportCase>> SpecialReports::list(const Caller& caller, const CaseId& case_id,
                                                     std::optional<bool> open, int limit, const std::string& cursor) {
  if (!may_read_cases(caller)) return List<SpecialReportCase>{};
  TRY(const auto snapshot, snapshot_for(store_, clock_, caller));
  storage::Page<storage::CaseItem> page;
  if (case_id.empty()) {
    storage::CaseFilter filter;
    filter.workflow = {rules_.reports.workflow};
    filter.open = open;
    filter.descending = true;
    filter.page = {limit, cursor};
    TRY(page, snapshot->list_cases(filter));
  } else {
    TRY(auto found, snapshot->find_case(case_id));
    page.items.push_back(std::move(found));
  }
  List<SpecialReportCase> list{{}, page.next};
  for (const auto& row : page.items) {
    TRY(auto item, item_of(*snapshot, row));
    list.items.push_back(std::move(item));
  }
  return list;
}

KeptAnswer SpecialReports::answer(const Caller& caller, const AnswerCommand& command) {
  constexpr std::size_t kMost = 4000;
  if (!may_read_cases(caller)) return fail(no_row());
  TRY(const auto snapshot, snapshot_for(store_, clock_, caller));
  TRY(const auto before, find_answer(*snapshot, caller, command.key));
  if (before) return before;
  TRY(const auto row, snapshot->find_alert(command.alert));
  if (!row || !is_report(*row) || row->what.rung != "0") return fail(no_row());
  if (command.text.empty() || command.text.size() > kMost)
    return fail(invalid_form({bad_value("/text", {"须填写，至多 4000 字节", "is required, at most 4000 bytes"})}));
  storage::KeptFilter filter;
  filter.kind = {kAnswerKind};
  filter.subject = {std::to_string(command.alert)};
  TRY(const auto answered, snapshot->list_kept(filter));
  if (!answered.items.empty())
    return fail(invalid_form({bad_value("", {"已登记答复", "the answer has been recorded already"})}));
  storage::Commit commit;
  commit.recorded_at = clock_.now();
  commit.recorded_by = caller.account;
  const TextId text(ids_.next("t"));
  commit.puts.emplace_back(storage::PutText{{text, row->what.case_id, command.text}});
  storage::KeptRow kept;
  kept.kind = kAnswerKind;
  kept.subject = std::to_string(command.alert);
  kept.case_id = row->what.case_id;
  kept.made_at = commit.recorded_at;
  kept.made_by = caller.account;
  kept.body = write_body(KeptAnswerText{text});
  commit.puts.emplace_back(storage::PutKept{std::move(kept)});
  commit.puts.emplace_back(storage::Acknowledge{command.alert, caller.account, commit.recorded_at});
  if (!command.key.key.empty()) commit.idempotency = key_record(caller, command.key, std::nullopt, command.answer);
  const auto done = store_.commit(std::move(commit));
  if (!done) return fail(Error(done.error()));
  if (done->repeat && done->answer) return from_stored(*done->answer);
  return std::nullopt;
}

}  // namespace hejie::app
