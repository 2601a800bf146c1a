#include "app/hand_over.h"

#include <algorithm>

#include "app/case_people.h"
#include "app/case_rows.h"
#include "app/case_source.h"
#include "app/definitions.h"
#include "app/texts.h"
#include "engine/machine/hand_over.h"

namespace hejie::app {
namespace {

constexpr std::size_t kMostText = 4000;
constexpr int kPage = 500;
constexpr int kAttempts = 8;  ///< of many cases, while others work on them

Error no_case(const CaseId& id) {
  return {ErrorCode::not_found, {"没有案件 " + id.value, "there is no case " + id.value}};
}

Error not_theirs() {
  return {ErrorCode::forbidden,
          {"案件由承办人本人或负责人交接", "Cases are handed over by who handles them or by a head"}};
}

Result<std::optional<storage::Account>> find_person(storage::Snapshot& snapshot, const std::string& name) {
  TRY(auto by_name, snapshot.find_account(name));
  if (by_name) return by_name;
  return snapshot.find_account(AccountId(name));
}

bool works_on_cases(const storage::Account& account) {
  return !account.disabled && may_read_cases(Caller{account.id, account.username, account.display_name, account.roles});
}

/// Who is out of a case neither takes it over nor holds a role in it.
Status check_none_recused(std::span<const engine::Act> acts, const HandOverCommand& command, const AccountId& to,
                          const std::vector<AccountId>& people) {
  const Text words{"此人已回避本案", "this person is recused from the case"};
  std::vector<Finding> findings;
  if (!to.empty() && is_recused(acts, to)) findings.push_back(bad_value("/to", words));
  for (std::size_t i = 0; command.role != kRecused && i < people.size(); ++i)
    if (is_recused(acts, people[i])) findings.push_back(bad_value("/people/" + std::to_string(i), words));
  if (findings.empty()) return {};
  return fail(invalid_form(std::move(findings)));
}

}  // namespace

/// The command, read: who and where.
struct HandOver::Meant {
  AccountId from, to;  ///< from: all cases of a person only; to: empty = stays
  std::optional<std::string> unit;
  std::vector<AccountId> people;
};

/// One commit in the making.
struct HandOver::Moving {
  storage::Snapshot& snapshot;
  SnapshotSource& source;
  const Caller& caller;
  const HandOverCommand& command;
  const Meant& meant;
  storage::Commit commit{};
  std::vector<std::pair<CaseId, Version>> after{};
};

Result<HandOver::Meant> HandOver::read(storage::Snapshot& snapshot, const Caller&, const HandOverCommand& command) {
  Meant meant;
  std::vector<Finding> findings;
  const Text nobody{"没有这个在岗人员", "nobody of that name works on cases"};
  if (!command.to.empty()) {
    TRY(const auto to, find_person(snapshot, command.to));
    if (!to || !works_on_cases(*to))
      findings.push_back(bad_value("/to", nobody));
    else
      meant.to = to->id;
  }
  if (command.case_id.empty()) {
    TRY(const auto from, find_person(snapshot, command.from));
    if (!from)
      findings.push_back(bad_value("/from", {"没有这个账号", "there is no such account"}));
    else
      meant.from = from->id;
    if (command.to.empty()) findings.push_back(missing_key("/to", {"接办人", "who takes them"}));
    if (!meant.from.empty() && meant.from == meant.to)
      findings.push_back(bad_value("/to", {"不能交给同一人", "is the same person"}));
  } else if (command.to.empty() && !command.unit && command.role.empty()) {
    findings.push_back(missing_key("/to", {"接办人或者接办机构", "who or which unit takes it"}));
  }
  TRY_VOID(read_people(snapshot, command, meant, findings));
  if (command.unit && !command.unit->empty()) {
    TRY(const auto units, load_units(snapshot));
    if (units->find(*command.unit) == nullptr)
      findings.push_back(bad_value("/unit", {"没有这个机构", "there is no such unit"}));
  }
  meant.unit = command.unit;
  if (command.reason.empty() || command.reason.size() > kMostText)
    findings.push_back(bad_value("/reason", {"须填写，至多 4000 字节", "is required, at most 4000 bytes"}));
  if (!findings.empty()) return fail(invalid_form(std::move(findings)));
  return meant;
}

Status HandOver::read_people(storage::Snapshot& snapshot, const HandOverCommand& command, Meant& meant,
                             std::vector<Finding>& findings) {
  if (command.role.empty()) {
    if (!command.people.empty()) findings.push_back(missing_key("/role", {"本案角色", "a role in the case"}));
    return {};
  }
  TRY(const auto item, snapshot.find_case(command.case_id));
  TRY(const auto rules, load_case_roles(definitions_));
  const auto* role = find_case_role(rules, item.pin.procedure, command.role);
  if (role == nullptr && command.role != kRecused)
    findings.push_back(bad_value("/role", {"本程序没有这个角色", "this procedure has no such role"}));
  for (std::size_t i = 0; i < command.people.size(); ++i) {
    TRY(const auto account, find_person(snapshot, command.people[i]));
    const bool fits = account && works_on_cases(*account) &&
                      (role == nullptr || std::ranges::any_of(account->roles, [&](const std::string& staff) {
                         return std::ranges::find(role->by, staff) != role->by.end();
                       }));
    if (!fits)
      findings.push_back(bad_value("/people/" + std::to_string(i),
                                   {"没有这个岗位上的人员", "nobody of that name has the role for it"}));
    else
      meant.people.push_back(account->id);
  }
  return {};
}

Result<std::vector<CaseId>> HandOver::open_cases_of(const Caller& caller, const AccountId& handler) {
  TRY(const auto within, snapshot_for(store_, clock_, caller));
  std::vector<CaseId> ids;
  storage::CaseFilter filter;
  filter.handler = {handler.value};
  filter.open = true;
  filter.page = {kPage, ""};
  do {
    TRY(const auto page, within->list_cases(filter));
    for (const auto& item : page.items) ids.push_back(item.id);
    filter.page.cursor = page.next;
  } while (!filter.page.cursor.empty());
  return ids;
}

void HandOver::put_people(Moving& moving, engine::Act& act) {
  if (moving.command.role.empty()) return;
  std::string names;
  for (const auto& one : moving.meant.people) {
    names += (names.empty() ? "" : " ") + one.value;
    if (moving.command.role == kRecused) moving.commit.puts.emplace_back(storage::PutMark{recused_mark(one), "true"});
  }
  act.fields[kPeopleRoleField] = moving.command.role;
  act.fields[kPeopleField] = names;
}

Status HandOver::add_case(Moving& moving, const CaseId& id) {
  TRY(const auto item, moving.snapshot.find_case(id));
  const auto& caller = moving.caller;
  const bool theirs = item.summary.handler == caller.account && moving.command.role.empty();
  if (!is_head(caller) && !theirs) return fail(not_theirs());
  TRY(const auto opened, moving.source.open(id));
  if (is_recused(opened->file.acts, caller.account)) return fail(no_case(id));
  TRY_VOID(check_none_recused(opened->file.acts, moving.command, moving.meant.to, moving.meant.people));
  engine::CaseFile file = opened->file;
  engine::Act act;
  act.event = engine::kHandOver;
  act.on = to_bureau(moving.commit.recorded_at).day;
  act.by = {caller.roles.empty() ? "" : caller.roles.front(), caller.account, {}};
  if (!moving.meant.to.empty()) act.fields[engine::kHandlerField] = moving.meant.to.value;
  if (moving.meant.unit) act.fields[engine::kUnitField] = *moving.meant.unit;
  put_people(moving, act);
  act.reason = TextId(ids_.next("t"));
  act.version = item.version + 1;
  file.acts.push_back(act);
  moving.commit.puts.emplace_back(storage::PutText{{act.reason, id, moving.command.reason}});
  moving.commit.puts.emplace_back(storage::PutAccess{{moving.commit.recorded_at, caller.account, moving.command.address,
                                                      "hand_over", id.value, "ok", moving.command.request_id}});
  storage::CaseChange change;
  change.id = id;
  change.expected = item.version;
  change.events.emplace_back(std::move(act));
  const auto& calendar = *moving.source.calendar();
  change.rows = make_rows({*opened->procedure, calendar}, file, calendar.hours().opening_minute());
  if (moving.command.role.empty() && change.rows->summary.handler == item.summary.handler &&
      change.rows->summary.flags == item.summary.flags)
    return fail(invalid_form({bad_value("", {"交接前后没有变化", "nothing would change"})}));
  const auto tell = [&](const std::string& to) {
    const Date today = to_bureau(moving.commit.recorded_at).day;
    moving.commit.alerts.push_back(
        {{id, kHandOverAlert, "", static_cast<int>(item.version) + 1, "0", to, today}, today});
  };
  for (const auto& one : moving.meant.people) tell(kToAccount + one.value);
  const bool told = std::ranges::find(moving.meant.people, item.summary.handler) != moving.meant.people.end();
  if (!item.summary.handler.empty() && !told) tell(kToAccount + item.summary.handler.value);
  if (change.rows->summary.handler != item.summary.handler) tell(kToAccount + change.rows->summary.handler.value);
  if (moving.meant.unit)
    for (const auto& head : alerts_.recipients({1, {"$head"}, false}, item.summary.stage)) tell(head);
  moving.after.emplace_back(id, item.version + 1);
  moving.commit.cases.push_back(std::move(change));
  return {};
}

Result<std::pair<StoredAnswer, bool>> HandOver::run(const Caller& caller, const HandOverCommand& command) {
  const bool one = !command.case_id.empty();
  for (int i = 0; i < kAttempts; ++i) {
    TRY(const auto snapshot, store_.snapshot());
    TRY(auto before, find_answer(*snapshot, caller, command.key));
    if (before) return std::pair{*std::move(before), true};
    if (!may_read_cases(caller)) return fail(one ? no_case(command.case_id) : not_theirs());
    std::vector<CaseId> ids{command.case_id};
    if (one) {
      TRY(const auto units, load_units(*snapshot));
      TRY_VOID(check_sees(store_, clock_, *units, caller, command.case_id, true));
      TRY(const auto item, snapshot->find_case(command.case_id));
      if (std::ranges::find(item.summary.flags, recused_mark(caller.account)) != item.summary.flags.end())
        return fail(no_case(command.case_id));
      TRY(const auto version, snapshot->find_version(command.case_id));
      if (!command.if_match) return fail(ErrorCode::precondition_required, {"缺少 If-Match", "If-Match is missing"});
      if (*command.if_match != version)
        return fail(ErrorCode::conflict,
                    {"案件已被他人更新,请查看新内容后再办", "The case has changed meanwhile; look at it again"});
    }
    TRY(const auto meant, read(*snapshot, caller, command));
    if (!one && !is_head(caller) && meant.from != caller.account) return fail(not_theirs());
    if (!one) {
      TRY(ids, open_cases_of(caller, meant.from));
    }
    SnapshotSource source(*snapshot, definitions_, cache_, ids_);
    Moving moving{*snapshot, source, caller, command, meant};
    moving.commit.recorded_at = clock_.now();
    moving.commit.recorded_by = caller.account;
    for (const auto& id : ids) TRY_VOID(add_case(moving, id));
    const auto answer = command.answer(moving.after);
    if (!command.key.key.empty()) moving.commit.idempotency = key_record(caller, command.key, std::nullopt, answer);
    const auto done = store_.commit(std::move(moving.commit));
    if (done)
      return done->repeat && done->answer ? std::pair{from_stored(*done->answer), true} : std::pair{answer, false};
    if (done.error().code != ErrorCode::conflict || one) return fail(Error(done.error()));
  }
  return fail(ErrorCode::unavailable,
              {"案件正被频繁改动,请稍后再试", "the cases change too quickly; try again shortly"});
}

}  // namespace hejie::app
