// What the lists of a desk share: names of one page in few reads, sides, the procedure a row runs on. Inside app only:
// work_lists.cpp and alert_lists.cpp.
#pragma once

#include <algorithm>
#include <map>
#include <utility>

#include "app/definitions.h"
#include "app/work_lists.h"
#include "storage/store.h"

namespace hejie::app {

/// Names of the persons and accounts of one page, fetched in two reads.
class Names {
 public:
  Status load(storage::Snapshot& snapshot, std::vector<PersonId> persons, const std::vector<AccountId>& accounts) {
    std::sort(persons.begin(), persons.end());
    persons.erase(std::unique(persons.begin(), persons.end()), persons.end());
    std::erase_if(persons, [](const PersonId& id) { return id.empty(); });
    TRY(const auto found, snapshot.persons(persons));
    for (const auto& person : found) persons_[person.id] = person.name;
    for (const auto& id : accounts) {
      if (id.empty() || accounts_.contains(id)) continue;
      TRY(const auto account, snapshot.find_account(id));
      accounts_[id] = account ? account->display_name : std::string{};
    }
    return {};
  }
  [[nodiscard]] std::string of(const PersonId& id) const {
    const auto it = persons_.find(id);
    return it == persons_.end() ? std::string{} : it->second;
  }
  [[nodiscard]] std::string of(const AccountId& id) const {
    const auto it = accounts_.find(id);
    return it == accounts_.end() ? std::string{} : it->second;
  }

 private:
  std::map<PersonId, std::string> persons_;
  std::map<AccountId, std::string> accounts_;
};

inline engine::ProcedurePtr procedure_of(const Definitions& definitions, const storage::Pin& pin) {
  auto found = definitions.by_sha256(pin.sha256);
  return found ? found : definitions.in_force(pin.procedure, Date{});
}

/// Puts the names of the two sides on every item of a page.
template <typename T>
Status put_sides(storage::Snapshot& snapshot, std::vector<T>& items) {
  std::vector<CaseId> cases;
  for (const auto& item : items)
    if (!item.case_id.empty()) cases.push_back(item.case_id);
  TRY(const auto sides, load_sides(snapshot, cases));
  // A case may have no party yet (a group event, a lead).
  for (auto& item : items)
    if (const auto found = sides.find(item.case_id); found != sides.end()) item.sides = found->second;
  return {};
}

template <typename T>
List<T> page_of(const std::string& next) {
  List<T> list;
  list.next = next;
  return list;
}

}  // namespace hejie::app
