#include "app/delegations.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/case_people.h"
#include "app/hand_over.h"
#include "app/id_maker.h"
#include "app/text_body.h"
#include "app/texts.h"
#include "app/units.h"

namespace hejie::app {
namespace {

constexpr std::size_t kMostText = 4000, kMostBasis = 200;
constexpr int kPage = 500;

bool contains(const std::vector<std::string>& list, const std::string& one) {
  return std::ranges::find(list, one) != list.end();
}

bool overlaps(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::ranges::any_of(a, [&](const auto& one) { return contains(b, one); });
}

Caller caller_of(const storage::Account& account) {
  return {account.id, account.username, account.display_name, account.roles};
}

std::string state_of(const Delegation& what, Date today) {
  if (what.ended_at) return "ended";
  return today < what.first ? "coming" : what.last < today ? "expired" : "in_force";
}

Result<std::vector<storage::KeptRow>> rows(storage::Snapshot& snapshot, const storage::KeptFilter& given) {
  storage::KeptFilter filter = given;
  filter.kind = {kDelegationKind};
  filter.page = {kPage, ""};
  std::vector<storage::KeptRow> all;
  do {
    TRY(auto page, snapshot.list_kept(filter));
    for (auto& row : page.items) all.push_back(std::move(row));
    filter.page.cursor = page.next;
  } while (!filter.page.cursor.empty());
  return all;
}

Result<std::optional<storage::KeptRow>> find_row(storage::Snapshot& snapshot, const std::string& id) {
  if (id.empty()) return std::nullopt;
  TRY(auto found, rows(snapshot, {{}, {}, id, {}, {}}));
  for (auto& row : found)
    if (row.period == id) return std::optional{std::move(row)};
  return std::nullopt;
}

storage::PutAccess noted(const storage::Commit& commit, const Accounts::From& from, const char* action,
                         const std::string& object, const char* result) {
  return {{commit.recorded_at, commit.recorded_by, from.address, action, object, result, from.request_id}};
}

Result<std::optional<storage::Account>> find_person(storage::Snapshot& snapshot, const std::string& name) {
  TRY(auto by_name, snapshot.find_account(name));
  if (by_name) return by_name;
  return snapshot.find_account(AccountId(name));
}

std::vector<AccountId> others_than(const AccountId& who, const Delegation& what) {
  std::vector<AccountId> out{what.from, what.to};
  std::erase(out, who);
  return out;
}

void find_wrong_days(const AuthorityRules& rules, const DelegationCommand& command, Date today,
                     std::vector<Finding>& findings) {
  if (command.first < today) findings.push_back(bad_value("/first", {"不能早于今天", "must not be before today"}));
  if (command.last < command.first)
    findings.push_back(bad_value("/last", {"早于开始日", "before the first day"}));
  else if (command.last - command.first >= rules.delegation_days)
    findings.push_back(bad_value("/last", {fmt::format("一次授权至多 {} 天", rules.delegation_days),
                                           fmt::format("at most {} days at a time", rules.delegation_days)}));
}

/// Roles of one's own that the data lets be delegated; never one that somebody else delegated to him.
void find_wrong_powers(const AuthorityRules& rules, const Caller& caller, const DelegationCommand& command,
                       std::vector<Finding>& findings) {
  if (command.roles.empty()) findings.push_back(bad_value("/roles", {"须至少一个岗位", "name at least one role"}));
  std::vector<std::string> powers;
  for (std::size_t i = 0; i < command.roles.size(); ++i) {
    const std::string at = "/roles/" + std::to_string(i);
    const auto allowed = rules.delegable.find(command.roles[i]);
    if (!caller.has(command.roles[i]))
      findings.push_back(bad_value(at, {"不是您本人的岗位", "not a role of your own"}));
    else if (allowed == rules.delegable.end())
      findings.push_back(bad_value(at, {"这个岗位的职权不得委托", "the powers of this role may not be delegated"}));
    else
      powers.insert(powers.end(), allowed->second.begin(), allowed->second.end());
  }
  for (std::size_t i = 0; i < command.events.size(); ++i)
    if (!contains(powers, command.events[i]))
      findings.push_back(bad_value("/events/" + std::to_string(i),
                                   {"不在可委托的事项之内", "not among what may be delegated of these roles"}));
}

}  // namespace

Error not_covered(const char* code, Text why) {
  return {ErrorCode::forbidden, why, {{"/act_for", code, why}}};
}

bool covers(const AuthorityRules& rules, const Delegation& delegation, const std::string& role,
            const std::string& procedure, const std::string& event) {
  const auto allowed = rules.delegable.find(role);
  const std::string power = procedure + "/" + event;
  if (allowed == rules.delegable.end() || !contains(allowed->second, power)) return false;
  return contains(delegation.roles, role) && (delegation.events.empty() || contains(delegation.events, power));
}

Result<Acting> acting_under(storage::Snapshot& snapshot, const Caller& caller, const std::string& id, Date today) {
  if (caller.is_token)
    return fail(not_covered("program", {"程序不能受托行事", "a program does not act under a delegation"}));
  TRY(const auto row, find_row(snapshot, id));
  Acting acting;
  if (row) acting.delegation = read_delegation(*row);
  const auto& what = acting.delegation;
  if (!row || what.to != caller.account)
    return fail(not_covered("not_yours", {"没有给您的这项授权", "there is no such delegation to you"}));
  if (what.ended_at) return fail(not_covered("ended", {"授权已撤销", "the delegation was taken back"}));
  if (today < what.first)
    return fail(not_covered("not_begun", {"授权尚未开始，自 " + format_date(what.first) + " 起",
                                          "the delegation begins on " + format_date(what.first)}));
  if (what.last < today)
    return fail(not_covered("expired", {"授权已于 " + format_date(what.last) + " 届满",
                                        "the delegation ended on " + format_date(what.last)}));
  TRY(const auto from, snapshot.find_account(what.from));
  acting.as = caller;
  acting.as.roles.clear();
  if (from && !from->disabled)
    for (const auto& role : what.roles)
      if (contains(from->roles, role)) acting.as.roles.push_back(role);
  if (acting.as.roles.empty())
    return fail(not_covered("no_power", {"委托人已无此职权", "who delegated no longer has this power"}));
  acting.delegator = caller_of(*from);
  acting.as.for_whom = what.from;
  acting.as.delegation = what.id;
  return acting;
}

Result<std::vector<Finding>> Delegations::find_faults(storage::Snapshot& snapshot, const Caller& caller,
                                                      const DelegationCommand& command, Date today, AccountId& to) {
  std::vector<Finding> findings;
  TRY(const auto person, find_person(snapshot, command.to));
  if (!person || person->disabled || !may_read_cases(caller_of(*person)))
    findings.push_back(bad_value("/to", {"没有这个在岗人员", "nobody of that name works on cases"}));
  else
    to = person->id;
  if (to == caller.account) findings.push_back(bad_value("/to", {"不能委托给自己", "not to oneself"}));
  find_wrong_powers(rules_, caller, command, findings);
  find_wrong_days(rules_, command, today, findings);
  if (command.reason.empty() || command.reason.size() > kMostText)
    findings.push_back(bad_value("/reason", {"须填写，至多 4000 字节", "is required, at most 4000 bytes"}));
  if (command.basis.empty() || command.basis.size() > kMostBasis)
    findings.push_back(
        bad_value("/basis", {"须填写委托书文号，至多 200 字节", "give the number of the document, at most 200 bytes"}));
  if (!command.case_id.empty() && !to.empty()) {
    TRY(const auto item, snapshot.find_case(command.case_id));
    const auto& flags = item.summary.flags;
    if (contains(flags, recused_mark(to)) || contains(flags, recused_mark(caller.account)))
      findings.push_back(bad_value("/to", {"本人或受托人已回避本案", "one of the two is recused from the case"}));
  }
  TRY(const auto before, rows(snapshot, {{}, {caller.account.value}, "", {}, {}}));
  for (const auto& row : before) {
    const auto other = read_delegation(row);
    if (other.ended_at || other.to != to || !overlaps(other.roles, command.roles)) continue;
    if (command.last < other.first || other.last < command.first) continue;
    findings.push_back(bad_value("/first", {"与已有的授权重叠", "overlaps a delegation to the same person"}));
    break;
  }
  return findings;
}

Status Delegations::refuse(const Caller& caller, const Accounts::From& from, const char* action,
                           const std::string& object, const char* result) {
  storage::Commit commit;
  commit.recorded_at = clock_.now();
  commit.recorded_by = caller.account;
  commit.puts.emplace_back(noted(commit, from, action, object, result));
  if (const auto done = store_.commit(std::move(commit)); !done) return fail(Error(done.error()));
  return {};
}

/// The accounts, and the heads whom the data names: of the stage of its case, or of no case.
Status Delegations::tell(storage::Snapshot& snapshot, const Delegation& what, const char* clock,
                         const std::vector<AccountId>& accounts, storage::Commit& commit) const {
  std::string stage;
  if (!what.case_id.empty()) {
    TRY(const auto item, snapshot.find_case(what.case_id));
    stage = item.summary.stage;
  }
  auto told = alerts_.recipients({1, rules_.delegation_tells, false}, stage);
  for (const auto& account : accounts) told.push_back(kToAccount + account.value);
  const Date today = to_bureau(commit.recorded_at).day;
  for (const auto& to : told) commit.alerts.push_back({{what.case_id, clock, what.id, 1, "0", to, today}, today});
  return {};
}

Result<std::pair<StoredAnswer, bool>> Delegations::make(const Caller& caller, const DelegationCommand& command) {
  const std::lock_guard lock(mutex_);
  TRY(const auto snapshot, store_.snapshot());
  TRY(auto before, find_answer(*snapshot, caller, command.key));
  if (before) return std::pair{*std::move(before), true};
  if (caller.is_token || !may_read_cases(caller))
    return fail(ErrorCode::forbidden, {"授权须由在岗人员本人作出", "a person who works on cases delegates himself"});
  if (!command.case_id.empty()) TRY_VOID(check_acts(store_, clock_, caller, command.case_id));
  storage::Commit commit;
  commit.recorded_at = clock_.now();
  commit.recorded_by = caller.account;
  const Date today = to_bureau(commit.recorded_at).day;
  Delegation what;
  TRY(auto findings, find_faults(*snapshot, caller, command, today, what.to));
  if (!findings.empty()) {
    TRY_VOID(refuse(caller, command.from, "make_delegation", command.to, "invalid"));
    return fail(invalid_form(std::move(findings)));
  }
  what.id = ids_.next("dg");
  what.from = caller.account;
  what.roles = command.roles;
  what.events = command.events;
  what.first = command.first;
  what.last = command.last;
  what.basis = command.basis;
  what.reason = TextId(ids_.next("t"));
  commit.puts.emplace_back(storage::PutText{{what.reason, command.case_id, command.reason}});
  storage::KeptRow row{
      0, kDelegationKind,       caller.account.value, what.id, command.case_id, commit.recorded_at, caller.account,
      0, write_delegation(what)};
  commit.puts.emplace_back(storage::PutKept{std::move(row)});
  commit.puts.emplace_back(noted(commit, command.from, "make_delegation", what.id, "ok"));
  what.case_id = command.case_id;
  TRY_VOID(tell(*snapshot, what, kDelegationAlert, {what.to}, commit));
  const StoredAnswer answer{201, R"({"id":")" + what.id + R"("})", {}, "/api/v1/delegations/" + what.id};
  TRY(auto stored, commit_once(store_, std::move(commit), caller, command.key, answer));
  if (stored) return std::pair{*std::move(stored), true};
  return std::pair{answer, false};
}

Result<std::pair<StoredAnswer, bool>> Delegations::end(const Caller& caller, const std::string& id,
                                                       const Accounts::From& from, const IdempotencyKey& key) {
  const std::lock_guard lock(mutex_);
  TRY(const auto snapshot, store_.snapshot());
  TRY(auto before, find_answer(*snapshot, caller, key));
  if (before) return std::pair{*std::move(before), true};
  TRY(auto row, find_row(*snapshot, id));
  TRY(auto mine, list(caller));
  const auto seen = std::ranges::find_if(mine, [&](const DelegationView& one) { return one.what.id == id; });
  if (!row || seen == mine.end() || caller.is_token) {
    if (row) {
      TRY_VOID(refuse(caller, from, "end_delegation", id, "forbidden"));
    }
    return fail(ErrorCode::not_found, {"没有这项授权", "there is no such delegation"});
  }
  if (seen->state != "in_force" && seen->state != "coming")
    return fail(ErrorCode::invalid, {"授权已经结束", "the delegation is over already"},
                {{"", "over", {"授权已经结束", "the delegation is over already"}}});
  storage::Commit commit;
  commit.recorded_at = clock_.now();
  commit.recorded_by = caller.account;
  auto what = read_delegation(*row);
  what.ended_at = commit.recorded_at;
  what.ended_by = caller.account;
  row->body = write_delegation(what);
  commit.puts.emplace_back(storage::PutKept{*row});
  commit.puts.emplace_back(noted(commit, from, "end_delegation", id, "ok"));
  TRY_VOID(tell(*snapshot, what, kDelegationEndedAlert, others_than(caller.account, what), commit));
  const StoredAnswer answer{204, "", {}, {}};
  TRY(auto stored, commit_once(store_, std::move(commit), caller, key, answer));
  if (stored) return std::pair{*std::move(stored), true};
  return std::pair{answer, false};
}

std::vector<std::pair<std::string, std::vector<std::string>>> Delegations::may_delegate(const Caller& caller) const {
  std::vector<std::pair<std::string, std::vector<std::string>>> out;
  for (const auto& [role, powers] : rules_.delegable)
    if (!caller.is_token && caller.has(role)) out.emplace_back(role, powers);
  return out;
}

Result<std::vector<DelegationView>> Delegations::list(const Caller& caller) {
  TRY(const auto snapshot, store_.snapshot());
  TRY(const auto units, load_units(*snapshot));
  const std::string unit = units->of(caller.account);
  const auto below = unit.empty() ? std::vector<std::string>{} : units->below(unit);
  const auto is_below = [&](const AccountId& who) { return unit.empty() || contains(below, units->of(who)); };
  const Date today = to_bureau(clock_.now()).day;
  TRY(const auto all, rows(*snapshot, {}));
  std::vector<DelegationView> out;
  const auto name_of = [&](const AccountId& id) -> std::string {
    const auto account = snapshot->find_account(id);
    return account && *account ? (*account)->display_name : std::string{};
  };
  for (const auto& row : all) {
    DelegationView view;
    view.what = read_delegation(row);
    const auto& what = view.what;
    const bool own = what.from == caller.account || what.to == caller.account;
    const bool above = caller.has("security_admin") || (is_head(caller) && (is_below(what.from) || is_below(what.to)));
    if (!own && !above) continue;
    view.from_name = name_of(what.from);
    view.to_name = name_of(what.to);
    view.ended_by_name = name_of(what.ended_by);
    // For the administrator there are no cases, nor words about them.
    if (may_read_cases(caller)) {
      TRY(view.reason, body_of(*snapshot, what.reason));
    } else {
      view.what.case_id = {};
    }
    view.state = state_of(what, today);
    out.push_back(std::move(view));
  }
  return out;
}

}  // namespace hejie::app
