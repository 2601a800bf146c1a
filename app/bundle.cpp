#include "app/bundle.h"

#include <algorithm>
#include <map>
#include <set>

#include "app/case_rows.h"
#include "app/clock_view.h"

namespace hejie::app {
namespace {

/// Old id -> new id, of every kind; ids of different kinds never coincide (prefixes).
using Names = std::map<std::string, std::string, std::less<>>;

void rename(std::string& id, const Names& names) {
  if (const auto found = names.find(id); found != names.end()) id = found->second;
}

void rename_act(engine::Act& act, const Names& names) {
  rename(act.by.account.value, names);
  rename(act.by.for_whom.value, names);
  for (auto& officer : act.officers) rename(officer.value, names);
  for (auto& approver : act.approvers) {
    rename(approver.account.value, names);
    rename(approver.for_whom.value, names);
  }
  for (auto& [key, value] : act.fields)
    if (auto* text = std::get_if<std::string>(&value)) rename(*text, names);
  for (auto& party : act.parties) rename(party.person.value, names);
  if (act.serve) rename(act.serve->proof, names);
  if (act.link) rename(act.link->other.value, names);
  rename(act.reason.value, names);
}

void rename_rows(storage::CaseRows& rows, const CaseId& id, const Names& names) {
  rename(rows.summary.handler.value, names);
  rename(rows.summary.employer.value, names);
  for (auto& party : rows.parties) rename(party.person.value, names);
  for (auto& link : rows.links) rename(link.other.value, names);
  for (auto& proposal : rows.proposals) rename(proposal.by.value, names);
  for (auto& document : rows.documents) document.id = document_id(id, document.document, document.copy);
}

void collect(const engine::CaseEvent& event, std::vector<PersonId>& persons, std::vector<TextId>& texts) {
  const auto* act = std::get_if<engine::Act>(&event);
  if (act == nullptr) return;
  for (const auto& party : act->parties) persons.push_back(party.person);
  for (const auto& [key, value] : act->fields) {
    const auto* text = std::get_if<std::string>(&value);
    if (text != nullptr && text->starts_with("p_")) persons.emplace_back(*text);
    if (text != nullptr && text->starts_with("t_")) texts.emplace_back(*text);
  }
  if (!act->reason.empty()) texts.push_back(act->reason);
  if (act->serve && !act->serve->proof.empty()) texts.emplace_back(act->serve->proof);
}

template <typename T>
void make_unique(std::vector<T>& list) {
  std::ranges::sort(list);
  const auto rest = std::ranges::unique(list);
  list.erase(rest.begin(), rest.end());
}

/// Only what is still of use is told again: alerts of clocks that are open.
Status take_alerts(storage::Snapshot& snapshot, const BundledCase& item, Bundle& bundle) {
  std::set<std::string> open;
  for (const auto& clock : item.rows.clocks)
    if (is_open(clock.status)) open.insert(clock_label(clock.rule, clock.key, clock.ordinal));
  storage::AlertFilter filter;
  filter.case_id = item.id;
  filter.page.limit = 500;
  TRY(const auto page, snapshot.list_alerts(filter));
  for (const auto& alert : page.items)
    if (open.contains(clock_label(alert.what.clock, alert.what.key, alert.what.ordinal)))
      bundle.alerts.push_back({alert.what, alert.on});
  return {};
}

}  // namespace

Result<Bundle> take_out(storage::Store& store, const std::vector<CaseId>& cases) {
  TRY(const auto snapshot, store.snapshot());
  Bundle bundle;
  std::vector<PersonId> persons;
  std::vector<TextId> texts;
  for (const auto& id : cases) {
    BundledCase item;
    item.id = id;
    TRY(const auto found, snapshot->find_case(id));
    item.pin = found.pin;
    item.number_cancelled = found.number_cancelled;
    TRY(auto events, snapshot->history(id));
    for (auto& stored : events) {
      if (!stored.number.empty() && !item.numbered) item.numbered = item.events.size();
      collect(stored.event, persons, texts);
      item.events.push_back(std::move(stored.event));
    }
    TRY(item.rows, snapshot->load_rows(id));
    TRY_VOID(take_alerts(*snapshot, item, bundle));
    bundle.cases.push_back(std::move(item));
  }
  make_unique(persons);
  make_unique(texts);
  TRY(bundle.persons, snapshot->persons(persons));
  TRY(bundle.texts, snapshot->texts(texts));
  return bundle;
}

Bundle renamed(Bundle bundle, IdMaker& ids, const std::function<AccountId(const AccountId&)>& account) {
  Names names;
  for (auto& item : bundle.cases) names[item.id.value] = ids.next("c");
  for (auto& person : bundle.persons) names[person.id.value] = ids.next("p");
  for (auto& text : bundle.texts) names[text.id.value] = ids.next("t");
  if (account)
    for (const auto& item : bundle.cases)
      for (const auto& event : item.events)
        if (const auto* act = std::get_if<engine::Act>(&event)) {
          names[act->by.account.value] = account(act->by.account).value;
          for (const auto& officer : act->officers) names[officer.value] = account(officer).value;
        }
  names.erase("");
  for (auto& item : bundle.cases) {
    rename(item.id.value, names);
    for (auto& event : item.events)
      if (auto* act = std::get_if<engine::Act>(&event)) rename_act(*act, names);
    rename_rows(item.rows, item.id, names);
  }
  for (auto& person : bundle.persons) rename(person.id.value, names);
  for (auto& text : bundle.texts) {
    rename(text.id.value, names);
    rename(text.case_id.value, names);
  }
  for (auto& alert : bundle.alerts) rename(alert.what.case_id.value, names);
  return bundle;
}

void put_in(const Bundle& bundle, const Definitions& definitions, std::set<std::string>& texts_there,
            storage::Commit& commit) {
  for (const auto& item : bundle.cases) {
    storage::CaseChange change;
    change.id = item.id;
    change.pin = item.pin;
    change.events = item.events;
    change.rows = item.rows;
    const auto procedure = definitions.by_sha256(item.pin.sha256);
    if (item.numbered && procedure && procedure->number) {
      storage::NumberRequest request{procedure->number->series, definitions.settings().unit, 0,
                                     procedure->number->pattern, *item.numbered};
      const Date on = std::visit([](const auto& event) { return event.on; }, item.events[*item.numbered]);
      request.year = to_ymd(on).year;
      change.number = std::move(request);
      change.cancels_number = item.number_cancelled;
    }
    if (texts_there.insert(item.pin.sha256).second)
      if (auto text = definitions.text_of(item.pin.sha256))
        commit.puts.emplace_back(storage::PutDefinition{std::move(*text)});
    commit.cases.push_back(std::move(change));
  }
  for (const auto& person : bundle.persons) commit.puts.emplace_back(storage::PutPerson{person});
  for (const auto& text : bundle.texts) commit.puts.emplace_back(storage::PutText{text});
  commit.alerts.insert(commit.alerts.end(), bundle.alerts.begin(), bundle.alerts.end());
}

}  // namespace hejie::app
