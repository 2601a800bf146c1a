#include "engine/machine/refold.h"

#include <algorithm>
#include <set>

#include "engine/machine/acts.h"
#include "engine/machine/catch_up.h"
#include "engine/machine/evidence.h"
#include "engine/machine/hand_over.h"

namespace hejie::engine {
namespace {

/// Entries undone by an annulment that stands itself.
std::set<Version> annulled_versions(std::span<const Act> acts) {
  std::set<Version> gone;
  for (auto act = acts.rbegin(); act != acts.rend(); ++act) {
    if (act->kind == ActKind::annulled && !gone.contains(act->version)) gone.insert(act->of);
  }
  return gone;
}

void correct(Act& target, const Act& change) {
  target.on = change.on;
  if (change.minute) target.minute = change.minute;
  for (const auto& [id, value] : change.fields) {
    if (known(value)) {
      target.fields.insert_or_assign(id, value);
    } else {
      target.fields.erase(id);
    }
  }
  if (!change.party.empty()) target.party = change.party;
  if (!change.parties.empty()) target.parties = change.parties;
  if (!change.items.empty()) target.items = change.items;
  if (change.link) target.link = change.link;
  if (!change.serve) return;
  const int copy = target.serve ? target.serve->copy : 0;
  target.serve = change.serve;
  if (target.serve->copy == 0) target.serve->copy = copy;
}

void place(Timeline& timeline) {
  auto& entries = timeline.entries;
  std::ranges::stable_sort(entries, [](const auto& a, const auto& b) {
    return std::tie(a.act->on, a.act->version) < std::tie(b.act->on, b.act->version);
  });
  int minute = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Act& act = *entries[i].act;
    if (i == 0 || entries[i - 1].act->on != act.on) minute = 0;
    entries[i].at = Moment{act.on, act.minute.value_or(minute)};
    minute = std::max(minute, entries[i].at.minute);
  }
  std::ranges::stable_sort(entries, {}, &Timeline::Entry::at);
}

void fold_one(Run& run, const Act& act, Moment at, Folded& folded) {
  catch_up(run, at);
  auto done = perform(run, act, at);
  if (done) return;
  folded.failures.push_back({act.version, std::move(done.error())});
  perform_irregularly(run, act, at);
}

}  // namespace

Timeline timeline_of(std::span<const Act> acts) {
  Timeline timeline;
  const auto gone = annulled_versions(acts);
  std::map<Version, std::vector<const Act*>> changes;
  for (const Act& act : acts) {
    if (act.kind == ActKind::corrected && !gone.contains(act.version)) changes[act.of].push_back(&act);
  }
  timeline.entries.reserve(acts.size());
  for (const Act& act : acts) {
    if (!is_placed_in_time(act.kind) || is_hand_over(act) || is_evidence(act) || gone.contains(act.version)) continue;
    const auto change = changes.find(act.version);
    if (change == changes.end()) {
      timeline.entries.push_back({&act, {}});
      continue;
    }
    Act& corrected = timeline.corrected.emplace_back(act);
    for (const Act* by : change->second) correct(corrected, *by);
    timeline.entries.push_back({&corrected, {}});
  }
  place(timeline);
  return timeline;
}

Folded fold_acts(const Context& context, const CaseId& id, std::span<const Act> acts, const FoldOptions& options) {
  Folded folded;
  folded.state.id = id;
  folded.log.mode = options.mode;
  Run run{context, folded.state, folded.log};
  const Timeline timeline = timeline_of(acts);
  for (const Timeline::Entry& entry : timeline.entries) {
    if (options.subject == 0 || entry.act->version != options.subject) {
      fold_one(run, *entry.act, entry.at, folded);
      continue;
    }
    catch_up(run, entry.at);
    folded.subject = *entry.act;
    normalize(context, folded.state, *folded.subject);
    fold_one(run, *folded.subject, entry.at, folded);
  }
  catch_up(run, std::max(options.through, folded.state.through));
  for (const Act& act : acts) folded.state.version = std::max(folded.state.version, act.version);
  return folded;
}

Result<CaseState> fold(const Context& context, const CaseId& id, const std::vector<Act>& acts, Moment through) {
  Folded folded = fold_acts(context, id, acts, {.through = through});
  for (const Failure& failure : folded.failures) {
    const auto* rejection = std::get_if<Rejection>(&failure.why);
    if (rejection != nullptr && rejection->kind != Rejection::Kind::unknown_event) continue;
    const std::string at = std::to_string(failure.version);
    const std::string rule = rejection == nullptr ? std::get<FormFindings>(failure.why).front().path : rejection->rule;
    return fail(ErrorCode::corrupt, {"第 " + at + " 号行为与程序定义不符（" + rule + "）",
                                     "act " + at + " does not fit the definition (" + rule + ")"});
  }
  return std::move(folded.state);
}

Result<CaseState> fold_as_of(const Context& context, const CaseId& id, const std::vector<Act>& acts, Version version,
                             Moment through) {
  std::vector<Act> known_then;
  std::ranges::copy_if(acts, std::back_inserter(known_then), [&](const Act& act) { return act.version <= version; });
  return fold(context, id, known_then, through);
}

}  // namespace hejie::engine
