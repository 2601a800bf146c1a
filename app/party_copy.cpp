// What the bureau holds of one person, for the person: made of the rows and acts of the case, in one snapshot.
#include "app/party_copy.h"

#include <algorithm>

#include "app/export.h"
#include "app/privacy_desk.h"
#include "app/texts.h"
#include "app/units.h"
#include "app/work_lists_impl.h"
#include "engine/base/fault_controls.h"

namespace hejie::app {
namespace {

constexpr int kMostCases = 100;
constexpr const char* kEmployer = "employer";

/// Free texts stand in the fields of an act as ids; what no text has as its id is no text.
Result<std::vector<std::string>> texts_of(storage::Snapshot& snapshot, const engine::Act& act) {
  std::vector<TextId> ids{act.reason};
  for (const auto& [name, value] : act.fields)
    if (const auto* text = std::get_if<std::string>(&value)) ids.emplace_back(*text);
  std::erase_if(ids, [](const TextId& id) { return !id.value.starts_with("t_"); });
  TRY(const auto found, snapshot.texts(ids));
  std::vector<std::string> out;
  for (const auto& text : found) out.push_back(text.body);
  return out;
}

Text event_name(const engine::Procedure* procedure, const std::string& id) {
  const auto* event = procedure == nullptr ? nullptr : procedure->find_event(id);
  return event == nullptr ? Text{id, id} : event->name;
}

Status add_acts(storage::Snapshot& snapshot, const engine::Procedure* procedure, PartyCopy& copy) {
  TRY(const auto loaded, snapshot.load_case(copy.case_id));
  for (const auto& act : loaded.acts) {
    if (act.party != copy.key) continue;
    TRY(auto texts, texts_of(snapshot, act));
    copy.acts.push_back({act.version, event_name(procedure, act.event), act.on, std::move(texts)});
  }
  return {};
}

void add_papers(const storage::CaseRows& rows, const engine::Procedure* procedure, PartyCopy& copy) {
  for (const auto& row : rows.documents) {
    if (std::ranges::find(row.to, copy.key) == row.to.end()) continue;
    const auto* document = procedure == nullptr ? nullptr : procedure->find_document(row.document);
    PartyCopy::Paper paper{document == nullptr ? Text{row.document, row.document} : document->name, row.on, {}};
    for (const auto& service : rows.services) {
      if (service.document == row.document && service.copy == row.copy && service.to == copy.key && service.complete)
        paper.served_on = service.deemed_on;
    }
    copy.papers.push_back(std::move(paper));
  }
}

void add_terms(const storage::CaseRows& rows, const engine::Procedure* procedure, PartyCopy& copy) {
  for (const auto& row : rows.clocks) {
    if (row.key != copy.key) continue;
    const auto* clock = procedure == nullptr ? nullptr : procedure->find_clock(row.rule);
    copy.terms.push_back({clock == nullptr ? Text{row.rule, row.rule} : clock->name, row.base, row.due});
  }
}

Status add_others(storage::Snapshot& snapshot, const storage::CaseRows& rows, PartyCopy& copy) {
  Names names;
  std::vector<PersonId> persons;
  for (const auto& row : rows.parties) persons.push_back(row.person);
  TRY_VOID(names.load(snapshot, persons, {}));
  for (const auto& row : rows.parties) {
    if (row.key == copy.key) continue;
    const std::string name = names.of(row.person);
    copy.others.push_back(
        {row.key, row.role, row.kind == kEmployer || HEJIE_FAULT(others_unmasked) ? name : mask_name(name)});
  }
  return {};
}

/// The search goes by the keyed hash of the number; each find is looked at before it counts.
Status add_other_cases(storage::Snapshot& snapshot, PartyCopy& copy) {
  if (copy.person.id_number.empty()) return {};
  storage::CaseFilter filter;
  filter.q = copy.person.id_number;
  filter.page.limit = kMostCases;
  TRY(const auto page, snapshot.list_cases(filter));
  copy.more_cases = !page.next.empty();
  for (const auto& item : page.items) {
    if (item.id == copy.case_id) continue;
    TRY(const auto rows, snapshot.load_rows(item.id));
    PartyCopy::OtherCase other{item.id, item.number, item.pin.procedure, item.summary.title, {}};
    for (const auto& row : rows.parties) {
      TRY(const auto persons, snapshot.persons({row.person}));
      if (!persons.empty() && persons.front().id_number == copy.person.id_number) other.roles.push_back(row.role);
    }
    if (!other.roles.empty()) copy.other_cases.push_back(std::move(other));
  }
  return {};
}

/// @returns the names of the fields that differ now
std::string put_right(storage::Person& person, const CorrectCommand& command) {
  std::string changed;
  const auto put = [&](const char* name, std::string& field, const std::optional<std::string>& value) {
    if (!value || *value == field) return;
    field = *value;
    changed += (changed.empty() ? "" : ",") + std::string(name);
  };
  put("name", person.name, command.name);
  put("id_number", person.id_number, command.id_number);
  put("credit_code", person.credit_code, command.credit_code);
  put("phone", person.phone, command.phone);
  put("address", person.address, command.address);
  return changed;
}

Result<bool> has_number_of_another(storage::Snapshot& snapshot, const storage::Person& now,
                                   const storage::Person& before) {
  for (const auto& [number, old] :
       {std::pair{now.id_number, before.id_number}, {now.credit_code, before.credit_code}}) {
    if (number.empty() || number == old) continue;
    TRY(const auto other, snapshot.find_person(number));
    if (other && other->id != now.id) return true;
  }
  return false;
}

}  // namespace

Status PrivacyDesk::correct(const Caller& caller, const CorrectCommand& command) {
  if (!may_read_cases(caller)) return fail(ErrorCode::not_found, {"没有这个案件", "There is no such case"});
  if (caller.is_token)
    return fail(ErrorCode::forbidden, {"程序令牌不能更正个人信息", "A program's token does not correct personal data"});
  TRY_VOID(check_acts(store_, clock_, caller, command.case_id));
  TRY(const auto snapshot, snapshot_for(store_, clock_, caller));
  TRY(const auto before, party_person(*snapshot, command.case_id, command.party));
  storage::Person person = before;
  const std::string changed = put_right(person, command);
  std::vector<Finding> findings;
  if (person.erased) findings.push_back(bad_value("", {"个人信息已依法销毁", "the data of this person was erased"}));
  if (changed.empty()) findings.push_back(bad_value("", {"没有要更正的内容", "there is nothing to correct"}));
  if (person.name.empty()) findings.push_back(bad_value("/name", {"不能为空", "must not be empty"}));
  TRY(const bool taken, has_number_of_another(*snapshot, person, before));
  if (taken) findings.push_back(bad_value("/id_number", {"是另一人的号码", "is the number of another person"}));
  if (!findings.empty()) return fail(invalid_form(std::move(findings)));
  storage::Commit commit = begin(caller);
  commit.puts.emplace_back(storage::PutPerson{std::move(person)});
  note(commit, caller, "correct_party", command.case_id.value + "/" + command.party + " " + changed, command.peer,
       command.request_id);
  if (const auto done = store_.commit(std::move(commit)); !done) return fail(Error(done.error()));
  return {};
}

Result<PartyCopy> PrivacyDesk::copy(const Caller& caller, const RevealCommand& command) {
  TRY(const auto revealed, reveal(caller, command));
  TRY(const auto snapshot, snapshot_for(store_, clock_, caller));
  TRY(const auto item, snapshot->find_case(command.case_id));
  TRY(const auto rows, snapshot->load_rows(command.case_id));
  const auto party = std::ranges::find(rows.parties, command.party, &storage::PartyRow::key);
  if (party == rows.parties.end())
    return fail(ErrorCode::not_found, {"案件没有这个当事人", "The case has no such party"});
  TRY(const auto persons, snapshot->persons({party->person}));
  if (persons.empty()) return fail(ErrorCode::not_found, {"没有这个人员", "There is no such person"});
  const auto procedure = procedure_of(definitions_, item.pin);
  PartyCopy copy;
  copy.case_id = item.id;
  copy.number = item.number;
  copy.workflow = item.pin.procedure;
  copy.title = item.summary.title;
  const auto* state = procedure == nullptr ? nullptr : procedure->find_state(item.summary.state);
  copy.state = state == nullptr ? Text{item.summary.state, item.summary.state} : state->name;
  copy.key = party->key;
  copy.role = party->role;
  copy.representative = party->representative;
  copy.person = persons.front();
  TRY_VOID(add_acts(*snapshot, procedure.get(), copy));
  add_papers(rows, procedure.get(), copy);
  add_terms(rows, procedure.get(), copy);
  TRY_VOID(add_others(*snapshot, rows, copy));
  TRY_VOID(add_other_cases(*snapshot, copy));
  return copy;
}

}  // namespace hejie::app
