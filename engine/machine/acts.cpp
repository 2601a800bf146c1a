#include "engine/machine/acts.h"

#include <algorithm>

#include "engine/machine/automatic.h"
#include "engine/machine/effects.h"
#include "engine/machine/form.h"
#include "engine/machine/links.h"
#include "engine/machine/parties.h"
#include "engine/machine/proposals.h"
#include "engine/machine/rows.h"
#include "engine/machine/service.h"
#include "engine/machine/words.h"

namespace hejie::engine {
namespace {

/// The event of a done or proposed act, or of the proposal an approval completes, with the form it has.
Act effective(const CaseState& state, const Act& act) {
  if (act.kind != ActKind::approved) return act;
  const Proposal* proposal = find_proposal(state, act.of);
  Act meant = proposal == nullptr ? act : proposal->act;
  meant.on = act.on;
  if (act.minute) meant.minute = act.minute;
  return meant;
}

std::vector<AccountId> persons_of(const Act& act) {
  std::vector<AccountId> persons;
  if (!act.by.account.empty()) persons.push_back(act.by.account);
  for (const AccountId& officer : act.officers) {
    if (std::ranges::find(persons, officer) == persons.end()) persons.push_back(officer);
  }
  return persons;
}

std::string only_party(const CaseState& state, const Event& event, const Act& act) {
  std::string found;
  const auto offer = [&](const std::string& key, bool fits) {
    if (!fits) return true;
    if (!found.empty()) return false;
    found = key;
    return true;
  };
  for (const Party& party : state.parties) {
    if (!offer(party.key, names_party(event.act_of, party))) return {};
  }
  if (!event.starts_case()) return found;
  for (const PartyInput& party : act.parties) {
    if (!offer(party.key, contains(event.act_of, party.role) || contains(event.act_of, party.kind))) return {};
  }
  return found;
}

void normalize_event(const Context& context, const CaseState& state, Act& act) {
  const Event* event = context.procedure.find_event(act.event);
  if (event == nullptr) return;
  name_parties(state, act.parties);
  if (event->items == ItemsUse::replace) name_items(act.items);
  if (act.party.empty() && !event->act_of.empty()) act.party = only_party(state, *event, act);
  if (act.kind != ActKind::done || is_machine_role(act.by.role)) return;
  if (!steps_of(context, state, *event, act, act.on).empty()) act.kind = ActKind::proposed;
}

void normalize_approval(const Context& context, const CaseState& state, Act& act) {
  const Proposal* proposal = find_proposal(state, act.of);
  if (proposal == nullptr) return;
  act.event = proposal->act.event;
  act.party = proposal->act.party;
  act.approvers.clear();
  if (!completes(context, state, act)) return;
  act.approvers = proposal->approvals;
  act.approvers.push_back(act.by);
}

std::expected<const Row*, Refused> check_done(const Context& context, const CaseState& state, const Act& act) {
  const Event* event = context.procedure.find_event(act.event);
  if (event == nullptr) return refuse(words::unknown_event(act.event));
  return check_event(context, state, {.event = *event, .act = act, .on = act.on, .party = act.party});
}

void apply_done(Run& run, const Act& meant, const Row& row, Version version, Moment at,
                const std::vector<Actor>& approvers) {
  const Event& event = *run.procedure().find_event(meant.event);
  const Scope scope =
      scope_of(run.context, run.state, {.event = event, .act = meant, .on = at.day, .party = meant.party});
  if (!event.warn.empty()) {
    std::vector<StoredWarning> warnings;
    collect_warnings(scope, event, version, warnings);
    run.state.warnings.insert(run.state.warnings.end(), warnings.begin(), warnings.end());
    if (run.keeps()) run.log.warnings.insert(run.log.warnings.end(), warnings.begin(), warnings.end());
  }
  if (meant.irregular && std::ranges::find(run.state.irregular, version) == run.state.irregular.end()) {
    run.state.irregular.push_back(version);
  }
  Call call{.event = event,
            .row = row,
            .act = &meant,
            .on = at.day,
            .minute = at.minute,
            .version = version,
            .party = meant.party,
            .actors = persons_of(meant),
            .for_whom = meant.by.for_whom};
  for (const Actor& approver : approvers) call.approvers.push_back(approver.account);
  apply_event(run, call);
}

void take_out(Run& run, Version proposal) {
  std::erase_if(run.state.proposals, [&](const Proposal& p) { return p.version == proposal; });
}

void apply_approval(Run& run, const Act& act, const Row* row, Moment at) {
  const auto proposal = std::ranges::find(run.state.proposals, act.of, &Proposal::version);
  if (proposal == run.state.proposals.end()) return;
  if (row == nullptr) {
    proposal->approvals.push_back(act.by);
    return;
  }
  std::vector<Actor> approvers = proposal->approvals;
  approvers.push_back(act.by);
  const Act meant = effective(run.state, act);
  take_out(run, act.of);
  apply_done(run, meant, *row, act.version, at, approvers);
}

Rejection no_case(const Act& act) {
  return {Rejection::Kind::state, act.event, "", {}, {"案件尚未立起", "the case does not exist yet"}, {}};
}

Accepted check_link(const CaseState& state, const Act& act) {
  if (!act.link || act.link->other.empty()) {
    return refuse(FormFindings{{"/data/link", "missing", {"请指明关联的案件", "name the linked case"}}});
  }
  const LinkState* known_link = find_link(state, *act.link);
  if (act.kind == ActKind::linked && known_link != nullptr) {
    return refuse(Rejection{Rejection::Kind::link,
                            "linked",
                            act.link->other.value,
                            {},
                            {"两案已经关联", "the two cases are linked already"},
                            {}});
  }
  if (act.kind == ActKind::link_outcome && known_link == nullptr) {
    return refuse(Rejection{Rejection::Kind::link,
                            "link_outcome",
                            act.link->other.value,
                            {},
                            {"本案没有与该案关联", "this case is not linked to that one"},
                            {}});
  }
  return {};
}

/// What the check found: the row an event takes, if one happens.
using Checked = std::expected<const Row*, Refused>;

Checked check_built_in(const Context& context, const CaseState& state, const Act& act) {
  if (!state.exists() && act.kind != ActKind::approved && act.kind != ActKind::declined &&
      act.kind != ActKind::recalled) {
    return refuse(no_case(act));
  }
  if (act.kind == ActKind::served) {
    const State* now = context.procedure.find_state(state.state);
    if (now != nullptr && now->phase == Phase::final) {
      return refuse(Rejection{Rejection::Kind::state,
                              "serve",
                              state.state,
                              {},
                              {"案件已经终结，不能再办理", "the case is final; nothing more can be done in it"},
                              {}});
    }
    if (auto ok = check_service(context, state, act); !ok) return std::unexpected(std::move(ok.error()));
  } else if (act.kind == ActKind::linked || act.kind == ActKind::link_outcome) {
    if (auto ok = check_link(state, act); !ok) return std::unexpected(std::move(ok.error()));
  } else if (auto no = check_answer(context, state, act)) {
    return refuse(std::move(*no));
  }
  return nullptr;
}

Checked check(const Context& context, const CaseState& state, const Act& act) {
  switch (act.kind) {
    case ActKind::done:
      return check_done(context, state, act);
    case ActKind::proposed: {
      auto row = check_done(context, state, act);
      if (!row) return row;
      if (auto no = check_new_proposal(context, state, act)) return refuse(std::move(*no));
      return row;
    }
    case ActKind::approved: {
      auto answer = check_built_in(context, state, act);
      if (!answer || !completes(context, state, act)) return answer;
      return check_done(context, state, effective(state, act));
    }
    case ActKind::declined:
    case ActKind::recalled:
    case ActKind::served:
    case ActKind::linked:
    case ActKind::link_outcome:
      return check_built_in(context, state, act);
    case ActKind::corrected:
    case ActKind::annulled:
    case ActKind::migrated:
    case ActKind::calendar_changed:
      break;
  }
  return nullptr;
}

/// True when it may have made an automatic event possible.
bool apply(Run& run, const Act& act, const Row* row, Moment at) {
  switch (act.kind) {
    case ActKind::done:
      if (row != nullptr) apply_done(run, act, *row, act.version, at, {});
      return true;
    case ActKind::proposed:
      run.state.proposals.push_back({act.version, act, {}});
      return false;
    case ActKind::approved:
      apply_approval(run, act, row, at);
      return row != nullptr;
    case ActKind::declined:
    case ActKind::recalled:
      take_out(run, act.of);
      return false;
    case ActKind::served:
      apply_service(run, act);
      return true;
    case ActKind::linked:
      apply_linked(run, act);
      return true;
    case ActKind::link_outcome:
      apply_link_outcome(run, act);
      return true;
    case ActKind::corrected:
    case ActKind::annulled:
    case ActKind::migrated:
    case ActKind::calendar_changed:
      break;
  }
  return false;
}

/// Also of an act that is refused now: what is entered before it may make it lawful again, so that is a late entry.
void reach_act(Run& run, Moment at) {
  run.reach(at);
  run.state.last_act_on = at.day;
  run.state.last_act_minute = at.minute;
}

void settle(Run& run, const Act& act, const Row* row, Moment at) {
  reach_act(run, at);
  const std::optional<int> minute = act.minute;
  if (apply(run, act, row, at)) fire_automatic(run, at.day, minute);
}

}  // namespace

bool is_placed_in_time(ActKind kind) {
  return kind != ActKind::corrected && kind != ActKind::annulled && kind != ActKind::migrated &&
         kind != ActKind::calendar_changed;
}

void normalize(const Context& context, const CaseState& state, Act& act) {
  if (act.kind == ActKind::done || act.kind == ActKind::proposed) normalize_event(context, state, act);
  if (act.kind == ActKind::approved) normalize_approval(context, state, act);
  if (act.kind == ActKind::served && act.serve) {
    if (const IssuedDocument* copy = copy_meant(state, *act.serve)) act.serve->copy = copy->copy;
  }
  if (act.kind == ActKind::link_outcome && act.link) {
    if (const LinkState* link = find_link(state, *act.link)) act.link->kind = link->kind;
  }
}

Accepted check_act(const Context& context, const CaseState& state, const Act& act) {
  auto checked = check(context, state, act);
  if (!checked) return std::unexpected(std::move(checked.error()));
  return {};
}

Accepted perform(Run& run, const Act& act, Moment at) {
  auto checked = check(run.context, run.state, act);
  if (!checked) return std::unexpected(std::move(checked.error()));
  if (run.log.mode == Log::Mode::live) {
    run.log.events.emplace_back(act);
    run.state.version = act.version;
  }
  settle(run, act, *checked, at);
  return {};
}

void perform_irregularly(Run& run, const Act& act, Moment at) {
  reach_act(run, at);
  if (std::ranges::find(run.state.irregular, act.version) == run.state.irregular.end()) {
    run.state.irregular.push_back(act.version);
  }
  if (act.kind != ActKind::done && act.kind != ActKind::approved) return;
  if (act.kind == ActKind::approved && find_proposal(run.state, act.of) == nullptr) return;
  if (act.kind == ActKind::approved && !completes(run.context, run.state, act)) return settle(run, act, nullptr, at);
  Act meant = effective(run.state, act);
  const Event* event = run.procedure().find_event(meant.event);
  if (event == nullptr || !possible_in_state(*event, run.state)) return;
  const Attempt attempt{.event = *event, .act = meant, .on = act.on, .party = meant.party};
  const auto row = choose_row(run.context, run.state, attempt, scope_of(run.context, run.state, attempt));
  const auto first = std::ranges::find_if(event->rows, [&](const Row& r) { return from_here(r, run.state); });
  settle(run, act, row ? *row : &*first, at);
}

}  // namespace hejie::engine
