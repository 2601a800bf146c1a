#include "engine/model/model.h"

#include <algorithm>

namespace hejie::engine {
namespace {

using Table = std::vector<std::pair<std::string_view, std::size_t>>;

template <typename T>
Table build(const std::vector<T>& items) {
  Table table;
  table.reserve(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) table.emplace_back(items[i].id, i);
  std::stable_sort(table.begin(), table.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return table;
}

template <typename T>
const T* find(const Table& table, const std::vector<T>& items, std::string_view id) {
  const auto it = std::lower_bound(table.begin(), table.end(), id,
                                   [](const auto& entry, std::string_view key) { return entry.first < key; });
  return it != table.end() && it->first == id ? &items[it->second] : nullptr;
}

}  // namespace

void Procedure::index() {
  fact_table_ = build(facts);
  standing_table_ = build(standings);
  state_table_ = build(states);
  hold_table_ = build(holds);
  event_table_ = build(events);
  automatic_table_ = build(automatic);
  clock_table_ = build(clocks);
  document_table_ = build(documents);
  service_table_ = build(service);
  link_table_ = build(links);
  party_table_ = build(parties);
  switch_table_ = build(switches);
}

const Fact* Procedure::find_fact(std::string_view key) const {
  return find(fact_table_, facts, key);
}
const Fact* Procedure::find_standing(std::string_view key) const {
  return find(standing_table_, standings, key);
}
const State* Procedure::find_state(std::string_view key) const {
  return find(state_table_, states, key);
}
const Hold* Procedure::find_hold(std::string_view key) const {
  return find(hold_table_, holds, key);
}
const Event* Procedure::find_event(std::string_view key) const {
  return find(event_table_, events, key);
}
const Event* Procedure::find_automatic(std::string_view key) const {
  return find(automatic_table_, automatic, key);
}
const ClockRule* Procedure::find_clock(std::string_view key) const {
  return find(clock_table_, clocks, key);
}
const Document* Procedure::find_document(std::string_view key) const {
  return find(document_table_, documents, key);
}
const ServiceMode* Procedure::find_service(std::string_view key) const {
  return find(service_table_, service, key);
}
const LinkKind* Procedure::find_link(std::string_view key) const {
  return find(link_table_, links, key);
}
const PartyRole* Procedure::find_party_role(std::string_view key) const {
  return find(party_table_, parties, key);
}
const Switch* Procedure::find_switch(std::string_view key) const {
  return find(switch_table_, switches, key);
}

}  // namespace hejie::engine
