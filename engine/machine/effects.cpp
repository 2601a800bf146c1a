#include "engine/machine/effects.h"

#include <algorithm>

#include "engine/machine/documents_out.h"
#include "engine/machine/holds.h"
#include "engine/machine/links.h"
#include "engine/machine/move.h"
#include "engine/machine/parties.h"

namespace hejie::engine {
namespace {

bool write(Values& values, const std::string& target, Value value) {
  const auto found = values.find(target);
  if (!known(value)) {
    if (found == values.end()) return false;
    values.erase(found);
    return true;
  }
  if (found != values.end() && found->second == value) return false;
  values.insert_or_assign(target, std::move(value));
  return true;
}

void begin_case(Run& run, const Call& call) {
  run.state.opened_on = call.on;
  for (const Fact& fact : run.procedure().facts) {
    if (known(fact.init)) run.state.facts.emplace(fact.id, fact.init);
  }
}

void store_fields(Run& run, const Act& act) {
  for (const auto& [id, value] : act.fields) {
    const Fact* fact = run.procedure().find_fact(id);
    if (fact == nullptr || fact->answer) continue;
    write(run.state.facts, id, value);
  }
}

void change_items(Run& run, const Call& call) {
  if (call.act->items.empty() && call.event.items != ItemsUse::replace) return;
  if (call.event.items == ItemsUse::replace && !call.act->items.empty()) run.state.items = call.act->items;
  if (call.event.items != ItemsUse::outcome) return;
  for (const Item& given : call.act->items) {
    for (Item& item : run.state.items) {
      if (item.key != given.key) continue;
      item.awarded_fen = given.awarded_fen;
      item.outcome = given.outcome;
    }
  }
}

void record_done(Run& run, const Call& call) {
  run.state.done[call.event.id].push_back({call.version, call.on, call.actors, call.approvers, call.for_whom});
}

void change_data(Run& run, const Call& call, const Scope& scope, const std::vector<std::string>& lines) {
  if (!run.state.exists()) begin_case(run, call);
  if (call.act != nullptr) store_fields(run, *call.act);
  set_facts(run, call.row.set, scope);
  if (call.act != nullptr) add_parties(run, *call.act);
  if (call.event.lines) {
    for (const std::string& line : lines) set_standings(run, call.row.set_party, scope, line);
  } else if (!call.party.empty()) {
    set_standings(run, call.row.set_party, scope, call.party);
  }
  if (call.act != nullptr) change_items(run, call);
}

void clocks_before_move(Run& run, const std::vector<Happening>& happenings, const Scope& scope) {
  for (const Happening& happening : happenings) stop_clocks(run, happening, scope);
  for (const Happening& happening : happenings) restart_clocks(run, happening, scope);
  for (const Happening& happening : happenings) {
    if (happening.on == Trigger::On::event) extend_clocks(run, happening, scope);
  }
}

}  // namespace

bool set_facts(Run& run, const std::vector<Setter>& setters, const Scope& scope) {
  bool changed = false;
  for (const Setter& setter : setters) changed |= write(run.state.facts, setter.target, value_of(setter, scope));
  return changed;
}

bool set_standings(Run& run, const std::vector<Setter>& setters, const Scope& scope, std::string_view key) {
  if (setters.empty()) return false;
  const auto party = std::ranges::find(run.state.parties, key, &Party::key);
  if (party == run.state.parties.end()) return false;
  bool changed = false;
  for (const Setter& setter : setters) changed |= write(party->standings, setter.target, value_of(setter, scope));
  return changed;
}

std::vector<std::string> lines_of(const Act& act) {
  std::vector<std::string> keys;
  const auto field = act.fields.find("lines");
  if (field == act.fields.end()) return keys;
  const auto* text = std::get_if<std::string>(&field->second);
  if (text == nullptr) return keys;
  std::string_view rest = *text;
  while (!rest.empty()) {
    const auto comma = rest.find(',');
    if (comma != 0) keys.emplace_back(rest.substr(0, comma));
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
  }
  return keys;
}

void apply_event(Run& run, const Call& call) {
  const std::vector<std::string> lines =
      call.event.lines && call.act != nullptr ? lines_of(*call.act) : std::vector<std::string>{};
  const Scope scope{.context = run.context,
                    .state = run.state,
                    .today = call.on,
                    .form = call.act == nullptr ? nullptr : &call.act->fields,
                    .form_stored = true,
                    .self = call.party};
  change_data(run, call, scope, lines);
  record_done(run, call);
  std::vector<Happening> happenings{{.on = Trigger::On::event,
                                     .id = call.event.id,
                                     .day = call.on,
                                     .noted_on = call.on,
                                     .minute = call.minute,
                                     .act = call.version,
                                     .party = call.party,
                                     .lines = lines.empty() ? nullptr : &lines}};
  if (call.also != nullptr) happenings.push_back(*call.also);
  release_holds(run, call.row.releases, call.on, call.version, happenings);
  take_holds(run, call.row.takes, call.on);
  issue_documents(run, call, scope);
  clocks_before_move(run, happenings, scope);
  move_state(run, call.row.to, call.on, call.version, scope);
  for (const Happening& happening : happenings) start_clocks(run, happening, scope);
  links_of(run, call, scope);
  if (call.event.gives_number && run.keeps()) run.log.effects.gives_number = true;
}

}  // namespace hejie::engine
