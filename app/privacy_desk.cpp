#include "app/privacy_desk.h"

#include <algorithm>

#include "app/text_body.h"
#include "app/texts.h"
#include "app/units.h"
#include "app/work_lists_impl.h"
#include "engine/base/fault_controls.h"

namespace hejie::app {
namespace {

constexpr const char* kErasureKind = "erasure";
constexpr std::size_t kMostText = 4000;
constexpr int kMostCases = 500;

Error no_case() {
  return {ErrorCode::not_found, {"没有这个案件", "There is no such case"}};
}

Error refused(const std::string& path, const Text& why) {
  return invalid_form({bad_value(path, why)});
}

}  // namespace

const std::vector<Purpose>& purposes() {
  static const std::vector<Purpose> kAll{
      {"contact", {"联系当事人", "to reach the party"}},
      {"identity", {"核对身份", "to check who it is"}},
      {"service", {"送达文书", "to serve a document"}},
      {"enforcement", {"移送或申请执行", "to transfer the case or have it enforced"}},
      {"person_asks", {"本人查询、更正", "the person asks for it or has it corrected"}},
  };
  return kAll;
}

storage::Commit PrivacyDesk::begin(const Caller& caller) const {
  storage::Commit commit;
  commit.recorded_at = clock_.now();
  commit.recorded_by = caller.account;
  return commit;
}

void PrivacyDesk::note(storage::Commit& commit, const Caller& caller, const std::string& action,
                       const std::string& object, const std::string& peer, const std::string& request_id) const {
  commit.puts.emplace_back(
      storage::PutAccess{{commit.recorded_at, caller.account, peer, action, object, "ok", request_id}});
}

Result<storage::Person> PrivacyDesk::party_person(storage::Snapshot& snapshot, const CaseId& id,
                                                  const std::string& party) {
  TRY(const auto rows, snapshot.load_rows(id));
  const auto found = std::ranges::find(rows.parties, party, &storage::PartyRow::key);
  if (found == rows.parties.end())
    return fail(ErrorCode::not_found, {"案件没有这个当事人", "The case has no such party"});
  TRY(auto persons, snapshot.persons({found->person}));
  if (persons.empty()) return fail(ErrorCode::not_found, {"没有这个人员", "There is no such person"});
  return std::move(persons.front());
}

Result<RevealedParty> PrivacyDesk::reveal(const Caller& caller, const RevealCommand& command) {
  if (!may_read_cases(caller)) return fail(no_case());
  if (caller.is_token)
    return fail(ErrorCode::forbidden, {"程序令牌不能查看个人信息", "A program's token does not read personal data"});
  if (std::ranges::find(purposes(), command.purpose, &Purpose::id) == purposes().end()) {
    std::string known;
    for (const auto& purpose : purposes()) known += (known.empty() ? "" : ", ") + purpose.id;
    return fail(refused("/purpose", {"只能是：" + known, "must be one of: " + known}));
  }
  TRY(const auto snapshot, snapshot_for(store_, clock_, caller));
  TRY(const auto p, party_person(*snapshot, command.case_id, command.party));
  storage::Commit commit = begin(caller);
  if (!HEJIE_FAULT(reveal_not_logged))
    note(commit, caller, command.copy ? "copy_party" : "reveal_party",
         command.case_id.value + "/" + command.party + " " + command.purpose, command.peer, command.request_id);
  if (const auto done = store_.commit(std::move(commit)); !done) return fail(Error(done.error()));
  return RevealedParty{command.party, p.kind, p.name, p.id_number, p.credit_code, p.phone, p.address, p.erased};
}

/// The retention clock is the timer of whoever keeps the files: closed files of a procedure have one at most.
Result<PrivacyDesk::Kept> PrivacyDesk::kept_file(storage::Snapshot& snapshot, const CaseId& id) const {
  Kept out;
  TRY(out.item, snapshot.find_case(id));
  const auto procedure = procedure_of(definitions_, out.item.pin);
  if (!procedure) return out;
  TRY(const auto rows, snapshot.load_rows(id));
  for (const auto& clock : rows.clocks) {
    const auto* rule = procedure->find_clock(clock.rule);
    if (rule == nullptr || rule->owner != kKeeper || rule->kind != engine::ClockKind::timer || !clock.due) continue;
    out.until = clock.due;
    out.ended = clock.status == engine::ClockStatus::expired && out.item.summary.phase != engine::Phase::open;
  }
  if (HEJIE_FAULT(erased_early)) out.ended = true;
  return out;
}

Result<std::optional<storage::KeptRow>> PrivacyDesk::asked_for(storage::Snapshot& snapshot, const CaseId& id) const {
  TRY(const auto page, snapshot.list_kept({{kErasureKind}, {id.value}, "", {}, {1, ""}}));
  return page.items.empty() ? std::nullopt : std::optional(page.items.front());
}

Result<EndedFile> PrivacyDesk::item_of(storage::Snapshot& snapshot, const CaseId& id) const {
  TRY(const auto kept, kept_file(snapshot, id));
  EndedFile out;
  out.case_id = id;
  out.number = kept.item.number;
  out.workflow = kept.item.pin.procedure;
  out.title = kept.item.summary.title;
  out.closed_on = kept.item.summary.closed_on;
  out.kept_until = kept.until;
  TRY(const auto row, asked_for(snapshot, id));
  if (!row) return out;
  out.erasure = row->id;
  read_body(row->body, out.what);
  Names names;
  TRY_VOID(names.load(snapshot, {}, {out.what.asked_by, out.what.answered_by}));
  out.asked_by = names.of(out.what.asked_by);
  out.answered_by = names.of(out.what.answered_by);
  TRY(out.reason, body_of(snapshot, out.what.reason));
  return out;
}

Result<List<EndedFile>> PrivacyDesk::ended(const Caller& caller, int limit, const std::string& cursor) {
  if (!caller.has(kKeeper) && !is_head(caller)) return List<EndedFile>{};
  TRY(const auto snapshot, snapshot_for(store_, clock_, caller));
  storage::ClockFilter filter;
  filter.owner = {kKeeper};
  filter.status = {engine::ClockStatus::expired};
  filter.page = {limit, cursor};
  TRY(const auto page, snapshot->list_clocks(filter));
  List<EndedFile> list{{}, page.next};
  for (const auto& clock : page.items) {
    TRY(const auto kept, kept_file(*snapshot, clock.case_id));
    if (!kept.ended) continue;
    TRY(auto item, item_of(*snapshot, clock.case_id));
    list.items.push_back(std::move(item));
  }
  return list;
}

KeptAnswer PrivacyDesk::ask(const Caller& caller, const ErasureCommand& command) {
  TRY(const auto snapshot, snapshot_for(store_, clock_, caller));
  TRY(const auto before, find_answer(*snapshot, caller, command.key));
  if (before) return before;
  if (!may_read_cases(caller)) return fail(no_case());
  TRY(const auto kept, kept_file(*snapshot, command.case_id));
  if (!caller.has(kKeeper))
    return fail(ErrorCode::forbidden, {"只有档案管理人员可以提出", "Only who keeps the files may ask for it"});
  if (!kept.ended)
    return fail(
        refused("", {"保管期限未满，依法继续保存", "the retention period has not ended; the law keeps the file"}));
  if (command.reason.empty() || command.reason.size() > kMostText)
    return fail(refused("/reason", {"须填写，至多 4000 字节", "is required, at most 4000 bytes"}));
  TRY(auto row, asked_for(*snapshot, command.case_id));
  KeptErasure what;
  if (row) read_body(row->body, what);
  if (row && what.state != "declined") return fail(refused("", {"已经提出", "it has been asked for already"}));
  storage::Commit commit = begin(caller);
  what = {};
  what.state = "asked";
  what.asked_by = caller.account;
  what.asked_on = to_bureau(commit.recorded_at).day;
  what.reason = TextId(ids_.next("t"));
  commit.puts.emplace_back(storage::PutText{{what.reason, CaseId(), command.reason}});  // stays when the file's go
  if (!row) {
    row.emplace();
    row->kind = kErasureKind;
    row->subject = command.case_id.value;
    row->case_id = command.case_id;
    row->made_at = commit.recorded_at;
    row->made_by = caller.account;
  }
  row->body = write_body(what);
  commit.puts.emplace_back(storage::PutKept{*row});
  note(commit, caller, "ask_erasure", command.case_id.value, command.peer, command.request_id);
  return commit_once(store_, std::move(commit), caller, command.key, command.answer);
}

/// Parties of the file with no other file that has not been erased. @param elsewhere how many others there are
Result<std::vector<PersonId>> PrivacyDesk::only_here(storage::Snapshot& snapshot, const CaseId& id,
                                                     int& elsewhere) const {
  std::vector<PersonId> out;
  TRY(const auto rows, snapshot.load_rows(id));
  for (const auto& party : rows.parties) {
    if (std::ranges::find(out, party.person) != out.end()) continue;
    TRY(const auto cases, snapshot.cases_of_person(party.person, kMostCases));
    bool kept = cases.size() == kMostCases;
    for (const auto& other : cases) {
      if (other == id) continue;
      TRY(const auto row, asked_for(snapshot, other));
      KeptErasure what;
      if (row) read_body(row->body, what);
      kept = kept || what.state != "erased";
    }
    if (kept) {
      ++elsewhere;
    } else {
      out.push_back(party.person);
    }
  }
  return out;
}

/// Who answers must see the file; which persons have no other one is asked of the whole house.
KeptAnswer PrivacyDesk::answer(const Caller& caller, const ErasureCommand& command) {
  TRY(const auto within, snapshot_for(store_, clock_, caller));
  TRY(const auto before, find_answer(*within, caller, command.key));
  if (before) return before;
  TRY(auto row, within->find_kept(command.id));
  if (!row || row->kind != kErasureKind || !may_read_cases(caller))
    return fail(ErrorCode::not_found, {"没有这个销毁申请", "There is no such request"});
  KeptErasure what;
  read_body(row->body, what);
  if (what.state != "asked") return fail(refused("", {"已经答复", "it has been answered already"}));
  if (!is_head(caller) || what.asked_by == caller.account)
    return fail(ErrorCode::forbidden,
                {"须由另一位负责人审批", "A head who has not asked for it must approve or decline"});
  if (!command.approve && (command.reason.empty() || command.reason.size() > kMostText))
    return fail(refused("/reason", {"须填写，至多 4000 字节", "is required, at most 4000 bytes"}));
  TRY(const auto kept, kept_file(*within, row->case_id));
  if (command.approve && !kept.ended)
    return fail(
        refused("", {"保管期限未满，依法继续保存", "the retention period has not ended; the law keeps the file"}));
  storage::Commit commit = begin(caller);
  what.answered_by = caller.account;
  what.answered_on = to_bureau(commit.recorded_at).day;
  what.state = command.approve ? "erased" : "declined";
  if (command.approve) {
    TRY(const auto house, store_.snapshot());
    TRY(const auto persons, only_here(*house, row->case_id, what.kept_elsewhere));
    what.erased = static_cast<int>(persons.size());
    for (const auto& person : persons) commit.puts.emplace_back(storage::ErasePerson{person});
    commit.puts.emplace_back(storage::EraseTexts{row->case_id});
  } else {
    what.reason = TextId(ids_.next("t"));
    commit.puts.emplace_back(storage::PutText{{what.reason, CaseId(), command.reason}});
  }
  row->body = write_body(what);
  commit.puts.emplace_back(storage::PutKept{*row});
  note(commit, caller, command.approve ? "erase_file" : "decline_erasure", row->case_id.value, command.peer,
       command.request_id);
  auto done = commit_once(store_, std::move(commit), caller, command.key, command.answer);
  if (done && command.approve && erased_) erased_(row->case_id);
  return done;
}

}  // namespace hejie::app
