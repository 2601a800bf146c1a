#include "tests/properties/random_case.h"

#include <algorithm>
#include <set>

namespace hejie::engine::properties {
namespace {

bool is_machine(const std::string& role) {
  return role == "clock" || role == "law" || role == "link";
}

template <typename T>
bool holds(const std::vector<T>& all, const T& one) {
  return std::ranges::find(all, one) != all.end();
}

}  // namespace

RandomCase::RandomCase(const Context& context, const std::vector<ProcedurePtr>& procedures, Random& random)
    : context_(context), procedures_(procedures), random_(random) {
  std::set<std::string> roles;
  for (const Event& event : context.procedure.events) {
    for (const auto& role : event.by) {
      if (role != "clock" && role != "law") roles.insert(role);
    }
  }
  roles_.assign(roles.begin(), roles.end());
}

Value RandomCase::value_of(const Fact& fact, Date on) {
  switch (fact.type) {
    case FactType::boolean:
      return random_.one_in(2);
    case FactType::enumeration:
      return fact.values.empty() ? Value{} : Value{random_.of(fact.values).first};
    case FactType::integer: {
      const int low = static_cast<int>(fact.min.value_or(0));
      return std::int64_t{
          random_.between(low, std::max(low, static_cast<int>(std::min<std::int64_t>(fact.max.value_or(60), 60))))};
    }
    case FactType::money:
      return std::int64_t{random_.between(0, 200'000)} * 100;
    case FactType::day:
      return on + random_.between(-20, 60);
    case FactType::moment:
      return Moment{on + random_.between(-2, 20), 60 * random_.between(8, 17)};
    case FactType::period: {
      static const std::vector<Period> kPeriods{{calendar::Unit::days, 15},
                                                {calendar::Unit::days, 30},
                                                {calendar::Unit::working_days, 5},
                                                {calendar::Unit::months, 1}};
      return random_.of(kPeriods);
    }
    case FactType::text:
      return std::string("t_1");
    case FactType::person:
      return std::string("p_1");
  }
  return {};
}

Actor RandomCase::actor(const std::string& role) {
  if (is_machine(role)) return {role, {}, {}};
  return {role, AccountId{"u_" + role + "_" + std::to_string(random_.below(3))}, {}};
}

std::vector<PartyInput> RandomCase::parties(const std::vector<std::string>* only) {
  std::vector<PartyInput> all;
  for (const PartyRole& role : context_.procedure.parties) {
    if (only != nullptr && !holds(*only, role.id)) continue;
    int count = only != nullptr ? 1 : role.min;
    if (count < role.max && random_.one_in(2)) count += random_.below(3);
    for (int i = 0; i < std::min(count, role.max); ++i) {
      const std::string kind = role.kinds.empty() ? std::string("worker") : random_.of(role.kinds);
      all.push_back({"", role.id, kind, PersonId{"p_" + role.id + "_" + std::to_string(random_.below(100))}, false});
    }
  }
  return all;
}

void RandomCase::fill_items(const Event& event, const CaseState& state, Act& act) {
  const auto amount = [&] { return Fen{random_.between(0, 100'000)} * 100; };
  if (event.items == ItemsUse::replace) {
    for (int i = random_.between(1, 3); i > 0 && !context_.procedure.item_kinds.empty(); --i) {
      Item item;
      item.kind = random_.of(context_.procedure.item_kinds).first;
      item.claimed_fen = amount();
      if (!state.parties.empty()) item.party = random_.of(state.parties).key;
      act.items.push_back(item);
    }
  }
  if (event.items == ItemsUse::outcome) {
    for (Item item : state.items) {
      item.awarded_fen = amount();
      if (!context_.procedure.item_outcomes.empty()) item.outcome = random_.of(context_.procedure.item_outcomes).first;
      act.items.push_back(item);
    }
  }
}

void RandomCase::fill(const Event& event, const CaseState& state, Act& act) {
  const Procedure& procedure = context_.procedure;
  for (const auto& id : event.asks) {
    if (const Fact* fact = procedure.find_fact(id)) act.fields[id] = value_of(*fact, act.on);
  }
  for (const auto& id : event.may) {
    const Fact* fact = procedure.find_fact(id);
    if (fact != nullptr && random_.one_in(2)) act.fields[id] = value_of(*fact, act.on);
  }
  if (event.hour) act.minute = 60 * random_.between(9, 16);
  for (int i = 1; i < event.officers; ++i) act.officers.push_back(AccountId{"u_officer_" + std::to_string(i)});
  if (event.starts_case()) act.parties = parties(nullptr);
  if (!event.adds_parties.empty()) act.parties = parties(&event.adds_parties);
  fill_items(event, state, act);
  if (!event.act_of.empty() && !state.parties.empty()) act.party = random_.of(state.parties).key;
  if (event.lines && !state.parties.empty()) act.fields["lines"] = random_.of(state.parties).key;
  if (!event.adopts.empty())
    act.link = LinkInput{event.adopts, CaseId{"c_adopted_" + std::to_string(random_.below(50))}, "", "", ""};
}

std::optional<Step> RandomCase::opening(Date on) {
  std::vector<const Event*> starts;
  for (const Event& event : context_.procedure.events) {
    if (event.starts_case()) starts.push_back(&event);
  }
  if (starts.empty()) return std::nullopt;
  const Event& event = *random_.of(starts);
  Act act;
  act.event = event.id;
  act.on = on;
  act.by = actor(random_.of(event.by));
  fill(event, CaseState{}, act);
  return Step{on, act};
}

std::optional<Act> RandomCase::event_act(const CaseFile& file, Date on) {
  for (int tries = 0; tries < 4; ++tries) {
    const Actor by = actor(random_.of(roles_));
    std::vector<const Event*> allowed;
    for (const auto& each : available(context_, file, by, Moment{std::max(on, file.state.latest.day), 0})) {
      if (each.allowed && each.event != nullptr && !each.event->starts_case()) allowed.push_back(each.event);
    }
    if (allowed.empty()) continue;
    const Event& event = *random_.of(allowed);
    const auto final_only = [&](const Row& row) {
      const State* to = context_.procedure.find_state(row.to);
      return to != nullptr && to->phase == Phase::final;
    };
    // Lives that end at once show little.
    if (std::ranges::all_of(event.rows, final_only) && !random_.one_in(4)) continue;
    Act act;
    act.event = event.id;
    act.on = on;
    act.by = by;
    fill(event, file.state, act);
    return act;
  }
  return std::nullopt;
}

std::optional<Act> RandomCase::service(const CaseState& state, Date on) {
  std::vector<const IssuedDocument*> addressed;
  for (const auto& copy : state.documents) {
    if (!copy.to.empty()) addressed.push_back(&copy);
  }
  if (addressed.empty() || context_.procedure.service.empty()) return std::nullopt;
  const IssuedDocument& copy = *random_.of(addressed);
  Act act;
  act.kind = ActKind::served;
  act.on = on;
  act.by = actor("clerk");
  ServeInput serve;
  serve.document = copy.document;
  serve.copy = copy.copy;
  serve.to = random_.of(copy.to);
  serve.mode = random_.of(context_.procedure.service).id;
  serve.made_on = on;
  serve.consent = true;
  if (random_.one_in(3)) serve.received_on = on + random_.below(5);
  act.serve = serve;
  return act;
}

std::optional<Act> RandomCase::answer(const CaseState& state, Date on) {
  if (state.proposals.empty()) return std::nullopt;
  const Proposal& proposal = random_.of(state.proposals);
  const Event* event = context_.procedure.find_event(proposal.act.event);
  if (event == nullptr || event->approval.empty()) return std::nullopt;
  const std::size_t step = std::min(proposal.approvals.size(), event->approval.size() - 1);
  Act act;
  act.kind = random_.one_in(6) ? ActKind::declined : ActKind::approved;
  act.of = proposal.version;
  act.on = on;
  act.by = actor(random_.of(event->approval[step].by));
  return act;
}

std::optional<Act> RandomCase::linked(const CaseState& state, Date on) {
  Act act;
  act.on = on;
  act.by = {"link", {}, {}};
  if (state.links.empty() || random_.one_in(4)) {
    if (context_.procedure.links.empty()) return std::nullopt;
    const LinkKind& kind = random_.of(context_.procedure.links);
    act.kind = ActKind::linked;
    act.link = LinkInput{kind.id, CaseId{"c_linked_" + std::to_string(random_.below(9))}, kind.procedure, "opened", ""};
    return act;
  }
  const LinkState& link = random_.of(state.links);
  std::vector<std::string> milestones;
  for (const auto& procedure : procedures_) {
    if (procedure->id != link.procedure) continue;
    for (const State& other : procedure->states) {
      if (!other.milestone.empty()) milestones.push_back(other.milestone);
    }
  }
  if (milestones.empty()) return std::nullopt;
  act.kind = ActKind::link_outcome;
  act.link = LinkInput{link.kind, link.other, link.procedure, link.direction, random_.of(milestones)};
  return act;
}

std::optional<Act> RandomCase::change(const CaseFile& file) {
  if (file.acts.size() < 3) return std::nullopt;
  const Act& target = file.acts[1 + static_cast<std::size_t>(random_.below(static_cast<int>(file.acts.size()) - 1))];
  Act act;
  act.kind = random_.one_in(2) ? ActKind::annulled : ActKind::corrected;
  act.of = target.version;
  act.on = std::max(file.state.opened_on, target.on + random_.between(-3, 3));
  act.by = actor("clerk");
  act.reason = TextId{"t_reason"};
  act.cascade = random_.one_in(2);
  return act;
}

Step RandomCase::next(const CaseFile& file, Date today) {
  const bool late = random_.one_in(5);
  const Date on = late ? std::max(file.state.opened_on, today - random_.between(1, 40)) : today;
  std::optional<Act> act;
  const int kind = random_.below(20);
  if (kind < 5) act = service(file.state, on);
  if (!act && kind < 9) act = answer(file.state, on);
  if (!act && kind == 9) act = linked(file.state, on);
  if (!act && kind == 10) act = change(file);
  if (!act && kind != 11) act = event_act(file, on);
  return {today, act};
}

}  // namespace hejie::engine::properties
