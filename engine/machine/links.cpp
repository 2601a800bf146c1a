#include "engine/machine/links.h"

#include <algorithm>

#include "engine/machine/classify.h"
#include "engine/machine/intervals.h"

namespace hejie::engine {
namespace {

/// Our parties as the opened case names them, and how our keys map to theirs.
struct PartyMap {
  std::vector<PartyInput> parties;
  std::map<std::string, std::string> keys;
};

PartyMap map_parties(const CaseState& state, const OpenRule& rule) {
  PartyMap result;
  std::map<std::string, int> count;
  for (const Party& party : state.parties) {
    std::string role = rule.all_parties ? party.role : "";
    for (const auto& [ours, theirs] : rule.parties) {
      if (ours == party.role || ours == party.kind) role = theirs;
    }
    if (role.empty()) continue;
    const int n = ++count[role];
    const std::string key = rule.all_parties ? party.key : n == 1 ? role : role + "_" + std::to_string(n);
    result.keys[party.key] = key;
    result.parties.push_back({key, role, party.kind, party.person, party.representative});
  }
  return result;
}

std::vector<Item> take_items(const CaseState& state, const OpenRule& rule, const PartyMap& map, const Scope& scope) {
  std::vector<Item> taken;
  if (!rule.with_items) return taken;
  for (const Item& item : state.items) {
    if (item_fits(item, rule.items, scope) != Truth::yes) continue;
    taken.push_back(item);
    const auto key = map.keys.find(item.party);
    if (key != map.keys.end()) taken.back().party = key->second;
  }
  return taken;
}

void open_case(Run& run, const OpenRule& rule, Date on, const Scope& scope) {
  const LinkKind* kind = run.procedure().find_link(rule.link);
  PartyMap map = map_parties(run.state, rule);
  OpenCase opens{.link = rule.link,
                 .procedure = kind == nullptr ? rule.link : kind->procedure,
                 .event = rule.event,
                 .fields = {},
                 .parties = {},
                 .items = take_items(run.state, rule, map, scope),
                 .on = on};
  for (const Setter& setter : rule.facts) {
    Value value = value_of(setter, scope);
    if (known(value)) opens.fields.insert_or_assign(setter.target, std::move(value));
  }
  opens.parties = std::move(map.parties);
  run.log.effects.opens.push_back(std::move(opens));
}

void signal_case(Run& run, const SignalRule& rule, Date on) {
  for (const LinkState& link : run.state.links) {
    if (link.kind == rule.link) run.log.effects.signals.push_back({rule.link, rule.event, link.other, on});
  }
}

void adopt(Run& run, const Call& call) {
  if (call.act == nullptr || !call.act->link) return;
  LinkInput link = *call.act->link;
  link.kind = call.event.adopts;
  if (find_link(std::as_const(run.state), link) != nullptr) return;
  run.state.links.push_back({link.kind, link.other, link.procedure, "adopted", call.on, {}});
  open_interval(run, "link:" + link.kind, link.other.value, call.on, std::nullopt);
  if (run.keeps()) run.log.effects.adopts.push_back(link.kind);
}

}  // namespace

const LinkState* find_link(const CaseState& state, const LinkInput& link) {
  const auto found = std::ranges::find_if(state.links, [&](const LinkState& known_link) {
    return known_link.other == link.other && (link.kind.empty() || known_link.kind == link.kind);
  });
  return found == state.links.end() ? nullptr : &*found;
}

LinkState* find_link(CaseState& state, const LinkInput& link) {
  return const_cast<LinkState*>(find_link(std::as_const(state), link));
}

void links_of(Run& run, const Call& call, const Scope& scope) {
  if (!call.event.adopts.empty()) adopt(run, call);
  if (!run.keeps()) return;
  for (const OpenRule& rule : call.row.opens) {
    if (holds_true(rule.when, scope)) open_case(run, rule, call.on, scope);
  }
  for (const SignalRule& rule : call.row.signals) {
    if (holds_true(rule.when, scope)) signal_case(run, rule, call.on);
  }
}

void apply_linked(Run& run, const Act& act) {
  if (!act.link || find_link(std::as_const(run.state), *act.link) != nullptr) return;
  run.state.links.push_back({act.link->kind, act.link->other, act.link->procedure, act.link->direction, act.on, {}});
  open_interval(run, "link:" + act.link->kind, act.link->other.value, act.on, std::nullopt);
  const Scope scope{.context = run.context, .state = run.state, .today = act.on};
  const Happening linked{
      .on = Trigger::On::link, .id = act.link->kind, .day = act.on, .noted_on = act.on, .act = act.version};
  stop_clocks(run, linked, scope);
  restart_clocks(run, linked, scope);
  start_clocks(run, linked, scope);
}

void apply_link_outcome(Run& run, const Act& act) {
  if (!act.link) return;
  LinkState* link = find_link(run.state, *act.link);
  if (link == nullptr) return;
  link->milestones.push_back(act.link->milestone);
  const std::string kind = link->kind;
  close_interval(run, "link:" + kind, act.link->other.value, act.on);
  const Scope scope{.context = run.context, .state = run.state, .today = act.on};
  const Happening reported{.on = Trigger::On::link,
                           .id = kind,
                           .day = act.on,
                           .noted_on = act.on,
                           .act = act.version,
                           .outcome = act.link->milestone};
  stop_clocks(run, reported, scope);
  restart_clocks(run, reported, scope);
  start_clocks(run, reported, scope);
}

}  // namespace hejie::engine
