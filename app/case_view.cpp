#include <algorithm>
#include <map>

#include "app/case_delegated.h"
#include "app/case_rows.h"
#include "app/case_service_impl.h"
#include "app/clock_view.h"
#include "app/mending.h"
#include "app/proposal_view.h"
#include "engine/base/fault_controls.h"

namespace hejie::app {
namespace {

using engine::Act;
using engine::CaseState;

constexpr Moment end_of(Date day) {
  return {day, kMinutesPerDay - 1};
}

Error no_such_case(const CaseId& id) {
  return {ErrorCode::not_found, {"没有案件 " + id.value, "there is no case " + id.value}};
}

std::map<PersonId, std::string> names_of(storage::Snapshot& snapshot, const CaseState& state) {
  std::vector<PersonId> ids;
  for (const auto& party : state.parties) ids.push_back(party.person);
  std::map<PersonId, std::string> names;
  if (const auto persons = snapshot.persons(ids))
    for (const auto& person : *persons) names[person.id] = person.name;
  return names;
}

void add_text(std::vector<TextId>& ids, const engine::Values& values, const std::string& fact) {
  const auto found = values.find(fact);
  if (found == values.end()) return;
  if (const auto* id = std::get_if<std::string>(&found->second)) ids.emplace_back(*id);
}

std::map<std::string, std::string> texts_of(storage::Snapshot& snapshot, const engine::Procedure& procedure,
                                            const CaseState& state) {
  std::vector<TextId> ids;
  for (const auto& fact : procedure.facts) {
    if (fact.type != engine::FactType::text) continue;
    add_text(ids, state.facts, fact.id);
    for (const auto& proposal : state.proposals) add_text(ids, proposal.act.fields, fact.id);
  }
  std::map<std::string, std::string> bodies;
  if (const auto texts = snapshot.texts(ids))
    for (const auto& text : *texts) bodies[text.id.value] = text.body;
  return bodies;
}

/// The last version entered by the end of `day`.
Result<Version> version_entered_by(storage::Snapshot& snapshot, const CaseId& id, Date day) {
  TRY(const auto events, snapshot.history(id));
  Version version = 0;
  for (const auto& stored : events)
    if (to_bureau(stored.recorded_at).day <= day) version = std::max(version, stored.version);
  return version;
}

/// The case as it was known on `as_of`, or as the law saw it on `occurred_by`.
Result<CaseState> state_at(SnapshotSource& source, const OpenedCase& opened, std::optional<Date> as_of,
                           std::optional<Date> occurred_by) {
  const engine::Context context{*opened.procedure, *source.calendar()};
  const auto& id = opened.file.state.id;
  auto acts = opened.file.acts;
  Moment through = opened.file.state.through;
  if (occurred_by) {
    std::erase_if(acts, [&](const Act& act) { return act.on > *occurred_by; });
    through = std::min(through, end_of(*occurred_by));
  }
  if (as_of) through = std::min(through, end_of(*as_of));
  Version version = opened.file.state.version;
  if (as_of) {
    TRY(auto* const snapshot, source.snapshot());
    TRY(version, version_entered_by(*snapshot, id, *as_of));
  }
  if (version == 0 || acts.empty()) return fail(no_such_case(id));
  TRY(auto state, engine::fold_as_of(context, id, acts, version, through));
  state.version = version;
  return state;
}

void fill_links(storage::Snapshot& snapshot, CaseView& view) {
  for (const auto& link : view.raw.links) {
    LinkedView linked{link.other, link.kind, link.procedure, "", 0, link.direction == "opened"};
    if (const auto item = snapshot.find_case(link.other)) {
      linked.state = item->summary.state;
      linked.version = item->version;
    }
    view.links.push_back(std::move(linked));
  }
}

/// Allowed beats refused: a person with two roles may do what one of them may.
void merge(std::vector<engine::Availability>& all, std::vector<engine::Availability> more) {
  for (auto& item : more) {
    const auto same = std::ranges::find(all, item.id, &engine::Availability::id);
    if (same == all.end()) {
      all.push_back(std::move(item));
      continue;
    }
    const bool by_role = same->why_not && same->why_not->kind == engine::Rejection::Kind::role;
    if ((!same->allowed && item.allowed) || (by_role && item.why_not)) *same = std::move(item);
  }
}

engine::Rejection nothing_to_mend(const std::string& event) {
  return {engine::Rejection::Kind::role,
          event,
          "",
          {},
          {"本案没有您可以更正、撤销的记录：由可以办理该事项的人员更正、撤销",
           "no entry of this case is yours to correct or annul: that is for who may record it"},
          {}};
}

}  // namespace

std::set<Version> CaseService::Impl::mendable(const OpenedCase& opened, const Caller& caller) const {
  if (!case_roles) return {};
  return mendable_by(*case_roles, *opened.procedure, opened.file.acts, caller);
}

void CaseService::Impl::limit_to_people(const OpenedCase& opened, const engine::Actor& actor, bool mends,
                                        std::vector<engine::Availability>& offers) const {
  Act trial;
  trial.by = actor;
  for (auto& offer : offers) {
    if (!offer.allowed) continue;
    if (!mends && (offer.id == "correct" || offer.id == "annul")) offer.why_not = nothing_to_mend(offer.id);
    trial.event = offer.id;
    if (case_roles && !offer.why_not)
      offer.why_not = check_case_role(*case_roles, *opened.procedure, opened.file.acts, trial);
    if (!offer.why_not) continue;
    offer.allowed = offer.depends_on_form = false;
    offer.from_here.clear();
  }
}

bool may_read_cases(const Caller& caller) {
  if (HEJIE_FAULT(administrators_read)) return true;
  return std::ranges::any_of(caller.roles, [](const std::string& role) {
    return role != "system_admin" && role != "security_admin" && role != "audit_admin";
  });
}

Result<OpenedCasePtr> CaseService::Impl::open_for(const Caller& caller, SnapshotSource& source, const CaseId& id) {
  TRY_VOID(check_may_see(caller, id, false));
  TRY(auto opened, source.open(id));
  if (is_recused(opened->file.acts, caller.account)) return fail(no_such_case(id));
  return opened;
}

Status CaseService::Impl::check_may_see(const Caller& caller, const CaseId& id, bool acting) {
  if (!may_read_cases(caller)) return fail(no_such_case(id));
  TRY(const auto known, units.of(parts.store));
  return check_sees(parts.store, parts.clock, *known, caller, id, acting);
}

Result<CaseView> CaseService::view(const Caller& caller, const CaseId& id, std::optional<Date> as_of,
                                   std::optional<Date> occurred_by) {
  TRY(const auto snapshot, impl_->parts.store.snapshot());
  SnapshotSource source(*snapshot, impl_->parts.definitions, impl_->cache, impl_->ids);
  TRY(const auto opened, impl_->open_for(caller, source, id));
  const auto& procedure = *opened->procedure;
  CaseView view;
  view.raw = opened->file.state;
  if (as_of || occurred_by) {
    TRY(view.raw, state_at(source, *opened, as_of, occurred_by));
  }
  view.id = id;
  view.number = opened->number;
  view.workflow = procedure.id;
  view.workflow_version = procedure.version;
  view.workflow_name = procedure.name;
  view.state = view.raw.state;
  if (const auto* state = procedure.find_state(view.state)) {
    view.state_name = state->name;
    view.phase = phase_id(state->phase);
  }
  TRY(const auto item, snapshot->find_case(id));
  view.title = item.summary.title.zh;
  view.version = view.raw.version;
  view.opened_on = view.raw.opened_on;
  view.since = view.raw.since;
  view.procedure = opened->procedure;
  view.texts = texts_of(*snapshot, procedure, view.raw);
  auto names = names_of(*snapshot, view.raw);
  for (const auto& party : view.raw.parties)
    view.parties.push_back(
        {party.key, party.role, party.kind, party.person, names[party.person], party.representative, party.standings});
  fill_links(*snapshot, view);
  const Date today = to_bureau(impl_->parts.clock.now()).day;
  const auto answer_day = as_of || occurred_by ? std::nullopt : std::optional{today};
  const auto own_power = [](const std::string&, const std::string&) { return true; };
  TRY(view.proposals,
      view_proposals(*snapshot, {procedure, *source.calendar()}, view.raw, caller, answer_day, own_power));
  view.clocks = view_open_clocks(procedure, *source.calendar(), view.raw, today);
  return view;
}

Result<std::vector<ClockView>> CaseService::all_clocks(const Caller& caller, const CaseId& id) {
  TRY(const auto snapshot, impl_->parts.store.snapshot());
  SnapshotSource source(*snapshot, impl_->parts.definitions, impl_->cache, impl_->ids);
  TRY(const auto opened, impl_->open_for(caller, source, id));
  const Date today = to_bureau(impl_->parts.clock.now()).day;
  std::vector<ClockView> views;
  for (const auto& clock : opened->file.state.clocks)
    views.push_back(view_clock(*opened->procedure, *source.calendar(), clock, today));
  return views;
}

Result<std::vector<calendar::Step>> CaseService::explain(const Caller& caller, const CaseId& id,
                                                         const ClockView& clock) {
  TRY(const auto snapshot, impl_->parts.store.snapshot());
  SnapshotSource source(*snapshot, impl_->parts.definitions, impl_->cache, impl_->ids);
  TRY(const auto opened, impl_->open_for(caller, source, id));
  const engine::Context context{*opened->procedure, *source.calendar()};
  for (const auto& instance : opened->file.state.clocks)
    if (instance.rule == clock.id && instance.key == clock.key && instance.ordinal == clock.ordinal)
      return engine::explain(context, opened->file.state, instance);
  return fail(ErrorCode::not_found, {"没有这个期限", "there is no such clock"});
}

Result<std::vector<HistoryItem>> CaseService::history(const Caller& caller, const CaseId& id) {
  TRY(const auto snapshot, impl_->parts.store.snapshot());
  SnapshotSource source(*snapshot, impl_->parts.definitions, impl_->cache, impl_->ids);
  TRY(const auto opened, impl_->open_for(caller, source, id));
  TRY(auto events, snapshot->history(id));
  const auto mendable = impl_->mendable(*opened, caller);
  std::map<AccountId, std::string> names;
  const auto name_of = [&](const AccountId& account) {
    auto [name, fresh] = names.try_emplace(account);
    if (fresh && !account.empty())
      if (const auto found = snapshot->find_account(account); found && *found) name->second = (*found)->display_name;
    return name->second;
  };
  std::vector<HistoryItem> items;
  for (auto& stored : events) {
    const auto* act = std::get_if<Act>(&stored.event);
    const std::string by = name_of(stored.recorded_by);
    items.push_back({stored.seq, stored.version, stored.recorded_at, stored.recorded_by, by,
                     act != nullptr ? name_of(act->by.for_whom) : std::string(), std::move(stored.event),
                     mendable.contains(stored.version)});
  }
  return items;
}

Result<std::vector<ProposalView>> CaseService::proposals(const Caller& asking, const CaseId& id,
                                                         const std::string& act_for) {
  TRY(const auto snapshot, impl_->parts.store.snapshot());
  SnapshotSource source(*snapshot, impl_->parts.definitions, impl_->cache, impl_->ids);
  TRY(const auto opened, impl_->open_for(asking, source, id));
  TRY(const auto acting, impl_->act_for(source, asking, opened.get(), act_for));
  const auto covered = [&](const std::string& role, const std::string& event) {
    return covers(*impl_->authority, acting.delegation, role, opened->procedure->id, event);
  };
  return view_proposals(*snapshot, {*opened->procedure, *source.calendar()}, opened->file.state, acting.as,
                        to_bureau(impl_->parts.clock.now()).day, covered);
}

Result<std::vector<engine::Availability>> CaseService::actions(const Caller& asking, const CaseId& id,
                                                               const std::string& act_for) {
  TRY(const auto snapshot, impl_->parts.store.snapshot());
  SnapshotSource source(*snapshot, impl_->parts.definitions, impl_->cache, impl_->ids);
  TRY(const auto opened, impl_->open_for(asking, source, id));
  const engine::Context context{*opened->procedure, *source.calendar()};
  std::optional<Acting> acting;
  if (!act_for.empty()) {
    TRY(acting, impl_->act_for(source, asking, opened.get(), act_for));
  }
  const Caller& caller = acting ? acting->as : asking;
  const auto covered = [&](const std::string& role, const std::string& event) {
    return !acting || is_offered(*impl_->authority, acting->delegation, role, *opened, event);
  };
  const Moment now = to_bureau(impl_->parts.clock.now());
  const bool mends = !impl_->mendable(*opened, caller).empty();
  std::vector<engine::Availability> all;
  for (const auto& role : caller.roles) {
    const engine::Actor actor{role, caller.account, caller.for_whom, caller.delegation};
    auto some = engine::available(context, opened->file, actor, now);
    std::erase_if(some, [&](const engine::Availability& one) { return !covered(role, one.id); });
    impl_->limit_to_people(*opened, actor, mends, some);
    merge(all, std::move(some));
  }
  return all;
}

}  // namespace hejie::app
