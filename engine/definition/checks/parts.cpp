#include "engine/definition/checks/parts.h"

#include <algorithm>

namespace hejie::definition {
namespace {

using engine::Condition;
using engine::Event;
using Visit = std::function<void(const Condition&, const Event*)>;

void walk(const Condition& condition, const Event* event, const Visit& visit) {
  if (condition.kind == engine::ConditionKind::always) return;
  visit(condition, event);
  for (const auto& child : condition.children) walk(child, event, visit);
}

void walk_event(const Event& event, const Visit& visit) {
  for (const auto& step : event.approval) walk(step.when, &event, visit);
  for (const auto& warning : event.warn) walk(warning.unless, &event, visit);
  for (const auto& row : event.rows) {
    walk(row.when, &event, visit);
    for (const auto& issue : row.issues) walk(issue.when, &event, visit);
    for (const auto& open : row.opens) walk(open.when, &event, visit);
    for (const auto& signal : row.signals) walk(signal.when, &event, visit);
  }
}

void walk_clock(const engine::ClockRule& clock, const Visit& visit) {
  for (const auto* triggers : {&clock.starts, &clock.stops, &clock.restarts})
    for (const auto& trigger : *triggers) walk(trigger.when, nullptr, visit);
  for (const auto& length : clock.length) walk(length.when, nullptr, visit);
  for (const auto& variant : clock.variants)
    for (const auto& length : variant.length) walk(length.when, nullptr, visit);
  for (const auto& extension : clock.extends) walk(extension.when, nullptr, visit);
}

}  // namespace

bool contains(const std::vector<std::string>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

void for_each_row(const engine::Procedure& procedure,
                  const std::function<void(const Event&, const engine::Row&)>& visit) {
  for (const auto* events : {&procedure.events, &procedure.automatic})
    for (const auto& event : *events)
      for (const auto& row : event.rows) visit(event, row);
}

const std::string& end_of(const engine::Row& row, const std::string& from) {
  return row.to.empty() ? from : row.to;
}

StateSet reachable_states(const engine::Procedure& procedure) {
  StateSet reached;
  bool grew = true;
  while (grew) {
    grew = false;
    for_each_row(procedure, [&](const Event&, const engine::Row& row) {
      const bool here = row.from.empty() || std::any_of(row.from.begin(), row.from.end(),
                                                        [&](const auto& state) { return reached.contains(state); });
      if (here && !row.to.empty()) grew = reached.insert(row.to).second || grew;
    });
  }
  return reached;
}

StateSet states_with_way_out(const engine::Procedure& procedure) {
  StateSet out;
  for (const auto& state : procedure.states)
    if (state.phase == engine::Phase::final) out.insert(state.id);
  bool grew = true;
  while (grew) {
    grew = false;
    for_each_row(procedure, [&](const Event&, const engine::Row& row) {
      if (!out.contains(row.to)) return;
      for (const auto& state : row.from) grew = out.insert(state).second || grew;
    });
  }
  return out;
}

void for_each_condition(const engine::Procedure& procedure, const Visit& visit) {
  for (const auto* events : {&procedure.events, &procedure.automatic})
    for (const auto& event : *events) walk_event(event, visit);
  for (const auto& clock : procedure.clocks) walk_clock(clock, visit);
  for (const auto& mode : procedure.service) walk(mode.when, nullptr, visit);
  if (procedure.classify && procedure.classify->none_if) walk(*procedure.classify->none_if, nullptr, visit);
}

std::set<std::string, std::less<>> issued_documents(const engine::Procedure& procedure) {
  std::set<std::string, std::less<>> out;
  for_each_row(procedure, [&](const Event&, const engine::Row& row) {
    for (const auto& issue : row.issues) out.insert(issue.document);
  });
  return out;
}

}  // namespace hejie::definition
