#include "engine/machine/guard_parts.h"

#include <algorithm>
#include <unordered_map>

#include "engine/machine/case_view.h"
#include "engine/machine/classify.h"
#include "engine/machine/run.h"

namespace hejie::engine {
namespace {

bool passes(const Seen& seen, ClockTest test) {
  switch (test) {
    case ClockTest::open:
      return seen.open;
    case ClockTest::running:
      return seen.running;
    case ClockTest::expired:
      return seen.expired;
    case ClockTest::over:
      return seen.any && !seen.running;
  }
  return false;
}

bool has_role(const Party& party, const std::string& role) {
  return role.empty() || role == "any" || party.role == role || party.kind == role;
}

Truth clock_of_all(const Condition& condition, const Scope& scope) {
  std::unordered_map<std::string_view, Seen> by_key;
  for (const ClockInstance& clock : scope.state.clocks) {
    if (clock.rule == condition.id) by_key[clock.key].add(clock);
  }
  if (const ClockRule* rule = scope.context.procedure.find_clock(condition.id);
      rule != nullptr && rule->per != Per::party) {
    return truth(passes(by_key[""], condition.clock_test));
  }
  bool found = false;
  for (const Party& party : scope.state.parties) {
    if (!has_role(party, condition.role)) continue;
    found = true;
    const auto seen = by_key.find(party.key);
    if (seen == by_key.end() || !passes(seen->second, condition.clock_test)) return Truth::no;
  }
  return truth(found);
}

Truth clock_of_all_kept(const Condition& condition, const Scope& scope) {
  if (scope.view == nullptr) return clock_of_all(condition, scope);
  const auto [kept, is_new] = scope.view->kept().try_emplace(&condition, Truth::unknown);
  if (is_new) kept->second = clock_of_all(condition, scope);
  return kept->second;
}

/// Truth of "all / some / none / at least n" from the number of each answer. All of nobody is false, none of nobody
/// true.
Truth counted(Count count, int number, int yes, int no, int unknown) {
  switch (count) {
    case Count::all:
      return no > 0 || yes + unknown == 0 ? Truth::no : unknown > 0 ? Truth::unknown : Truth::yes;
    case Count::some:
      return yes > 0 ? Truth::yes : unknown > 0 ? Truth::unknown : Truth::no;
    case Count::none:
      return yes > 0 ? Truth::no : unknown > 0 ? Truth::unknown : Truth::yes;
    case Count::at_least:
      return yes >= number ? Truth::yes : yes + unknown >= number ? Truth::unknown : Truth::no;
  }
  return Truth::unknown;
}

struct Tally {
  int yes = 0, no = 0, unknown = 0;
  void add(Truth truth) { ++(truth == Truth::yes ? yes : truth == Truth::no ? no : unknown); }
};

Truth party_fits(const Party& party, const Condition& condition) {
  static const Value kUnknown{};
  Truth all = Truth::yes;
  for (const auto& [name, allowed] : condition.where) {
    const auto stored = party.standings.find(name);
    const Value value = name == "kind"                    ? Value{party.kind}
                        : stored == party.standings.end() ? kUnknown
                                                          : stored->second;
    if (std::ranges::find(allowed, value) != allowed.end()) continue;
    const bool asks_unknown = std::ranges::find(allowed, kUnknown) != allowed.end();
    if (known(value) || asks_unknown) return Truth::no;
    all = Truth::unknown;
  }
  return all;
}

}  // namespace

Truth clock_is(const Condition& condition, const Scope& scope) {
  if (condition.of == Of::all) return clock_of_all_kept(condition, scope);
  const ClockRule* rule = scope.context.procedure.find_clock(condition.id);
  const bool per_party = rule != nullptr && rule->per == Per::party;
  if (scope.view != nullptr && per_party && condition.of == Of::actor) {
    return truth(passes(scope.view->clocks_of(condition.id, scope.self), condition.clock_test));
  }
  if (condition.of == Of::actor || !per_party) {
    Seen seen;
    for (const ClockInstance& clock : scope.state.clocks) {
      if (clock.rule == condition.id && (!per_party || clock.key == scope.self)) seen.add(clock);
    }
    return truth(passes(seen, condition.clock_test));
  }
  std::unordered_map<std::string_view, Seen> by_key;
  for (const ClockInstance& clock : scope.state.clocks) {
    if (clock.rule == condition.id) by_key[clock.key].add(clock);
  }
  return truth(std::ranges::any_of(by_key, [&](const auto& entry) {
    const Party* party = scope.state.find_party(entry.first);
    return passes(entry.second, condition.clock_test) &&
           (condition.role.empty() || (party != nullptr && has_role(*party, condition.role)));
  }));
}

const IssuedDocument* newest_copy(const CaseState& state, std::string_view document, std::string_view party) {
  const IssuedDocument* newest = nullptr;
  for (const IssuedDocument& copy : state.documents) {
    if (copy.document == document && contains(copy.to, party) && (newest == nullptr || copy.copy > newest->copy)) {
      newest = &copy;
    }
  }
  return newest;
}

bool is_served(const CaseState& state, const IssuedDocument& copy, std::string_view party) {
  return std::ranges::any_of(state.services, [&](const Service& service) {
    return service.complete && service.copy == copy.copy && service.to == party && service.document == copy.document;
  });
}

Truth served(const Condition& condition, const Scope& scope) {
  const Document* document = scope.context.procedure.find_document(condition.id);
  Tally tally;
  for (const Party& party : scope.state.parties) {
    const bool meant = condition.role == "actor" ? party.key == scope.self
                       : condition.role.empty()
                           ? document != nullptr && (contains(document->to, "any") || names_party(document->to, party))
                           : has_role(party, condition.role);
    if (!meant) continue;
    const IssuedDocument* copy = newest_copy(scope.state, condition.id, party.key);
    tally.add(truth(copy != nullptr && is_served(scope.state, *copy, party.key)));
  }
  return counted(condition.count, condition.number, tally.yes, tally.no, tally.unknown);
}

Truth parties_fit(const Condition& condition, const Scope& scope) {
  Tally tally;
  for (const Party& party : scope.state.parties) {
    if (!has_role(party, condition.role)) continue;
    if (condition.other_than_actor && party.key == scope.self) continue;
    tally.add(party_fits(party, condition));
  }
  if (tally.unknown > 0 && scope.unknowns != nullptr) scope.unknowns->insert("standing");
  return counted(condition.count, condition.number, tally.yes, tally.no, tally.unknown);
}

Truth self_fits(const Condition& condition, const Scope& scope) {
  const Party* self = scope.view != nullptr ? scope.view->party(scope.self) : scope.state.find_party(scope.self);
  return self == nullptr ? Truth::unknown : party_fits(*self, condition);
}

Truth items_fit(const Condition& condition, const Scope& scope) {
  Tally tally;
  for (const Item& item : scope.state.items) tally.add(item_fits(item, condition.where, scope));
  if (tally.unknown > 0 && scope.unknowns != nullptr) scope.unknowns->insert("items");
  return counted(condition.count, condition.number, tally.yes, tally.no, tally.unknown);
}

}  // namespace hejie::engine
