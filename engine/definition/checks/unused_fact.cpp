// A fact that no act asks, no row sets and no guard reads is a name without a use.
#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"

namespace hejie::definition {
namespace {

using Used = std::set<std::string, std::less<>>;

void add(Used& used, const std::vector<engine::Setter>& setters) {
  for (const auto& set : setters) {
    used.insert(set.target);
    if (!set.fact.empty()) used.insert(set.fact);
  }
}

void add(Used& used, const std::vector<engine::Length>& lengths) {
  for (const auto& length : lengths) used.insert(length.id);
}

Used used_facts(const engine::Procedure& procedure) {
  Used used;
  for (const auto* events : {&procedure.events, &procedure.automatic})
    for (const auto& event : *events) {
      used.insert(event.asks.begin(), event.asks.end());
      used.insert(event.may.begin(), event.may.end());
      for (const auto& row : event.rows) {
        add(used, row.set);
        add(used, row.set_party);
        for (const auto& open : row.opens)
          for (const auto& set : open.facts) used.insert(set.fact);
      }
    }
  for (const auto& clock : procedure.clocks) {
    add(used, clock.length);
    for (const auto& variant : clock.variants) add(used, variant.length);
    add(used, clock.expiry_set);
    add(used, clock.expiry_set_party);
    for (const auto& extension : clock.extends) used.insert({extension.by_fact, extension.to_fact});
    for (const auto* triggers : {&clock.starts, &clock.stops, &clock.restarts})
      for (const auto& trigger : *triggers) used.insert(trigger.from);
  }
  if (procedure.classify)
    for (const auto& row : procedure.classify->final_rows) used.insert(row.fact);
  for_each_condition(procedure, [&](const engine::Condition& condition, const engine::Event*) {
    used.insert({condition.id, condition.other});
    for (const auto& [field, values] : condition.where) used.insert(field);
  });
  return used;
}

}  // namespace

void check_unused_fact(Subject& subject) {
  const Used used = used_facts(subject.procedure);
  for (const auto& fact : subject.procedure.facts)
    if (!used.contains(fact.id))
      subject.warning("unused_fact", "/facts/" + fact.id,
                      say("事实“{}”没有任何用处", "nothing asks, sets or reads the fact \"{}\"", fact.id));
  for (const auto& fact : subject.procedure.standings)
    if (!used.contains(fact.id))
      subject.warning("unused_fact", "/standings/" + fact.id,
                      say("当事人状况“{}”没有任何用处", "nothing sets or reads the standing \"{}\"", fact.id));
}

}  // namespace hejie::definition
