#include "app/risk_desk.h"

#include <array>

#include "app/definitions.h"
#include "app/text_body.h"
#include "app/texts.h"
#include "app/units.h"
#include "engine/base/money.h"

namespace hejie::app {
namespace {

Error no_case() {
  return {ErrorCode::not_found, {"没有此案件", "There is no such case"}};
}

Error not_leader() {
  return {ErrorCode::forbidden, {"只有负责人可以这样做", "Only a head may do this"}};
}

Error no_mark() {
  return {ErrorCode::not_found, {"该案件不是重点案件", "This case is not a key case"}};
}

Status need_text(const KeyCommand& command, const char* path) {
  constexpr std::size_t kMost = 4000;
  if (!command.text.empty() && command.text.size() <= kMost) return {};
  return fail(invalid_form({bad_value(path, {"须填写，至多 4000 字节", "is required, at most 4000 bytes"})}));
}

void replace_all(std::string& text, const std::string& what, const std::string& by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
}

Text with_figures(Text text, const RiskGrounds& grounds) {
  for (std::string* one : {&text.zh, &text.en}) {
    replace_all(*one, "{figure}", std::to_string(grounds.figure));
    replace_all(*one, "{level}", std::to_string(grounds.level_at));
    replace_all(*one, "{figure_yuan}", format_yuan(grounds.figure));
    replace_all(*one, "{level_yuan}", format_yuan(grounds.level_at));
  }
  return text;
}

std::string name_of(storage::Snapshot& snapshot, const AccountId& id) {
  if (id.empty()) return {};
  const auto account = snapshot.find_account(id);
  return account && *account ? (*account)->display_name : "";
}

constexpr std::array<const char*, 3> kStates{"waiting", "sent", "dead"};

}  // namespace

Result<RiskItem> RiskDesk::item_of(storage::Snapshot& snapshot, const storage::RiskRow& row) const {
  RiskItem item;
  item.id = row.id;
  item.rule = row.rule;
  item.subject = row.subject;
  const auto colon = row.subject.find(':');
  item.kind = colon == std::string::npos ? "case" : row.subject.substr(0, colon);
  item.level = row.level;
  item.period = row.period;
  item.case_id = row.case_id;
  item.on = row.on;
  item.found_at = row.found_at;
  item.grounds = read_grounds(row.grounds);
  item.name = {row.rule, row.rule};
  if (const auto* rule = rules_.find(row.rule)) {
    item.name = rule->name;
    item.says = with_figures(rule->says, item.grounds);
    item.duty = rule->duty;
    item.cite = rule->cite;
  }
  TRY(const auto found, snapshot.find_case(row.case_id));
  item.number = found.number;
  item.workflow = found.pin.procedure;
  return item;
}

Result<List<RiskItem>> RiskDesk::risks(const Caller& caller, const RiskQuery& query) {
  if (!may_read_cases(caller)) return List<RiskItem>{};
  TRY(const auto snapshot, snapshot_for(store_, clock_, caller));
  TRY(const auto page, snapshot->list_risks({query.rule, query.case_id, {query.limit, query.cursor}}));
  List<RiskItem> list{{}, page.next};
  for (const auto& row : page.items) {
    TRY(auto item, item_of(*snapshot, row));
    list.items.push_back(std::move(item));
  }
  return list;
}

Result<RiskItem> RiskDesk::risk(const Caller& caller, long long id) {
  TRY(const auto snapshot, snapshot_for(store_, clock_, caller));
  TRY(const auto row, snapshot->find_risk(id));
  if (!row || !may_read_cases(caller)) return fail(ErrorCode::not_found, {"没有此风险", "There is no such risk"});
  return item_of(*snapshot, *row);
}

Result<KeyCaseItem> RiskDesk::item_of(storage::Snapshot& snapshot, const storage::KeyCase& row) const {
  TRY(const auto found, snapshot.find_case(row.case_id));
  TRY(auto sides, load_sides(snapshot, {row.case_id}));
  KeyCaseItem item;
  item.case_id = row.case_id;
  item.number = found.number;
  item.workflow = found.pin.procedure;
  item.title = found.summary.title;
  item.sides = std::move(sides[row.case_id]);
  item.since = row.since;
  item.rule = row.rule;
  if (const auto* rule = rules_.find(row.rule)) item.rule_name = rule->name;
  item.marked_by = name_of(snapshot, row.marked_by);
  item.leader = name_of(snapshot, row.leader);
  TRY(item.reason, body_of(snapshot, row.reason));
  item.every_days = row.every_days;
  item.reports = row.reports;
  item.report_due = row.report_due;
  item.reported_on = row.reported_on;
  item.ended_on = row.ended_on;
  item.ended_by = name_of(snapshot, row.ended_by);
  TRY(item.ended_reason, body_of(snapshot, row.ended_reason));
  return item;
}

Result<std::vector<KeyCaseItem>> RiskDesk::key_cases(const Caller& caller, const CaseId& case_id, bool late) {
  std::vector<KeyCaseItem> items;
  if (!may_read_cases(caller)) return items;
  TRY(const auto snapshot, snapshot_for(store_, clock_, caller));
  constexpr int kMost = 500;
  const Date today = to_bureau(clock_.now()).day;
  TRY(const auto rows, late ? snapshot->key_reports_due(today, kMost) : snapshot->key_cases(case_id));
  for (const auto& row : rows) {
    if (late && !case_id.empty() && row.case_id != case_id) continue;
    TRY(auto item, item_of(*snapshot, row));
    items.push_back(std::move(item));
  }
  return items;
}

storage::Commit RiskDesk::begin(const Caller& caller) const {
  storage::Commit commit;
  commit.recorded_at = clock_.now();
  commit.recorded_by = caller.account;
  return commit;
}

TextId RiskDesk::keep(storage::Commit& commit, const KeyCommand& command) {
  TextId id(ids_.next("t"));
  commit.puts.emplace_back(storage::PutText{{id, command.case_id, command.text}});
  return id;
}

Result<storage::KeyCase> RiskDesk::open_mark(storage::Snapshot& snapshot, const CaseId& id) const {
  TRY(const auto marks, snapshot.key_cases(id));
  if (id.empty() || marks.empty() || marks.back().ended_on) return fail(no_mark());
  return marks.back();
}

KeptAnswer RiskDesk::mark(const Caller& caller, const KeyCommand& command) {
  if (!may_read_cases(caller)) return fail(no_case());
  TRY(const auto snapshot, snapshot_for(store_, clock_, caller));
  TRY(const auto before, find_answer(*snapshot, caller, command.key));
  if (before) return before;
  TRY(const auto item, snapshot->find_case(command.case_id));
  TRY_VOID(check_acts(store_, clock_, caller, command.case_id));
  if (!is_head(caller)) return fail(not_leader());
  TRY_VOID(need_text(command, "/reason"));
  if (item.summary.phase != engine::Phase::open)
    return fail(invalid_form({bad_value("", {"案件已结", "the case is closed"})}));
  storage::KeyCase mark;
  if (!command.leader.empty()) {
    TRY(const auto leader, snapshot->find_account(command.leader));
    if (!leader) return fail(invalid_form({bad_value("/leader", {"没有这个账号", "there is no such account"})}));
    mark.leader = leader->id;
  }
  auto commit = begin(caller);
  if (const auto open = open_mark(*snapshot, command.case_id)) {
    // Marked by a rule before: a leader takes charge of it.
    if (mark.leader.empty() || !open->leader.empty())
      return fail(invalid_form({bad_value("", {"已是重点案件", "it is a key case already"})}));
    storage::KeyCase taken = *open;
    taken.leader = mark.leader;
    commit.puts.emplace_back(storage::PutKeyCase{std::move(taken)});
    return commit_once(store_, std::move(commit), caller, command.key, command.answer);
  }
  mark.case_id = command.case_id;
  mark.since = to_bureau(commit.recorded_at).day;
  mark.marked_by = caller.account;
  mark.reason = keep(commit, command);
  mark.every_days = rules_.key_report_days;
  mark_key_case(std::move(mark), *definitions_.calendar(), commit);
  return commit_once(store_, std::move(commit), caller, command.key, command.answer);
}

KeptAnswer RiskDesk::report(const Caller& caller, const KeyCommand& command) {
  if (!may_read_cases(caller)) return fail(no_case());
  TRY(const auto snapshot, snapshot_for(store_, clock_, caller));
  TRY(const auto before, find_answer(*snapshot, caller, command.key));
  if (before) return before;
  TRY(auto mark, open_mark(*snapshot, command.case_id));
  TRY_VOID(check_acts(store_, clock_, caller, command.case_id));
  auto commit = begin(caller);
  const auto calendar = definitions_.calendar();
  mark.reported_on = to_bureau(commit.recorded_at).day;
  ++mark.reports;
  mark.report_due = calendar->working_day_after(*mark.reported_on, mark.every_days);
  std::optional<Moment> next;
  if (mark.report_due) next = Moment{*mark.report_due, calendar->hours().opening_minute()};
  commit.puts.emplace_back(storage::PutRiskTimer{kKeyReport, command.case_id, next});
  commit.puts.emplace_back(storage::PutKeyCase{std::move(mark)});
  return commit_once(store_, std::move(commit), caller, command.key, command.answer);
}

KeptAnswer RiskDesk::end(const Caller& caller, const KeyCommand& command) {
  if (!may_read_cases(caller)) return fail(no_case());
  TRY(const auto snapshot, snapshot_for(store_, clock_, caller));
  TRY(const auto before, find_answer(*snapshot, caller, command.key));
  if (before) return before;
  TRY(auto mark, open_mark(*snapshot, command.case_id));
  TRY_VOID(check_acts(store_, clock_, caller, command.case_id));
  if (!is_head(caller)) return fail(not_leader());
  TRY_VOID(need_text(command, "/reason"));
  auto commit = begin(caller);
  mark.ended_on = to_bureau(commit.recorded_at).day;
  mark.ended_by = caller.account;
  mark.ended_reason = keep(commit, command);
  mark.report_due.reset();
  commit.puts.emplace_back(storage::PutKeyCase{std::move(mark)});
  commit.puts.emplace_back(storage::PutRiskTimer{kKeyReport, command.case_id, std::nullopt});
  return commit_once(store_, std::move(commit), caller, command.key, command.answer);
}

Result<List<MessageItem>> RiskDesk::messages(const Caller& caller, const MessageQuery& query) {
  if (!caller.has("system_admin") && !is_head(caller)) return fail(not_leader());
  storage::OutboxFilter filter{query.channel, {}, {query.limit, query.cursor}};
  for (std::size_t i = 0; i < kStates.size(); ++i)
    if (query.state == kStates[i]) filter.state = static_cast<storage::OutboxState>(i);
  if (!query.state.empty() && !filter.state)
    return fail(invalid_form({bad_value("?state", {"应为 waiting、sent 或 dead", "must be waiting, sent or dead"})}));
  TRY(const auto snapshot, snapshot_for(store_, clock_, caller));
  TRY(const auto page, snapshot->list_outbox(filter));
  List<MessageItem> list{{}, page.next};
  for (const auto& row : page.items)
    list.items.push_back({row.id, row.alert, row.channel, kStates[static_cast<std::size_t>(row.state)], row.case_id,
                          row.attempts, row.created_at, row.next_try_at, row.last_error, row.ended_at});
  return list;
}

KeptAnswer RiskDesk::send_again(const Caller& caller, long long id, const IdempotencyKey& key,
                                const StoredAnswer& answer) {
  if (!caller.has("system_admin") && !is_head(caller)) return fail(not_leader());
  auto commit = begin(caller);
  commit.puts.emplace_back(storage::OutboxAgain{id, commit.recorded_at});
  return commit_once(store_, std::move(commit), caller, key, answer);
}

}  // namespace hejie::app
