// Late entry, correction, annulment, migration, new calendar: fold with and without, compare, refuse or store the
// difference.
#include <fmt/format.h>

#include <algorithm>

#include "engine/machine/acts.h"
#include "engine/machine/catch_up.h"
#include "engine/machine/difference.h"
#include "engine/machine/evidence.h"
#include "engine/machine/hand_over.h"
#include "engine/machine/proposals.h"
#include "engine/machine/refold.h"
#include "engine/machine/words.h"

namespace hejie::engine {
namespace {

bool changes_an_act(const Act& act) {
  return act.kind == ActKind::corrected || act.kind == ActKind::annulled;
}

/// Derived under another definition or calendar: the way to the old state cannot be walked again.
bool changes_the_rules(const Act& act) {
  return act.kind == ActKind::calendar_changed || act.kind == ActKind::migrated;
}

std::string rule_of(const Act& act) {
  if (act.kind == ActKind::corrected) return "correct";
  if (act.kind == ActKind::annulled) return "annul";
  if (act.kind == ActKind::migrated) return "migrate";
  return act.event;
}

const Act* entry_of(const CaseFile& file, Version version) {
  const auto found = std::ranges::find(file.acts, version, &Act::version);
  return found == file.acts.end() ? nullptr : &*found;
}

FormFindings check_input(const CaseFile& file, const Act& act) {
  FormFindings findings;
  const Act* target = entry_of(file, act.of);
  if (target == nullptr || is_hand_over(*target) || is_evidence(*target) ||
      !(is_placed_in_time(target->kind) || changes_an_act(*target)) ||
      (act.kind == ActKind::corrected && changes_an_act(*target))) {
    findings.push_back({"/data/of",
                        "unknown_entry",
                        {fmt::format("本案没有可以更正或撤销的第 {} 号记录", act.of),
                         fmt::format("the case has no entry {} that can be corrected or annulled", act.of)}});
  }
  if (act.reason.empty()) {
    findings.push_back({"/data/reason", "missing", {"请说明理由", "give the reason"}});
  }
  return findings;
}

/// Services that rest on a document the entry issued.
std::vector<Version> services_on(const CaseState& state, Version entry) {
  std::vector<Version> resting;
  for (const IssuedDocument& document : state.documents) {
    if (document.act != entry) continue;
    for (const Service& service : state.services) {
      if (service.document == document.document && service.copy == document.copy) resting.push_back(service.act);
    }
  }
  return resting;
}

/// Answers of other persons to the entry, when it is a request.
std::vector<Version> answers_on(const CaseFile& file, const Act& target) {
  std::vector<Version> resting;
  const Timeline timeline = timeline_of(file.acts);
  for (const auto& entry : timeline.entries) {
    const bool answers = entry.act->kind == ActKind::approved || entry.act->kind == ActKind::declined;
    if (answers && entry.act->of == target.version && entry.act->by.account != target.by.account) {
      resting.push_back(entry.act->version);
    }
  }
  return resting;
}

Rejection rests(const Act& act, Rejection::Kind kind, std::vector<Version> on) {
  Rejection no = words::conflict(rule_of(act), std::move(on));
  no.kind = kind;
  no.subject = std::to_string(act.of);
  if (kind == Rejection::Kind::served) {
    no.message = {
        fmt::format("该记录制作的文书已经送达（第 {} 号），不能直接更正或撤销；请先处理送达，或确认连带处理",
                    fmt::join(no.conflicts, "、")),
        fmt::format("a document issued by this entry has been served (entries {}); deal with the service first, or "
                    "confirm that it is to be carried through",
                    fmt::join(no.conflicts, ", "))};
  } else {
    no.message = {
        fmt::format("他人的行为（第 {} 号）以该记录为依据，不能直接更正或撤销；请先处理，或确认连带处理",
                    fmt::join(no.conflicts, "、")),
        fmt::format("acts of other people (entries {}) rest on this entry; deal with them first, or confirm that the "
                    "change is to be carried through",
                    fmt::join(no.conflicts, ", "))};
  }
  return no;
}

std::optional<Refused> check_target(const CaseFile& file, const CaseState& state, const Act& act) {
  if (auto findings = check_input(file, act); !findings.empty()) return findings;
  const Act& target = *entry_of(file, act.of);
  const Timeline timeline = timeline_of(file.acts);
  if (act.kind == ActKind::annulled && !timeline.entries.empty() && timeline.entries.front().act->version == act.of) {
    return Rejection{Rejection::Kind::conflict,
                     "annul",
                     std::to_string(act.of),
                     {},
                     {"开始案件的记录不能撤销；请以终结方式结案",
                      "the entry that opened the case cannot be annulled; close the case instead"},
                     {}};
  }
  if (act.cascade) return std::nullopt;
  if (auto served = services_on(state, act.of); !served.empty()) {
    return rests(act, Rejection::Kind::served, std::move(served));
  }
  if (auto answers = answers_on(file, target); !answers.empty()) {
    return rests(act, Rejection::Kind::conflict, std::move(answers));
  }
  return std::nullopt;
}

Folded before_of(const Context& context, const CaseFile& file, const Act& act) {
  if (!changes_the_rules(act)) {
    return fold_acts(context, file.state.id, file.acts, {.through = file.state.through, .mode = Log::Mode::compare});
  }
  Folded before;
  before.state = file.state;
  before.log.events = endings_of(file.state);
  for (const Version version : file.state.irregular) before.failures.push_back({version, FormFindings{}});
  return before;
}

std::vector<Version> new_failures(const Folded& before, const Folded& after) {
  std::vector<Version> versions;
  for (const Failure& failure : after.failures) {
    const auto old = std::ranges::find(before.failures, failure.version, &Failure::version);
    if (old == before.failures.end()) versions.push_back(failure.version);
  }
  std::ranges::sort(versions);
  return versions;
}

/// Entries whose data would no longer be right. They are never carried through: what is refused may stay as irregular,
/// what is wrongly filled in cannot be folded again.
std::vector<Version> newly_malformed(const Folded& before, const Folded& after) {
  const auto malformed = [](const Folded& folded, Version version) {
    return std::ranges::any_of(folded.failures, [&](const Failure& failure) {
      return failure.version == version && std::holds_alternative<FormFindings>(failure.why);
    });
  };
  std::vector<Version> versions;
  for (const Failure& failure : after.failures) {
    const Version version = failure.version;
    if (malformed(after, version) && !malformed(before, version)) versions.push_back(version);
  }
  return versions;
}

/// The refusal of the entry itself, as opposed to those of later acts.
std::optional<Refused> own_refusal(const Folded& after, Version subject) {
  const auto found = std::ranges::find(after.failures, subject, &Failure::version);
  return found == after.failures.end() ? std::nullopt : std::optional<Refused>{found->why};
}

Decided decided(Refused refused) {
  if (auto* findings = std::get_if<FormFindings>(&refused)) return std::move(*findings);
  return std::get<Rejection>(std::move(refused));
}

/// What a fold over the whole file keeps apart: effects of rule changes are compared by state only.
Effects new_effects(const Act& act, const Folded& before, Folded& after, Date on) {
  if (!changes_the_rules(act))
    return effects_between(before.state, after.state, before.log.effects, after.log.effects, on);
  Effects told;
  told.alerts = after.log.effects.alerts;
  Effects effects = effects_between(before.state, after.state, {}, told, on);
  const bool moved = before.state.state != after.state.state;
  for (const Outcome& outcome : after.log.effects.outcomes) {
    if (moved && outcome == after.log.effects.outcomes.back()) effects.outcomes.push_back(outcome);
  }
  return effects;
}

Decision accepted(const Context& context, const CaseFile& file, Act act, const Folded& before, Folded& after,
                  std::vector<Version> irregular) {
  Decision decision;
  if (after.subject) act = *after.subject;
  Rederived changed = difference(before.state, after.state, before.log.events,
                                 changes_the_rules(act) ? endings_of(after.state) : after.log.events);
  changed.irregular = std::move(irregular);
  changed.because = act.version;
  changed.on = act.on;
  decision.effects = new_effects(act, before, after, act.on);
  for (const StoredWarning& warning : after.state.warnings) {
    if (warning.version == act.version) decision.warnings.push_back(warning);
  }
  decision.moved = changed.moved;
  decision.proposal = act.kind == ActKind::proposed;
  decision.after = std::move(after.state);
  if (const Proposal* proposal = find_proposal(decision.after, act.version)) {
    if (const auto* step = next_step(context, decision.after, *proposal, act.on)) decision.approver_roles = step->by;
  }
  decision.events.emplace_back(act);
  decision.after.version = file.state.version + 1;
  if (!is_empty(changed)) {
    changed.version = ++decision.after.version;
    decision.events.emplace_back(std::move(changed));
  }
  collapse_alerts(decision.after, decision.effects);
  return decision;
}

}  // namespace

Decided revise(const Context& context, const CaseFile& file, Act act) {
  act.version = file.state.version + 1;
  const Folded before = before_of(context, file, act);
  if (changes_an_act(act)) {
    if (auto no = check_target(file, before.state, act)) return decided(std::move(*no));
  }
  std::vector<Act> acts = file.acts;
  acts.push_back(act);
  const Moment reached = is_placed_in_time(act.kind) || changes_an_act(act)
                             ? file.state.through
                             : std::max(file.state.through, Moment{act.on, 0});
  Folded after = fold_acts(
      context, file.state.id, acts,
      {.through = reached, .mode = Log::Mode::compare, .subject = is_placed_in_time(act.kind) ? act.version : 0});
  const Version subject = changes_an_act(act) ? act.of : act.version;
  const bool failed_before = std::ranges::find(before.failures, subject, &Failure::version) != before.failures.end();
  if (auto no = own_refusal(after, subject)) {
    if (!failed_before || std::holds_alternative<FormFindings>(*no)) return decided(std::move(*no));
  }
  if (auto malformed = newly_malformed(before, after); !malformed.empty()) {
    return words::conflict(rule_of(act), std::move(malformed));
  }
  auto later = new_failures(before, after);
  const bool stays = act.cascade || act.kind == ActKind::calendar_changed;
  if (!later.empty() && !stays) return words::conflict(rule_of(act), std::move(later));
  return accepted(context, file, std::move(act), before, after, std::move(later));
}

}  // namespace hejie::engine
