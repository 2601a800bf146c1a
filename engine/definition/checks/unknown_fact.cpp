// A guard on a fact that may still be unknown refuses with "record X first". Follows the facts along the rows: known in
// a state is what every way into it has given. Warns where a guard can meet a fact that is not.
#include <algorithm>
#include <map>

#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"

namespace hejie::definition {
namespace {

using engine::Condition;
using engine::ConditionKind;
using engine::Event;
using engine::Row;

using Known = std::set<std::string, std::less<>>;
using KnownIn = std::map<std::string, Known, std::less<>>;  ///< absent: no way in seen yet

Known after(const engine::Procedure& procedure, Known known, const Event& event, const Row& row) {
  for (const auto& id : event.asks) {
    const auto* fact = procedure.find_fact(id);
    if (fact != nullptr && !fact->answer) known.insert(id);
  }
  for (const auto& set : row.set) {
    const bool copied = set.source == engine::Setter::Source::fact;
    const bool given =
        copied ? known.contains(set.fact) : set.source == engine::Setter::Source::today || engine::known(set.literal);
    if (given)
      known.insert(set.target);
    else
      known.erase(set.target);
  }
  return known;
}

/// Keeps in `state` what both it and `way` know; says whether that changed anything.
bool join(KnownIn& all, const std::string& state, const Known& way) {
  const auto it = all.find(state);
  if (it == all.end()) {
    all.emplace(state, way);
    return true;
  }
  const auto before = it->second.size();
  std::erase_if(it->second, [&](const auto& id) { return !way.contains(id); });
  return it->second.size() != before;
}

Known from_the_start(const engine::Procedure& procedure) {
  Known known;
  for (const auto& fact : procedure.facts)
    if (engine::known(fact.init)) known.insert(fact.id);
  return known;
}

KnownIn known_in_states(const engine::Procedure& procedure) {
  KnownIn all;
  const Known start = from_the_start(procedure);
  bool changed = true;
  while (changed) {
    changed = false;
    for_each_row(procedure, [&](const Event& event, const Row& row) {
      if (row.from.empty()) changed = join(all, row.to, after(procedure, start, event, row)) || changed;
      for (const auto& from : row.from) {
        const auto it = all.find(from);
        if (it == all.end()) continue;
        changed = join(all, end_of(row, from), after(procedure, it->second, event, row)) || changed;
      }
    });
  }
  return all;
}

void facts_read(const Condition& condition, std::vector<std::string>& out) {
  const auto add = [&](const std::string& id) {
    if (!id.empty() && id != "today" && !contains(out, id)) out.push_back(id);
  };
  switch (condition.kind) {
    case ConditionKind::fact_in:
    case ConditionKind::fact_at_least:
    case ConditionKind::fact_at_most:
    case ConditionKind::day_not_before:
    case ConditionKind::day_not_after:
    case ConditionKind::day_within:
    case ConditionKind::day_leaves:
      add(condition.id);
      add(condition.other);
      break;
    case ConditionKind::all:
    case ConditionKind::any:
    case ConditionKind::negation:
      for (const auto& child : condition.children) facts_read(child, out);
      break;
    case ConditionKind::always:
    case ConditionKind::fact_known:
    case ConditionKind::clock_is:
    case ConditionKind::served:
    case ConditionKind::hold_on:
    case ConditionKind::done:
    case ConditionKind::parties:
    case ConditionKind::self:
    case ConditionKind::items:
    case ConditionKind::link_outcome:
    case ConditionKind::link_is:
    case ConditionKind::switch_is:
      break;
  }
}

/// Facts the guard itself makes sure of: {"fact": f, "known": true} beside it.
bool guarded(const Condition& when, const std::string& fact) {
  if (when.kind == ConditionKind::fact_known) return when.id == fact && when.flag;
  if (when.kind != ConditionKind::all) return false;
  return std::any_of(when.children.begin(), when.children.end(),
                     [&](const auto& child) { return guarded(child, fact); });
}

void check_row(Subject& subject, const KnownIn& all, const Event& event, const Row& row) {
  std::vector<std::string> read;
  facts_read(row.when, read);
  for (const auto& fact : read) {
    if (contains(event.asks, fact) || guarded(row.when, fact)) continue;
    std::string unknown_in;
    if (row.from.empty() && !from_the_start(subject.procedure).contains(fact)) unknown_in = "-";
    for (const auto& from : row.from) {
      const auto it = all.find(from);
      if (it != all.end() && !it->second.contains(fact)) unknown_in += (unknown_in.empty() ? "" : ", ") + from;
    }
    if (unknown_in.empty()) continue;
    subject.warning(
        "unknown_fact", row.pointer,
        say("“{}”的条件读取“{}”，它在这些状态可能未知：{}；请加 init、asks 或 known",
            "the guard of \"{}\" reads \"{}\", which may be unknown in: {}; give it an init, ask for it, or test known",
            event.id, fact, unknown_in));
  }
}

}  // namespace

void check_unknown_fact(Subject& subject) {
  const KnownIn all = known_in_states(subject.procedure);
  for_each_row(subject.procedure, [&](const Event& event, const Row& row) { check_row(subject, all, event, row); });
}

}  // namespace hejie::definition
