#include "app/control_desk.h"

#include <algorithm>

#include "app/alert_lines.h"
#include "app/case_rows.h"
#include "app/text_body.h"
#include "app/texts.h"
#include "app/units.h"
#include "app/work_lists_impl.h"

namespace hejie::app {
namespace {

constexpr const char* kExceptionKind = "exception";
constexpr const char* kDrawKind = "draw";
constexpr std::size_t kMostText = 4000;
constexpr int kMostDraws = 100;

Error no_review() {
  return {ErrorCode::not_found, {"没有这份评查", "There is no such review"}};
}

std::string state_of(const KeptFileReview& review) {
  if (!review.reviewed_on) return "open";
  if (!review.mend_due) return "good";
  return review.mended_on ? "mended" : "faults";
}

int faults_of(const KeptFileReview& review) {
  return static_cast<int>(
      std::ranges::count_if(review.answers, [](const auto& answer) { return answer.second == "fault"; }));
}

Status check_answers(const definition::ControlRules& rules, const FileReviewCommand& command) {
  std::vector<Finding> findings;
  for (const auto& item : rules.checklist)
    if (!command.answers.contains(item.id))
      findings.push_back(missing_key("/answers/" + item.id, {"评查项目", "an item of the checklist"}));
  bool faulty = false;
  for (const auto& [id, answer] : command.answers) {
    if (std::ranges::find(rules.checklist, id, &definition::ChecklistItem::id) == rules.checklist.end())
      findings.push_back(bad_value("/answers/" + id, {"没有这个评查项目", "is no item of the checklist"}));
    else if (answer != "ok" && answer != "fault" && answer != "none")
      findings.push_back(bad_value("/answers/" + id, {"应为 ok、fault 或 none", "must be ok, fault or none"}));
    faulty = faulty || answer == "fault";
  }
  if ((faulty && command.note.empty()) || command.note.size() > kMostText)
    findings.push_back(
        bad_value("/note", {"有问题的须写明，至多 4000 字节", "says what is wrong, at most 4000 bytes"}));
  if (findings.empty()) return {};
  return fail(invalid_form(std::move(findings)));
}

/// Whoever handles the case, and the head above, are told of a fault at once; on its last day they are told again.
void tell_fault(const definition::AlertRules& rules, const calendar::Calendar& calendar, const storage::CaseItem& item,
                Date due, Moment now, storage::Commit& commit) {
  const definition::RiskLevel level{1, {"$handler", "$head"}, false};
  for (const auto& to : rules.recipients(level, item.summary.stage)) {
    storage::NewAlert alert{{item.id, kMend, "", 1, "-1", to, due}, now.day};
    commit.alerts.push_back(std::move(alert));
  }
  commit.puts.emplace_back(storage::PutRiskTimer{kMend, item.id, Moment{due, calendar.hours().opening_minute()}});
}

}  // namespace

Result<List<ExceptionItem>> ControlDesk::exceptions(const Caller& caller, const ExceptionQuery& query) {
  if (!may_read_cases(caller)) return List<ExceptionItem>{};
  TRY(const auto snapshot, snapshot_for(store_, clock_, caller));
  storage::KeptFilter filter{{kExceptionKind}, query.kind, query.month, query.case_id, {query.limit, query.cursor}};
  TRY(const auto page, snapshot->list_kept(filter));
  List<ExceptionItem> list{{}, page.next};
  std::vector<AccountId> accounts;
  for (const auto& row : page.items) accounts.push_back(row.made_by);
  Names names;
  TRY_VOID(names.load(*snapshot, {}, accounts));
  for (const auto& row : page.items) {
    ExceptionItem item;
    item.id = row.id;
    item.kind = row.subject;
    item.case_id = row.case_id;
    item.found_at = row.made_at;
    item.by = names.of(row.made_by);
    read_body(row.body, item.what);
    TRY(item.reason, body_of(*snapshot, item.what.reason));
    TRY(const auto found, snapshot->find_case(row.case_id));
    item.number = found.number;
    item.workflow = found.pin.procedure;
    const auto procedure = procedure_of(definitions_, found.pin);
    const auto* event = procedure ? procedure->find_event(item.what.event) : nullptr;
    if (event != nullptr) item.event_name = event->name;
    list.items.push_back(std::move(item));
  }
  return list;
}

Result<std::vector<KeptDraw>> ControlDesk::draws(const Caller& caller) {
  std::vector<KeptDraw> out;
  if (!may_read_cases(caller)) return out;
  TRY(const auto snapshot, snapshot_for(store_, clock_, caller));
  TRY(const auto page, snapshot->list_kept({{kDrawKind}, {}, "", {}, {kMostDraws, ""}}));
  for (const auto& row : page.items) read_body(row.body, out.emplace_back());
  return out;
}

Result<FileReviewItem> ControlDesk::item_of(storage::Snapshot& snapshot, const storage::KeptRow& row) const {
  FileReviewItem item;
  item.id = row.id;
  item.case_id = row.case_id;
  item.period = row.period;
  read_body(row.body, item.what);
  item.state = state_of(item.what);
  item.faults = faults_of(item.what);
  TRY(const auto found, snapshot.find_case(row.case_id));
  item.number = found.number;
  item.workflow = found.pin.procedure;
  item.title = found.summary.title;
  Names names;
  TRY_VOID(names.load(snapshot, {}, {item.what.reviewed_by, item.what.mended_by}));
  item.reviewed_by = names.of(item.what.reviewed_by);
  item.mended_by = names.of(item.what.mended_by);
  TRY(item.note, body_of(snapshot, item.what.note));
  TRY(item.mend_note, body_of(snapshot, item.what.mend_note));
  return item;
}

Result<List<FileReviewItem>> ControlDesk::reviews(const Caller& caller, const FileReviewQuery& query) {
  if (!may_read_cases(caller)) return List<FileReviewItem>{};
  TRY(const auto snapshot, snapshot_for(store_, clock_, caller));
  TRY(const auto page,
      snapshot->list_kept({{kFileReview}, {}, query.period, query.case_id, {query.limit, query.cursor}}));
  List<FileReviewItem> list{{}, page.next};
  for (const auto& row : page.items) {
    TRY(auto item, item_of(*snapshot, row));
    list.items.push_back(std::move(item));
  }
  return list;
}

TextId ControlDesk::keep(storage::Commit& commit, const CaseId& id, const std::string& text) {
  if (text.empty()) return {};
  TextId made(ids_.next("t"));
  commit.puts.emplace_back(storage::PutText{{made, id, text}});
  return made;
}

KeptAnswer ControlDesk::review(const Caller& caller, const FileReviewCommand& command) {
  TRY(const auto snapshot, snapshot_for(store_, clock_, caller));
  TRY(const auto before, find_answer(*snapshot, caller, command.key));
  if (before) return before;
  TRY(const auto row, snapshot->find_kept(command.id));
  if (!row || row->kind != kFileReview || !may_read_cases(caller)) return fail(no_review());
  TRY_VOID(check_acts(store_, clock_, caller, row->case_id));
  if (!is_head(caller) && !caller.has(rules_.control.review_by))
    return fail(ErrorCode::forbidden,
                {"只有评查岗位和负责人可以评查", "Only heads and the role that reviews may do this"});
  TRY_VOID(check_answers(rules_.control, command));
  KeptFileReview review;
  read_body(row->body, review);
  if (review.reviewed_on) return fail(invalid_form({bad_value("", {"已评查", "it has been reviewed already"})}));
  storage::Commit commit;
  commit.recorded_at = clock_.now();
  commit.recorded_by = caller.account;
  const Moment now = to_bureau(commit.recorded_at);
  review.answers = command.answers;
  review.note = keep(commit, row->case_id, command.note);
  review.reviewed_by = caller.account;
  review.reviewed_on = now.day;
  if (faults_of(review) > 0) {
    const auto calendar = definitions_.calendar();
    review.mend_due = calendar->working_day_after(now.day, rules_.control.mend_days).value_or(now.day);
    TRY(const auto item, snapshot->find_case(row->case_id));
    tell_fault(rules_, *calendar, item, *review.mend_due, now, commit);
  }
  storage::KeptRow changed = *row;
  changed.body = write_body(review);
  commit.puts.emplace_back(storage::PutKept{std::move(changed)});
  return commit_once(store_, std::move(commit), caller, command.key, command.answer);
}

KeptAnswer ControlDesk::mend(const Caller& caller, const FileReviewCommand& command) {
  TRY(const auto snapshot, snapshot_for(store_, clock_, caller));
  TRY(const auto before, find_answer(*snapshot, caller, command.key));
  if (before) return before;
  TRY(const auto row, snapshot->find_kept(command.id));
  if (!row || row->kind != kFileReview || !may_read_cases(caller)) return fail(no_review());
  TRY_VOID(check_acts(store_, clock_, caller, row->case_id));
  KeptFileReview review;
  read_body(row->body, review);
  if (state_of(review) != "faults")
    return fail(invalid_form({bad_value("", {"没有待整改的问题", "there is nothing to mend"})}));
  if (review.reviewed_by == caller.account)
    return fail(ErrorCode::forbidden, {"评查人不能登记整改", "Who found the fault does not record that it is mended"});
  if (command.note.empty() || command.note.size() > kMostText)
    return fail(invalid_form({bad_value("/note", {"须填写，至多 4000 字节", "is required, at most 4000 bytes"})}));
  storage::Commit commit;
  commit.recorded_at = clock_.now();
  commit.recorded_by = caller.account;
  review.mended_on = to_bureau(commit.recorded_at).day;
  review.mended_by = caller.account;
  review.mend_note = keep(commit, row->case_id, command.note);
  commit.puts.emplace_back(storage::PutRiskTimer{kMend, row->case_id, std::nullopt});
  storage::KeptRow changed = *row;
  changed.body = write_body(review);
  commit.puts.emplace_back(storage::PutKept{std::move(changed)});
  return commit_once(store_, std::move(commit), caller, command.key, command.answer);
}

}  // namespace hejie::app
