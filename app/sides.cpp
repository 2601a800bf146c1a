#include "app/sides.h"

#include <algorithm>

#include "storage/store.h"

namespace hejie::app {
namespace {

struct Found {
  Side side;
  PersonId person;
};

/// Other side: the respondent; asking side: the role that stands first beside it.
std::vector<Found> sides_of(const std::vector<storage::PartyRow>& parties) {
  std::vector<Found> out;
  for (const auto& party : parties) {
    const auto same = std::ranges::find_if(out, [&](const Found& one) { return one.side.role == party.role; });
    if (same != out.end()) {
      ++same->side.count;
      if (party.representative) same->person = party.person;
    } else {
      out.push_back({{party.role, "", 1}, party.person});
    }
  }
  std::ranges::stable_partition(out, [](const Found& one) { return one.side.role != "respondent"; });
  const auto other = std::ranges::find_if(out, [](const Found& one) { return one.side.role == "respondent"; });
  if (other != out.end() && other - out.begin() > 1) out.erase(out.begin() + 1, other);
  if (out.size() > 2) out.resize(2);
  return out;
}

}  // namespace

Result<std::map<CaseId, Sides>> load_sides(storage::Snapshot& snapshot, const std::vector<CaseId>& cases) {
  std::map<CaseId, std::vector<Found>> found;
  std::vector<PersonId> persons;
  for (const auto& id : cases) {
    if (found.contains(id)) continue;
    TRY(const auto rows, snapshot.load_rows(id));
    auto& sides = found[id] = sides_of(rows.parties);
    for (const auto& one : sides) {
      if (!one.person.empty()) persons.push_back(one.person);
    }
  }
  std::ranges::sort(persons);
  persons.erase(std::ranges::unique(persons).begin(), persons.end());
  TRY(const auto known, snapshot.persons(persons));
  std::map<PersonId, std::string> names;
  for (const auto& person : known) names[person.id] = person.name;
  std::map<CaseId, Sides> out;
  for (auto& [id, sides] : found) {
    auto& list = out[id];  // there also for a case without parties
    for (auto& one : sides) {
      one.side.name = names[one.person];
      list.push_back(std::move(one.side));
    }
  }
  return out;
}

}  // namespace hejie::app
